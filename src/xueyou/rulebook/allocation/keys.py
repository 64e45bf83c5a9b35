"""Owns the keys of a batch: which parts they have, and how they become the engine's two numbers.

A key is a list of parts, smaller first. The engine takes a `tier` by slot and an `order` by unit,
compared in this turn: the parts up to the last that depends on the option make the tier, the rest
the order. Both are dense ranks of the exact parts; nothing is rounded or cut off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import TRUE, Everybody, Integers, Pairs, Siblings
from xueyou.rulebook.allocation.ranks import dense, expanded, worst
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.allocation.units import Units
from xueyou.rulebook.language.expressions import BY_OPTION, words_in
from xueyou.rulebook.language.model import Batch, Pool, Rulebook, Term
from xueyou.rulebook.tables.cells import Cells

ITEM_3 = ("band", "rank")
TIES = ("ticket", "id")


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a key. `kind`: own secured band rank term ticket id."""

    kind: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """k slots: unit, option, rank of the choice, place of the rulebook's pool, whether the own."""

    unit: Integers
    option: Integers
    rank: Integers
    pool: Integers
    own: NDArray[np.bool_]

    def take(self, rows: Integers) -> "Slots":
        """Return some of the slots."""
        return Slots(
            self.unit[rows], self.option[rows], self.rank[rows], self.pool[rows], self.own[rows]
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys as the engine takes them; `merit` is the whole key without band and rank."""

    tier: Integers  # (k,)
    order: Integers  # (n,)
    merit: Integers  # (k,), or (0,) where the mode has neither band nor rank
    decider: NDArray[np.int32]  # (k,) the applicant whose key is the unit's


def key_steps(batch: Batch, pool: Pool) -> tuple[Step, ...]:
    """Return the parts of a key in a pool, in the order in which they are compared."""
    steps = [] if pool.hard else [Step("own")]
    if batch.secured is not None:
        steps.append(Step("secured"))
    if batch.mode == "banded":
        steps.append(Step("band"))
    if batch.mode in ("banded", "sequential"):
        steps.append(Step("rank"))
    steps += [Step("term", term) for term in (*pool.rank, *batch.rank, *batch.ties)]
    if batch.tie_last == "lottery":
        steps.append(Step("ticket"))
    elif batch.tie_last == "stable_id":
        steps.append(Step("id"))
    return tuple(steps)


def by_option(rulebook: Rulebook, step: Step) -> bool:
    """Whether a part may differ between two slots of one applicant."""
    each = rulebook.lottery is not None and rulebook.lottery.ticket == "per_option"
    if step.term is None:
        return step.kind in ("own", "secured", "rank") or (step.kind == "ticket" and each)
    word = step.term.key[0]
    if word == "when":
        return bool(words_in(step.term.key[1]) & BY_OPTION)
    return word == "distance" or (word == "lottery" and each)


class KeyMaker:
    """Makes the keys of one batch."""

    def __init__(
        self, everybody: Everybody, number: int, tickets: Tickets | None, siblings: Siblings
    ) -> None:
        self.everybody, self.number, self.siblings = everybody, number, siblings
        self.rulebook, self.inputs = everybody.rulebook, everybody.inputs
        self.batch = self.rulebook.batches[number]
        self._tickets = tickets

    def keys(self, units: Units, slots: Slots) -> Keys:
        """Return the keys of all slots."""
        if not units.shares_keys:
            return self._of_each(units, slots)
        if self._alike() and not any(map(self._by_option, [*self._steps(0), *self._ties()])):
            return self._of_the_worst(units, slots)
        return self._of_the_worst_by_slot(units, slots)

    def _alike(self) -> bool:
        """Whether keys have the same parts in all pools."""
        return not any(pool.rank or not pool.hard for pool in self.batch.pools)

    def _steps(self, pool: int | None) -> list[Step]:
        """Return the parts before the last tie; `None`: without any pool's own rank."""
        if pool is not None:
            steps = key_steps(self.batch, self.batch.pools[pool])
            return [step for step in steps if step.kind not in TIES]
        bare = Pool(id="", zh="", by=None, who=None, places="rest", hard=True)
        return [step for step in key_steps(self.batch, bare) if step.kind not in TIES]

    def _ties(self) -> list[Step]:
        return [Step("ticket")] if self.batch.tie_last == "lottery" else []

    def _by_option(self, step: Step) -> bool:
        return by_option(self.rulebook, step)

    def _groups_of_pools(self, slots: Slots) -> list[tuple[int, Integers]]:
        """Return (pool of the rulebook, its slots); all at once where keys are alike."""
        if self._alike():
            return [(0, np.arange(len(slots.unit), dtype=np.int64))]
        return [
            (place, np.flatnonzero(slots.pool == place)) for place in range(len(self.batch.pools))
        ]

    def _of_each(self, units: Units, slots: Slots) -> Keys:
        """Keys where each unit has one applicant's: a tier by slot, an order by unit."""
        tie_by_option = any(map(self._by_option, self._ties()))
        tail = 0 if tie_by_option else self._tail()
        order = np.zeros(units.count, dtype=np.int64)
        if not tie_by_option:
            columns = self._columns(units.keyed, None, self._steps(None)[-tail:] if tail else [])
            order = dense((*columns, *self._tie(units, None)), units.count)
        tier = np.zeros(len(slots.unit), dtype=np.int64)
        merit = self._no_merit(slots)
        decider = units.keyed[slots.unit]
        for pool, rows in self._groups_of_pools(slots):
            steps = self._steps(pool)
            head = steps[: len(steps) - tail]
            some = slots.take(rows) if len(rows) < len(slots.unit) else slots
            tie = self._tie(units, some) if tie_by_option else []
            columns = self._columns(decider[rows], some, head)
            tier[rows] = dense((*columns, *tie), len(rows))
            if len(merit):
                left = [s for s in head if s.kind not in ITEM_3]
                columns = self._columns(decider[rows], some, left)
                merit[rows] = dense((*columns, *tie, order[some.unit]), len(rows))
        return Keys(tier, order, merit, decider)

    def _tail(self) -> int:
        """Return how many of the last parts depend on the applicant alone, in every pool."""
        most = len(self.batch.rank) + len(self.batch.ties)
        if self._alike():
            most = len(self._steps(0))
        for pool in range(len(self.batch.pools)):
            steps = self._steps(pool)
            free = 0
            while free < min(most, len(steps)) and not self._by_option(steps[-1 - free]):
                free += 1
            most = min(most, free)
        return most

    def _of_the_worst(self, units: Units, slots: Slots) -> Keys:
        """Keys of groups where nothing depends on the option: the worst member's, for all slots."""
        everybody = np.arange(self.inputs.count, dtype=np.int64)
        columns = self._columns(everybody, None, self._steps(0))
        whole = dense(columns, self.inputs.count)[units.keyed]
        rows = worst(whole, units.keyed_start, best=self._best)
        order = dense((whole[rows], *self._tie(units, None)), units.count)
        tier = np.zeros(len(slots.unit), dtype=np.int64)
        return Keys(tier, order, self._no_merit(slots), units.keyed[rows][slots.unit])

    def _of_the_worst_by_slot(self, units: Units, slots: Slots) -> Keys:
        """Keys of groups whose worst member may be another at each slot: all in the tier."""
        tier = np.zeros(len(slots.unit), dtype=np.int64)
        merit = self._no_merit(slots)
        decider = np.zeros(len(slots.unit), dtype=np.int32)
        for pool, rows in self._groups_of_pools(slots):
            some, steps = slots.take(rows), self._steps(pool)
            tie = self._tie(units, some)
            found, decider[rows] = self._ranked(units, some, steps)
            tier[rows] = dense((found, *tie), len(rows))
            if len(merit):
                found, _ = self._ranked(units, some, [s for s in steps if s.kind not in ITEM_3])
                merit[rows] = dense((found, *tie), len(rows))
        return Keys(tier, np.zeros(units.count, dtype=np.int64), merit, decider)

    def _ranked(
        self, units: Units, slots: Slots, steps: Sequence[Step]
    ) -> tuple[Integers, NDArray[np.int32]]:
        """Return the rank of each slot's deciding key, tie left out, and whose key it is."""
        at, runs = expanded(units.keyed_start, slots.unit)
        slot = np.repeat(np.arange(len(slots.unit), dtype=np.int64), np.diff(runs))
        who = units.keyed[at]
        whole = dense(self._columns(who, slots.take(slot), steps), len(who))
        rows = worst(whole, runs, best=self._best)
        return whole[rows], who[rows]

    @property
    def _best(self) -> bool:
        return self.batch.group.tier == "highest"

    def _no_merit(self, slots: Slots) -> Integers:
        differs = self.batch.mode in ("banded", "sequential")
        return np.zeros(len(slots.unit) if differs else 0, dtype=np.int64)

    def _columns(
        self, who: NDArray[np.int32] | Integers, slots: Slots | None, steps: Sequence[Step]
    ) -> list[Integers]:
        """Return the parts of keys as columns, one row for each of `who` (before his slot)."""
        rows = np.asarray(who, dtype=np.int64)
        pairs = self._pairs(rows, slots)
        columns: list[Integers] = []
        for step in steps:
            columns += self._part(step, pairs, slots)
        return columns

    def _pairs(self, who: Integers, slots: Slots | None) -> Pairs:
        none = np.zeros(len(who), dtype=np.int64)
        option, rank = (none, none) if slots is None else (slots.option, slots.rank)
        return Pairs(self.everybody, self.number, who, option, rank, self.siblings)

    def _part(self, step: Step, pairs: Pairs, slots: Slots | None) -> list[Integers]:
        if step.kind == "own":
            assert slots is not None
            return [(~slots.own).astype(np.int64)]
        if step.kind == "secured":
            return [(~pairs.secured()).astype(np.int64)]
        if step.kind == "rank":
            return [pairs.rank]
        if step.kind == "band":
            return [_last(self.band(), pairs.who)]
        assert step.term is not None
        return self._term(step.term, pairs)

    def _term(self, term: Term, pairs: Pairs) -> list[Integers]:
        word = term.key[0]
        if word in ("asc", "desc"):
            cells = self.everybody.cells(term.key[1])
            signed = cells if word == "asc" else Cells(-cells.values, cells.known)
            return [_last(signed, pairs.who)]
        if word == "when":
            return [(pairs.truth(term.key[1]) != TRUE).astype(np.int64)]
        if word == "distance":
            cells = pairs.distance()
            return [_last(cells, np.arange(len(pairs.who)))]
        if word == "levels":
            return [-count[pairs.who] for count in self.level_counts(term.key[1])]
        return [self.tickets(self.inputs.group[pairs.who], pairs.option)]

    def level_counts(self, names: Sequence[str]) -> list[Integers]:
        """Return how many of these facts each applicant has at each level, the best level first."""
        marks = [self.everybody.cells(name) for name in names]
        levels = len(self.rulebook.facts[names[0]].order)
        return [
            np.add.reduce([(m.known & (m.values == level)).astype(np.int64) for m in marks])
            for level in range(levels)
        ]

    def band(self) -> Cells:
        """Return each applicant's band, 1 the first."""
        bands = self.batch.bands
        assert bands is not None
        cells = self.everybody.cells(bands.of)
        below = np.maximum(bands.first - cells.values, 0)
        return Cells(1 + -(-below // bands.step), cells.known)

    def tickets(self, group: NDArray[np.int32], option: Integers) -> Integers:
        """Return where the ticket of each row's group stands, among those at the same option."""
        lottery, ids = self.rulebook.lottery, self.inputs.group_ids
        assert lottery is not None
        assert self._tickets is not None
        if lottery.ticket == "one":
            return self._tickets.everywhere(lottery, ids)[group]
        found = np.zeros(len(group), dtype=np.int64)
        for number in np.flatnonzero(np.bincount(option, minlength=0)).tolist():
            rows = np.flatnonzero(option == number)
            there = np.flatnonzero(np.bincount(group[rows]))
            place = np.zeros(int(there[-1]) + 1, dtype=np.int64)
            name = self.inputs.options[number]
            place[there] = self._tickets.at_option(lottery, [ids[g] for g in there.tolist()], name)
            found[rows] = place[group[rows]]
        return found

    def _tie(self, units: Units, slots: Slots | None) -> list[Integers]:
        """Return the last parts, after all terms: for the unit of each slot, or for each unit."""
        if self.batch.tie_last not in ("lottery", "stable_id"):
            return []
        smallest = units.smallest.astype(np.int64)
        ids = [smallest]
        if units.split.any():
            ids = [units.keyed[units.keyed_start[:-1]].astype(np.int64), smallest]
        option = np.zeros(units.count, dtype=np.int64)
        if slots is not None:
            smallest, option = smallest[slots.unit], slots.option
            ids = [column[slots.unit] for column in ids]
        if self.batch.tie_last == "stable_id":
            return ids
        return [self.tickets(self.inputs.group[smallest], option), *ids]


class ContestKeys(KeyMaker):
    """Keys that are compared across options: each unit's at the first choice it may have."""

    def at(self, units: Units, slots: Slots) -> Integers:
        """Return one number a slot: the whole key without `own` and the pools' ranks."""
        found, _ = self._ranked(units, slots, self._steps(None))
        return dense((found, *self._tie(units, slots)), len(slots.unit))

    def tickets(self, group: NDArray[np.int32], option: Integers) -> Integers:
        """Return where the ticket of each row's group stands, among those of all rows."""
        lottery, ids = self.rulebook.lottery, self.inputs.group_ids
        assert lottery is not None
        assert self._tickets is not None
        if lottery.ticket == "one":
            return super().tickets(group, option)
        names = self.inputs.options
        drawn = [
            self._tickets.drawn([ids[g]], names[o])[0]
            for g, o in zip(group.tolist(), option.tolist(), strict=True)
        ]
        return self._tickets.places(lottery, drawn)


def _last(cells: Cells, rows: Integers) -> Integers:
    """Return the values of some rows, unknown ones after all others."""
    values, known = cells.values[rows], cells.known[rows]
    if bool(known.all()):
        return values
    most = int(cells.values[cells.known].max(initial=0))
    return np.where(known, values, most + 1)
