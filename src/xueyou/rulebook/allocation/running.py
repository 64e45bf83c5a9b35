"""Owns the run of a whole rulebook: batches in turn, passes until the drawn lines stand still."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Matching, Problem, cutoffs, solve, solve_in_order
from xueyou.rulebook.allocation.batches import BatchMaker, Lines, Prepared, how_solved
from xueyou.rulebook.allocation.evaluating import Everybody, Integers
from xueyou.rulebook.allocation.outcome import (
    CLOSED,
    LINE,
    NO_LINE,
    BatchOutcome,
    DrawnLine,
    Holdings,
    Outcome,
)
from xueyou.rulebook.allocation.pools import Standing
from xueyou.rulebook.allocation.reasons import reasons_after
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language import exact
from xueyou.rulebook.language.model import Line, Rulebook
from xueyou.rulebook.tables.inputs import Inputs

Step = Callable[[str, int, int], None]


MOST_PASSES = 1000
"""Lines that have not come to rest by then are given up: each pass is a run of its own."""

_ENDLESS_ZH = (
    "分数线要看另一个批次的结果，算了 {most} 遍，每一遍都还在变，没有定下来。没有写出任何结果。"
    "请看看这些批次的线和名额是不是互相牵着，改用固定的分数线。"
)


class NoSolution(Exception):
    """The rules have no outcome on these inputs.

    `code`: "tie_refused", "lines_endless", or "lines_cycle" with the cycle's lines, pass by pass:
    (batch, need, option) to the line in words.
    """

    def __init__(
        self, code: str, zh: str, cycle: Sequence[Mapping[tuple[str, str, str], str]] = ()
    ) -> None:
        super().__init__(zh)
        self.code, self.zh, self.cycle = code, zh, tuple(cycle)


def quiet(stage: str, done: int, total: int) -> None:
    """Take progress that nobody watches."""


def allocate(
    rulebook: Rulebook,
    inputs: Inputs,
    tickets: Tickets | None,
    *,
    threads: int = 1,
    progress: Step = quiet,
) -> Outcome:
    """Give all places. `tickets` may be None where nothing is drawn. Raises NoSolution."""
    return _Run(rulebook, inputs, tickets, threads, progress).outcome()


class _Run:
    """One run; a pass gives all places once, with given lines."""

    def __init__(
        self,
        rulebook: Rulebook,
        inputs: Inputs,
        tickets: Tickets | None,
        threads: int,
        progress: Step,
    ) -> None:
        self.rulebook, self.inputs, self.tickets = rulebook, inputs, tickets
        self.threads, self.progress = threads, progress
        self.everybody = Everybody(rulebook, inputs)
        self.standings = standings(rulebook, inputs)
        self.flows = flows(rulebook, self.standings)
        self.drawn_needs = [
            (b, n, need.line)
            for b, batch in enumerate(rulebook.batches)
            for n, need in enumerate(batch.needs)
            if need.line is not None and need.line.under is not None
        ]

    def outcome(self) -> Outcome:
        """Run passes until one draws the lines it was run with."""
        options = len(self.inputs.options)
        lines: Lines = {
            (b, n): DrawnLine(np.zeros(options, np.int64), np.zeros(options, np.int8))
            for b, n, _ in self.drawn_needs
        }
        seen = [lines]
        while True:
            batches, holdings, slots = self._pass(lines)
            drawn = self._drawn(batches)
            if _same(drawn, lines):
                break
            again = next((i for i, one in enumerate(seen) if _same(one, drawn)), None)
            if again is not None:
                raise self._cycle([*seen[again:], drawn])
            if len(seen) == MOST_PASSES:
                raise NoSolution("lines_endless", _ENDLESS_ZH.format(most=MOST_PASSES))
            seen.append(drawn)
            lines = drawn
        for batch in batches:
            self._refuse_ties(batch)
        return Outcome(tuple(batches), len(seen), lines, holdings.batch, slots)

    def _pass(self, lines: Lines) -> tuple[list[BatchOutcome], Holdings, Integers]:
        count = self.inputs.count
        holdings = Holdings(np.full(count, -1, np.int32), np.zeros(count, np.int32))
        slots = np.full(count, -1, dtype=np.int64)
        flowed = [np.zeros(len(standing.names), np.int64) for standing in self.standings]
        found: list[BatchOutcome] = []
        for number in range(len(self.rulebook.batches)):
            self.progress("allocate", number, len(self.rulebook.batches))
            batch = self._batch(number, lines, holdings, flowed[number])
            found.append(batch)
            holdings = batch.taken(holdings)
            unit, _ = batch.placed_units()
            rows, runs = batch.members_of(unit)
            slots[batch.unit_member[rows]] = np.repeat(batch.placed_slot()[unit], np.diff(runs))
            self._flow(number, batch, flowed)
        self.progress("allocate", len(self.rulebook.batches), len(self.rulebook.batches))
        return found, holdings, slots

    def _batch(
        self, number: int, lines: Lines, holdings: Holdings, flowed: Integers
    ) -> BatchOutcome:
        rules = self.rulebook.batches[number]
        maker = BatchMaker(
            self.everybody, number, self.tickets, holdings, lines, self.standings[number]
        )
        prepared = maker.prepared(flowed)
        how = how_solved(rules)
        asked = without(prepared.problem, prepared.held)
        if how == "in_order":
            matching = solve_in_order(asked)
        else:
            matching = solve(asked, threads=self.threads)
        return _batch_outcome(rules.id, number, how, prepared, matching, flowed.copy())

    def _flow(self, number: int, batch: BatchOutcome, flowed: list[Integers]) -> None:
        """Let what is left over flow to the later batch."""
        leftover = self.rulebook.batches[number].leftover
        if leftover is None:
            return
        left = batch.problem.places - batch.placed_members()
        into = self.flows[number]
        runs = (left > 0) & (into >= 0)
        later = self.rulebook.batches.index(self.rulebook.batch(leftover))
        np.add.at(flowed[later], into[runs], left[runs])

    def _drawn(self, batches: Sequence[BatchOutcome]) -> Lines:
        """Return the lines that an outcome draws."""
        return {(b, n): self._line(line, batches) for b, n, line in self.drawn_needs}

    def _line(self, line: Line, batches: Sequence[BatchOutcome]) -> DrawnLine:
        batch = next(one for one in batches if one.id == line.under)
        cells = self.everybody.cells(line.of)
        unit, option = batch.placed_units()
        rows, runs = batch.members_of(unit)
        who = batch.unit_member[rows].astype(np.int64)
        where = np.repeat(option, np.diff(runs))
        known = cells.known[who]
        least = np.full(len(self.inputs.options), np.iinfo(np.int64).max, dtype=np.int64)
        np.minimum.at(least, where[known], cells.values[who[known]])
        has = least != np.iinfo(np.int64).max
        empty = CLOSED if line.when_empty == "closed" else NO_LINE
        assert line.by is not None
        return DrawnLine(
            np.where(has, least - line.by, 0), np.where(has, LINE, empty).astype(np.int8)
        )

    def _refuse_ties(self, batch: BatchOutcome) -> None:
        if self.rulebook.batches[batch.number].tie_last != "refuse":
            return
        cut = cutoffs(without(batch.problem, batch.held), batch.matching)
        for pool in np.flatnonzero((cut.over > 0) & (cut.units_at_last > 1)).tolist():
            name = batch.pools[pool]
            raise NoSolution(
                "tie_refused",
                f"批次“{batch.id}”选项“{self.inputs.options[name.option]}”（名额“{name.name}”）"
                f"的最后一个名额上有 {int(cut.units_at_last[pool])} 位申请人各项都相同，"
                f"按规则都录取会超出 {int(cut.over[pool])} 个名额。规则写明遇到这种情况不再往下排，"
                "请由有权的部门补充规则后重新运行。没有写出任何结果。",
            )

    def _cycle(self, seen: Sequence[Lines]) -> NoSolution:
        told = [self._said(lines) for lines in seen]
        changes = sorted({key for one in told for key in one if one[key] != told[0].get(key)})
        shown = "；".join(
            f"批次“{batch}”选项“{option}”：" + " → ".join(one.get(key, "没有线") for one in told)
            for key in changes[:5]
            for batch, _, option in (key,)
        )
        return NoSolution(
            "lines_cycle",
            f"由另一批次划定的分数线来回变动，没有一个能站住的结果（{len(seen) - 1} 轮一循环）。"
            f"{shown}{'……' if len(changes) > 5 else ''}。请修改划线的规则。没有写出任何结果。",
            told,
        )

    def _said(self, lines: Lines) -> dict[tuple[str, str, str], str]:
        said = {}
        for b, n, line in self.drawn_needs:
            drawn, batch = lines[b, n], self.rulebook.batches[b]
            for option in np.flatnonzero(drawn.state != NO_LINE).tolist():
                value = int(drawn.value[option])
                closed = drawn.state[option] == CLOSED
                said[batch.id, batch.needs[n].id, self.inputs.options[option]] = (
                    "不开放" if closed else self.printed(line.of, value)
                )
        return said

    def printed(self, name: str, value: int) -> str:
        """Return a value of a fact as people write it."""
        fact = self.rulebook.facts.get(name)
        if fact is not None and fact.type == "date":
            return exact.printed_day(value)
        return exact.printed(value, self.rulebook.scale(name))


def standings(rulebook: Rulebook, inputs: Inputs) -> list[Standing]:
    """Return the pools that stand in each batch."""
    return [Standing(batch, n, inputs) for n, batch in enumerate(rulebook.batches)]


def flows(rulebook: Rulebook, pools: Sequence[Standing]) -> list[NDArray[np.int64]]:
    """Return, for each pool of each batch, the pool its left-over places flow into, -1 for none."""
    found = []
    for number, batch in enumerate(rulebook.batches):
        into = np.full(len(pools[number].names), -1, dtype=np.int64)
        if batch.leftover is not None:
            later = rulebook.batch(batch.leftover)
            there = pools[rulebook.batches.index(later)]
            rest = next((n for n, p in enumerate(later.pools) if p.places == "rest"), None)
            for i, name in enumerate(pools[number].names):
                here = batch.pools[name.pool]
                same = next(
                    (
                        n
                        for n, p in enumerate(later.pools)
                        if p.id == here.id and (p.by is None) == (here.by is None)
                    ),
                    None,
                )
                if same is not None:
                    into[i] = there.at(name.option, same, name.name)
                if into[i] < 0 and rest is not None:
                    into[i] = there.at(name.option, rest, later.pools[rest].id)
        found.append(into)
    return found


def without(problem: Problem, held: NDArray[np.bool_]) -> Problem:
    """Return a problem in which those held ask for nothing."""
    if not held.any():
        return problem
    counts = np.where(held, 0, np.diff(problem.slot_start))
    kept = np.repeat(~held, np.diff(problem.slot_start))
    return Problem(
        slot_start=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))),
        slot_pool=problem.slot_pool[kept],
        slot_tier=problem.slot_tier[kept],
        order=problem.order,
        size=problem.size,
        places=problem.places,
    )


def _same(one: Lines, other: Lines) -> bool:
    return all(line.same(other[key]) for key, line in one.items())


def _batch_outcome(
    id: str, number: int, how: str, prepared: Prepared, matching: Matching, flowed: Integers
) -> BatchOutcome:
    return BatchOutcome(
        number=number,
        id=id,
        how=how,
        unit_start=prepared.units.start,
        unit_member=prepared.units.member,
        unit_split=prepared.units.split,
        held=prepared.held,
        choice_start=prepared.lists.start,
        choice_option=prepared.lists.option.astype(np.int32),
        choice_rank=prepared.lists.rank.astype(np.int32),
        choice_reason=reasons_after(prepared, matching, how),
        choice_need=prepared.need,
        slot_choice=prepared.opened.choice,
        slot_own=prepared.opened.own,
        slot_merit=prepared.keys.merit,
        slot_decider=prepared.keys.decider,
        problem=prepared.problem,
        matching=matching,
        pools=prepared.standing.names,
        flowed=flowed,
        completes=prepared.completes,
        placeless=prepared.lists.placeless,
    )
