"""Owns the way from one batch of the rules to the engine's problem: units, lists, slots, keys."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Problem
from xueyou.rulebook.allocation.evaluating import (
    FALSE,
    TRUE,
    UNKNOWN,
    Everybody,
    Integers,
    Pairs,
    Truth,
)
from xueyou.rulebook.allocation.families import Families, contest, home_used
from xueyou.rulebook.allocation.keys import ContestKeys, KeyMaker, Keys, Slots
from xueyou.rulebook.allocation.lists import Lists, filed_lists, made_lists
from xueyou.rulebook.allocation.outcome import CLOSED, LINE, REASONS, DrawnLine, Holdings
from xueyou.rulebook.allocation.pools import Open, Standing, open_pools
from xueyou.rulebook.allocation.ranks import expanded
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.allocation.units import Units
from xueyou.rulebook.language.model import Batch, Line, Need

NOT_ELIGIBLE, BELOW_LINE, FACT_MISSING, HOME_TAKEN, NO_POOL = (
    REASONS.index(reason)
    for reason in ("not_eligible", "below_line", "fact_missing", "home_taken", "no_pool")
)
Lines = dict[tuple[int, int], DrawnLine]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch as the engine is to be asked; `reason` is 0 where nothing speaks against a choice."""

    units: Units
    held: NDArray[np.bool_]
    lists: Lists
    reason: NDArray[np.int8]
    need: NDArray[np.int16]
    opened: Open
    keys: Keys
    problem: Problem  # with the slots of those held
    standing: Standing
    completes: bool


