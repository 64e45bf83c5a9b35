"""Owns who moves together in a batch: units of one, bound groups, members of split groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import Everybody, Integers
from xueyou.rulebook.language.model import Batch


@dataclass(frozen=True, slots=True)
class Units:
    """n units by smallest member; `keyed` are those whose keys count for a unit.

    They are its members, but for a member of a split group the whole group.
    """

    start: Integers  # (n+1,)
    member: NDArray[np.int32]
    keyed_start: Integers  # (n+1,)
    keyed: NDArray[np.int32]
    split: NDArray[np.bool_]  # (n,)

    @property
    def count(self) -> int:
        """Return n."""
        return len(self.start) - 1

    @property
    def sizes(self) -> Integers:
        """Return the members of each unit."""
        return np.diff(self.start)

    @property
    def smallest(self) -> NDArray[np.int32]:
        """Return the smallest member of each unit."""
        return self.member[self.start[:-1]]

    @property
    def shares_keys(self) -> bool:
        """Whether any unit's key is that of the worst or best of several."""
        return len(self.keyed) > self.count


def units_of(everybody: Everybody, batch: Batch, taking_part: NDArray[np.bool_]) -> Units:
    """Return the units of those who take part; of a bound group all do, or nobody."""
    inputs = everybody.inputs
    who = np.flatnonzero(taking_part).astype(np.int32)
    if not batch.group.bind:
        return _alone(who)
    group = inputs.group[who]
    together = inputs.group_sizes()[group] > 1
    if not together.any():
        return _alone(who)
    splits = together & _may_split(everybody, batch)[group]
    bound = together & ~splits
    # A unit is named by its smallest member; everybody in a bound group bears that name.
    first = np.full(len(inputs.group_ids), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, group, who)
    name = np.where(bound, first[group], who)
    order = np.lexsort((who, name))
    member, name = who[order], name[order]
    starts = np.flatnonzero(np.concatenate((np.ones(1, np.bool_), name[1:] != name[:-1])))
    start = np.append(starts, len(member)).astype(np.int64)
    is_split = splits[order][starts]
    if not is_split.any():
        return Units(start, member, start, member, is_split)
    return Units(start, member, *_keyed(inputs.group, start, member, is_split), is_split)


def _alone(who: NDArray[np.int32]) -> Units:
    start = np.arange(len(who) + 1, dtype=np.int64)
    return Units(start, who, start, who, np.zeros(len(who), dtype=np.bool_))


def _may_split(everybody: Everybody, batch: Batch) -> NDArray[np.bool_]:
    """Say of each group, by number, whether it is split: asked for, and all agree."""
    inputs = everybody.inputs
    may = np.full(len(inputs.group_ids), batch.group.straddle == "split", dtype=np.bool_)
    if batch.group.straddle == "split":
        assert batch.group.consent is not None
        said = everybody.cells(batch.group.consent)
        np.logical_and.at(may, inputs.group, said.known & (said.values == 1))
    return may


def _keyed(
    group: NDArray[np.int32],
    start: Integers,
    member: NDArray[np.int32],
    split: NDArray[np.bool_],
) -> tuple[Integers, NDArray[np.int32]]:
    """Return whose keys count: of a split member all of his group, as far as they take part."""
    by_group: dict[int, list[int]] = {}
    for who in member[start[:-1][split]].tolist():
        by_group.setdefault(int(group[who]), []).append(who)
    runs: list[list[int]] = []
    for unit in range(len(start) - 1):
        own = member[start[unit] : start[unit + 1]].tolist()
        runs.append(by_group[int(group[own[0]])] if split[unit] else own)
    ends = np.cumsum([0, *map(len, runs)], dtype=np.int64)
    return ends, np.asarray([who for run in runs for who in run], dtype=np.int32)
