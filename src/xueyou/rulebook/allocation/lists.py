"""Owns the lists of a batch: as filed, or made for everybody not placed, nearest first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import Everybody, Integers
from xueyou.rulebook.allocation.pools import open_pools
from xueyou.rulebook.allocation.ranks import expanded
from xueyou.rulebook.allocation.units import Units, units_of

if TYPE_CHECKING:
    from xueyou.rulebook.allocation.batches import BatchMaker

_PAIRS = 2_000_000
"""Choices weighed at a time, so that a city's made lists fit into memory."""


@dataclass(frozen=True, slots=True)
class Lists:
    """c choices, unit by unit, each list in its order."""

    start: Integers  # (n+1,)
    option: Integers  # (c,)
    rank: Integers  # (c,)
    placeless: NDArray[np.int32]  # applicants without a made list: a place is unknown


def filed_lists(everybody: Everybody, number: int) -> tuple[Units, Lists]:
    """Return the units that filed choices in a batch, with their lists."""
    inputs = everybody.inputs
    given = inputs.batches[number]
    filed = np.bincount(given.choice_applicant, minlength=inputs.count)
    units = units_of(everybody, everybody.rulebook.batches[number], filed > 0)
    option, rank = given.choice_option, given.choice_rank
    if units.count < int(np.count_nonzero(filed)):
        speaks = np.zeros(inputs.count, dtype=np.bool_)
        speaks[units.smallest] = True
        own = speaks[given.choice_applicant]
        option, rank = option[own], rank[own]
    ends = np.cumsum(filed[units.smallest])
    start = np.concatenate((np.zeros(1, dtype=np.int64), ends))
    none = np.zeros(0, dtype=np.int32)
    return units, Lists(start, option.astype(np.int64), rank.astype(np.int64), none)


def made_lists(batch: "BatchMaker") -> tuple[Units, Lists]:
    """Return the units that hold no place, each with what it may have, nearest first."""
    everybody = batch.everybody
    every = np.ones(everybody.inputs.count, dtype=np.bool_)
    units = units_of(everybody, batch.batch, every)
    placed = np.logical_or.reduceat(batch.holdings.batch[units.member] >= 0, units.start[:-1])
    units = _only(units, np.flatnonzero(~placed))
    unknown = ~everybody.cells("place").known[units.member]
    lacks = np.logical_or.reduceat(unknown, units.start[:-1]) if units.count else unknown
    rows, _ = expanded(units.start, np.flatnonzero(lacks))
    placeless = np.sort(units.member[rows])
    offered = batch.inputs.batches[batch.number].offered
    step = max(1, _PAIRS // max(1, len(offered)))
    parts = [
        _nearest(batch, units, np.arange(low, min(low + step, units.count)), offered)
        for low in range(0, units.count, step)
    ]
    none = np.zeros(0, dtype=np.int64)
    unit = np.concatenate([part[0] for part in parts] or [none])
    option = np.concatenate([part[1] for part in parts] or [none])
    start = np.searchsorted(unit, np.arange(units.count + 1)).astype(np.int64)
    rank = np.arange(1, len(unit) + 1, dtype=np.int64) - start[unit]
    return units, Lists(start, option, rank, placeless)


def _nearest(
    batch: "BatchMaker", units: Units, some: Integers, offered: Integers
) -> tuple[Integers, Integers]:
    """Return (unit, option) of the lists of some units."""
    unit = np.repeat(some, len(offered))
    option = np.tile(offered, len(some))
    pairs, runs = batch.pairs(units, unit, option, np.zeros(len(unit), dtype=np.int64))
    reason, _ = batch.refusals(pairs, runs)
    away = pairs.distance()
    if len(unit):
        metres = np.maximum.reduceat(away.values, runs[:-1])
        known = np.logical_and.reduceat(away.known, runs[:-1])
        may = (reason == 0) & known & open_pools(batch.standing, pairs, runs).tried
    else:
        metres, may = away.values, away.known
    rows = np.flatnonzero(may)
    rows = rows[np.lexsort((option[rows], metres[rows], unit[rows]))]
    return unit[rows], option[rows]


def _only(units: Units, kept: Integers) -> Units:
    """Return some of the units."""
    if len(kept) == units.count:
        return units
    rows, start = expanded(units.start, kept)
    keyed_rows, keyed_start = expanded(units.keyed_start, kept)
    return Units(start, units.member[rows], keyed_start, units.keyed[keyed_rows], units.split[kept])