class BatchMaker:
    """Makes one batch's problem from what is known as the batch begins."""

    def __init__(
        self,
        everybody: Everybody,
        number: int,
        tickets: Tickets | None,
        holdings: Holdings,
        lines: Lines,
        standing: Standing,
    ) -> None:
        self.everybody, self.number = everybody, number
        self.inputs, self.batch = everybody.inputs, everybody.rulebook.batches[number]
        self.holdings, self.lines = holdings, lines
        self.families = Families(everybody, number, holdings)
        self.maker = KeyMaker(everybody, number, tickets, self.families.at)
        self.contest_keys = ContestKeys(everybody, number, tickets, self.families.at)
        self.standing = standing

    def prepared(self, flowed: Integers) -> Prepared:
        """Return the batch ready to be solved; `flowed` are places that flowed into each pool."""
        units, lists = self._lists()
        held = self._held(units)
        unit = np.repeat(np.arange(units.count, dtype=np.int64), np.diff(lists.start))
        pairs, runs = self.pairs(units, unit, lists.option, lists.rank)
        reason, need = self.refusals(pairs, runs)
        self._homes(units, held, lists, unit, reason)
        opened = open_pools(self.standing, pairs, runs)
        free = reason == 0
        reason = np.where(free & ~opened.tried, NO_POOL, reason).astype(np.int8)
        if not free.all():
            kept = free[opened.choice]
            opened = Open(opened.choice[kept], opened.pool[kept], opened.own[kept], opened.tried)
        keys, problem = self._problem(units, lists, unit, opened, flowed)
        return Prepared(
            units,
            held,
            lists,
            reason,
            need,
            opened,
            keys,
            problem,
            self.standing,
            completes=self.batch.generate is not None,
        )

    def pairs(
        self, units: Units, unit: Integers, option: Integers, rank: Integers
    ) -> tuple[Pairs, Integers]:
        """Return each choice once for each member of its unit, and where a choice's rows begin."""
        rows, runs = expanded(units.start, unit)
        who = units.member[rows].astype(np.int64)
        if len(who) != len(unit):
            choice = np.repeat(np.arange(len(unit), dtype=np.int64), np.diff(runs))
            option, rank = option[choice], rank[choice]
        siblings = self.families.at
        return Pairs(self.everybody, self.number, who, option, rank, siblings), runs

    def refusals(self, pairs: Pairs, runs: Integers) -> tuple[NDArray[np.int8], NDArray[np.int16]]:
        """Return what the needs have against each choice (a number of REASONS), and which need."""
        choices = len(runs) - 1
        reason = np.zeros(choices, dtype=np.int8)
        need = np.full(choices, -1, dtype=np.int16)
        said = [
            (n, rule, _together(self._truth(n, rule, pairs), runs))
            for n, rule in enumerate(self.batch.needs)
        ]
        asked: tuple[tuple[int, bool | None, int], ...] = (
            (NOT_ELIGIBLE, False, FALSE),
            (BELOW_LINE, True, FALSE),
            (FACT_MISSING, None, UNKNOWN),
        )
        for code, is_line, truth in asked:
            for n, rule, found in said:
                if is_line is None or (rule.line is not None) == is_line:
                    hit = (found == truth) & (reason == 0)
                    reason[hit], need[hit] = code, n
        return reason, need

    def _lists(self) -> tuple[Units, Lists]:
        if self.batch.generate is None:
            return filed_lists(self.everybody, self.number)
        return made_lists(self)

    def _held(self, units: Units) -> NDArray[np.bool_]:
        """Say of whom a member holds a place of a batch that locks."""
        locks = np.asarray([*(b.locks for b in self.everybody.rulebook.batches), False])
        return _any(locks[self.holdings.batch[units.member]], units.start)

    def _truth(self, number: int, need: Need, pairs: Pairs) -> Truth:
        if need.condition is not None:
            return pairs.truth(need.condition)
        assert need.line is not None
        return self._line(number, need.line, pairs)

    def _line(self, number: int, line: Line, pairs: Pairs) -> Truth:
        cells = self.everybody.cells(line.of)
        values, known = cells.values[pairs.who], cells.known[pairs.who]
        if line.at_least is not None:
            above = np.where(values >= line.at_least, TRUE, FALSE)
            return np.where(known, above, UNKNOWN).astype(np.int8)
        drawn = self.lines[self.number, number]
        state = drawn.state[pairs.option]
        above = np.where(values >= drawn.value[pairs.option], TRUE, FALSE)
        above = np.where(known, above, UNKNOWN)
        return np.where(state == LINE, above, np.where(state == CLOSED, FALSE, TRUE)).astype(
            np.int8
        )

    def _homes(
        self,
        units: Units,
        held: NDArray[np.bool_],
        lists: Lists,
        unit: Integers,
        reason: NDArray[np.int8],
    ) -> None:
        """Mark the choices of units whose home is taken, by the ledger or by the contest."""
        home = self.batch.home
        if home is None:
            return
        taken = _any(home_used(self.everybody, home)[units.member], units.start)
        reason[(reason == 0) & taken[unit]] = HOME_TAKEN
        if not home.within_run:
            return
        open_choices = np.flatnonzero((reason == 0) & ~held[unit])
        heard, first = np.unique(unit[open_choices], return_index=True)
        at = open_choices[first]
        nothing = np.zeros(len(at), dtype=np.int64)
        slots = Slots(heard, lists.option[at], lists.rank[at], nothing, nothing == 0)
        rows, runs = expanded(units.start, heard)
        key = np.repeat(self.contest_keys.at(units, slots), np.diff(runs))
        smallest = np.repeat(units.smallest[heard].astype(np.int64), np.diff(runs))
        member = units.member[rows].astype(np.int64)
        lost = contest(self.everybody, home, member, key, smallest)
        taken = _any(lost[units.member], units.start) & ~held
        reason[(reason == 0) & taken[unit]] = HOME_TAKEN

    def _problem(
        self, units: Units, lists: Lists, unit: Integers, opened: Open, flowed: Integers
    ) -> tuple[Keys, Problem]:
        choice = opened.choice
        whose = unit[choice]
        pool_of = np.asarray([name.pool for name in self.standing.names], dtype=np.int64)
        own = opened.own
        slots = Slots(whose, lists.option[choice], lists.rank[choice], pool_of[opened.pool], own)
        keys = self.maker.keys(units, slots)
        start = np.searchsorted(whose, np.arange(units.count + 1, dtype=np.int64))
        sizes = units.sizes
        problem = Problem(
            slot_start=start.astype(np.int64),
            slot_pool=opened.pool.astype(np.int32),
            slot_tier=keys.tier.astype(np.int32),
            order=keys.order,
            size=None if bool((sizes == 1).all()) else sizes.astype(np.int32),
            places=self.standing.given + flowed,
        )
        return keys, problem


def how_solved(batch: Batch) -> str:
    """Return "in_order" where the rules ask for one pass by key, else "rounds"."""
    in_order = batch.group.bind and batch.group.straddle in ("skip", "split")
    return "in_order" if in_order else "rounds"


def _together(truth: Truth, runs: Integers) -> Truth:
    """Return a condition's truth for units: true if it is true for each member."""
    if len(truth) == len(runs) - 1 or not len(truth):
        return truth
    return np.asarray(np.minimum.reduceat(truth, runs[:-1]), dtype=np.int8)


def _any(flags: NDArray[np.bool_], start: Integers) -> NDArray[np.bool_]:
    """Say of which runs any row is true."""
    if len(flags) == len(start) - 1 or not len(flags):
        return flags
    return np.asarray(np.logical_or.reduceat(flags, start[:-1]), dtype=np.bool_)
