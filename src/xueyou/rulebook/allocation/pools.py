"""Owns the pools of a batch: which stand at which option, and which are open to whom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import TRUE, Integers, Pairs
from xueyou.rulebook.allocation.outcome import PoolName
from xueyou.rulebook.allocation.ranks import expanded
from xueyou.rulebook.language.model import Batch
from xueyou.rulebook.tables.inputs import Inputs

Flags = NDArray[np.bool_]


class Standing:
    """The pools that stand in a batch: by option, then precedence, then value."""

    def __init__(self, batch: Batch, number: int, inputs: Inputs) -> None:
        self.batch, self.inputs = batch, inputs
        given = inputs.batches[number]
        rows = {pool.id: n for n, pool in enumerate(batch.pools) if pool.by is None}
        by = next((n for n, pool in enumerate(batch.pools) if pool.by is not None), -1)
        found = [(q.option, rows.get(q.pool, by), q.pool, q.places) for q in given.quotas]
        taken = np.zeros(len(inputs.options), dtype=np.int64)
        for option, _, _, places in found:
            taken[option] += places
        for n, pool in enumerate(batch.pools):
            if pool.places == "rest" and pool.by is None:
                found += [
                    (option, n, pool.id, int(given.places[option] - taken[option]))
                    for option in given.offered.tolist()
                ]
        found.sort(key=lambda pool: pool[:3])
        self.names = tuple(PoolName(option, n, name, places) for option, n, name, places in found)
        self.given = np.asarray([pool.given for pool in self.names], dtype=np.int64)
        self._at = {(pool.option, pool.pool, pool.name): i for i, pool in enumerate(self.names)}
        self._option = np.asarray([pool.option for pool in self.names], dtype=np.int64)
        self._pool = np.asarray([pool.pool for pool in self.names], dtype=np.int64)

    def at(self, option: int, pool: int, name: str) -> int:
        """Return a pool's number, -1 where it does not stand."""
        return self._at.get((option, pool, name), -1)

    def plain(self, pool: int) -> Integers:
        """Return the number of a pool that is not `by` a fact, at each option (m,); -1 for none."""
        found = np.full(len(self.inputs.options), -1, dtype=np.int64)
        own = np.flatnonzero(self._pool == pool)
        found[self._option[own]] = own
        return found

    def by_value(self, pool: int) -> tuple[Integers, Integers, Integers]:
        """Return (run starts by option (m+1,), numbers, value codes) of a `by` pool."""
        own = np.flatnonzero(self._pool == pool)
        start = np.searchsorted(self._option[own], np.arange(len(self.inputs.options) + 1))
        codes = [self.inputs.codes.known(self.names[i].name) for i in own.tolist()]
        return start.astype(np.int64), own, np.asarray(codes, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Open:
    """The pools open to choices: s slots, by choice, then in the order in which they are tried."""

    choice: Integers  # (s,)
    pool: Integers  # (s,) number in Standing
    own: Flags  # (s,)
    tried: Flags  # (c,) some pool is open, if only one that does not stand


def open_pools(standing: Standing, pairs: Pairs, runs: Integers) -> Open:
    """Return the pools open to each choice.

    `pairs` holds each choice once for each member; the members of choice i are
    `runs[i]:runs[i+1]`.
    """
    first = runs[:-1]
    option = pairs.option[first]
    tried = np.zeros(len(first), dtype=np.bool_)
    parts: list[tuple[Integers, Integers, Flags]] = []
    for n, pool in enumerate(standing.batch.pools):
        if pool.by is not None:
            value = _common_value(pairs, pool.by, runs)
            parts += _by_value(standing, n, option, value, soft=not pool.hard)
            tried |= (value >= 0) | (not pool.hard)
            continue
        mine = np.ones(len(first), dtype=np.bool_)
        if pool.who is not None:
            true = pairs.truth(pool.who) == TRUE
            mine = np.logical_and.reduceat(true, first) if len(first) else mine
        number = standing.plain(n)[option]
        choices = np.flatnonzero((number >= 0) & (mine | (not pool.hard)))
        parts.append((choices, number[choices], mine[choices]))
        tried |= mine | (not pool.hard)
    if len(parts) == 1:
        return Open(*parts[0], tried)
    choice, number, own = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(choice, kind="stable")
    return Open(choice[order], number[order], own[order], tried)


def _common_value(pairs: Pairs, fact: str, runs: Integers) -> Integers:
    """Return the code that all members of a choice's unit have, -1 where they have none."""
    cells = pairs.everybody.cells(fact).take(pairs.who)
    code = np.where(cells.known, cells.values, -1)
    if not len(code) or len(code) == len(runs) - 1:
        return code
    least = np.minimum.reduceat(code, runs[:-1])
    return np.where(least == np.maximum.reduceat(code, runs[:-1]), least, -1)


def _by_value(
    standing: Standing, pool: int, option: Integers, value: Integers, *, soft: bool
) -> list[tuple[Integers, Integers, Flags]]:
    """Return a `by` pool's slots: the own value's, then, where soft, the others' by value."""
    start, numbers, codes = standing.by_value(pool)
    place = _looked_up(start, codes, option, value)
    has = np.flatnonzero(place >= 0)
    parts = [(has, numbers[place[has]], np.ones(len(has), dtype=np.bool_))]
    if soft:
        rows, runs = expanded(start, option)
        choice = np.repeat(np.arange(len(option), dtype=np.int64), np.diff(runs))
        others = rows != place[choice]
        choice = choice[others]
        parts.append((choice, numbers[rows[others]], np.zeros(len(choice), dtype=np.bool_)))
    return parts


def _looked_up(start: Integers, codes: Integers, option: Integers, value: Integers) -> Integers:
    """Return where (option, value) stands among the codes, -1 where it does not."""
    if not len(codes):
        return np.full(len(option), -1, dtype=np.int64)
    span = max(int(codes.max()), int(value.max(initial=0))) + 2
    there = np.repeat(np.arange(len(start) - 1, dtype=np.int64), np.diff(start)) * span + codes + 1
    order = np.argsort(there, kind="stable")
    wanted = option * span + value + 1
    found = order[np.minimum(np.searchsorted(there[order], wanted), len(order) - 1)]
    return np.where((there[found] == wanted) & (value >= 0), found, -1)
