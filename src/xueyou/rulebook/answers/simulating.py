"""Owns simulations: several ways to write the rules, each run with the same many draws.

Draw d has the same seed in every variant, so that variants differ by their rules and not by luck.
The result is the same for any number of workers: a draw is one task, and tasks are put in order.
"""

import hmac
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from xueyou.engines.matching import prepare
from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.allocation.running import NoSolution, allocate
from xueyou.rulebook.allocation.tickets import tickets_from
from xueyou.rulebook.answers.measuring import EVERYBODY, Groups, groups, measured, placed_at
from xueyou.rulebook.answers.variants import Variant
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.tables.inputs import Inputs, read_inputs

OUTCOMES = ("variant", "draw", "group", "measure", "value")
MOVES = ("variant", "applicant", "batch_before", "option_before", "batch_after", "option_after")

Row = tuple[str, int, str, str, str]
Move = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Simulated:
    """`outcomes` by variant in the order of the file, draw, group, measure; `moves` of draw 1."""

    outcomes: tuple[Row, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated. `seed`: 32 bytes; `by`: facts to group by."""

    folder: Path
    variants: tuple[Variant, ...]
    draws: int
    seed: bytes
    by: tuple[str, ...] = ()


def draw_seed(seed: bytes, draw: int) -> bytes:
    """Return the seed of one draw, counted from 1."""
    return hmac.digest(seed, f"draw {draw}".encode(), sha256)


def simulate(
    plan: Plan, *, workers: int = 1, progress: Callable[[int, int], None] = lambda done, of: None
) -> Simulated:
    """Run every variant with every draw.

    Raises InputRefused where the tables do not fit a variant, ValueError where a fact cannot group.
    """
    world = _World(plan)
    rows: dict[int, list[Row]] = {}
    # Without a lottery every draw comes out alike: one is run and counts for all.
    drawn = plan.draws if any(v.rulebook.draws for v in plan.variants) else 1
    moves: tuple[Move, ...] = ()
    for done, (draw, found, moved) in enumerate(_results(world, drawn, workers), 1):
        rows[draw] = found
        if draw == 1:
            moves = tuple(moved)
        progress(done, drawn)
    for draw in range(drawn + 1, plan.draws + 1):
        rows[draw] = [(name, draw, *rest) for name, _, *rest in rows[1]]  # type: ignore[misc]
    order = {variant.name: number for number, variant in enumerate(plan.variants)}
    outcomes = sorted(
        (row for draw in rows.values() for row in draw), key=lambda row: (order[row[0]], *row[1:])
    )
    return Simulated(tuple(outcomes), moves)


class _World:
    """The variants with their tables, read once in each process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.inputs = _tables(plan)
        self.groups: list[Groups] = [
            groups(v.rulebook, inputs, plan.by)
            for v, inputs in zip(plan.variants, self.inputs, strict=True)
        ]
        # A draw is too small to pay for loading the compiled loops, many of them are not.
        prepare()
        self._alike: dict[int, Outcome | None] = {}

    def run(self, draw: int) -> tuple[int, list[Row], list[Move]]:
        """Run one draw of all variants."""
        rows: list[Row] = []
        moves: list[Move] = []
        first: Outcome | None = None
        for number, variant in enumerate(self.plan.variants):
            inputs = self.inputs[number]
            outcome = self._outcome(number, draw)
            if outcome is None:
                rows.append((variant.name, draw, EVERYBODY, "no_solution", "1"))
                continue
            for group, measure, value in measured(self.groups[number], inputs, outcome, first):
                rows.append((variant.name, draw, group, measure, value))
            if number == 0:
                first = outcome
            elif draw == 1 and first is not None:
                moves += _moves(variant.name, self.plan, inputs, first, outcome)
        return draw, rows, moves

    def _outcome(self, number: int, draw: int) -> Outcome | None:
        """Return one run, None where the rules have no outcome with that draw."""
        rulebook, inputs = self.plan.variants[number].rulebook, self.inputs[number]
        tickets = tickets_from(draw_seed(self.plan.seed, draw)) if rulebook.draws else None
        if number in self._alike:
            return self._alike[number]
        try:
            found = allocate(rulebook, inputs, tickets)
        except NoSolution:
            found = None
        if not rulebook.draws:
            self._alike[number] = found
        return found


def _tables(plan: Plan) -> list[Inputs]:
    """Return the tables as each variant reads them; faults that not all find name theirs."""
    found: list[Inputs] = []
    faults: dict[Fault, list[str]] = {}
    for variant in plan.variants:
        try:
            found.append(read_inputs(plan.folder, variant.rulebook))
        except InputRefused as refused:
            for fault in refused.faults:
                faults.setdefault(fault, []).append(variant.name)
    if not faults:
        return found
    raise InputRefused(
        fault
        if len(names) == len(plan.variants)
        else replace(fault, zh=f"按改法“{'、'.join(names)}”：{fault.zh}")
        for fault, names in faults.items()
    )


def _moves(
    name: str, plan: Plan, inputs: Inputs, first: Outcome, outcome: Outcome
) -> Iterator[Move]:
    before, after = placed_at(inputs, first)[0], placed_at(inputs, outcome)[0]
    ids = [batch.id for batch in plan.variants[0].rulebook.batches]
    own = next(v for v in plan.variants if v.name == name)
    own_ids = [batch.id for batch in own.rulebook.batches]
    for applicant in (before != after).nonzero()[0].tolist():
        was, now = int(first.place_batch[applicant]), int(outcome.place_batch[applicant])
        yield (
            name,
            inputs.applicants[applicant],
            ids[was] if was >= 0 else "",
            inputs.options[before[applicant]] if was >= 0 else "",
            own_ids[now] if now >= 0 else "",
            inputs.options[after[applicant]] if now >= 0 else "",
        )


def _results(
    world: _World, drawn: int, workers: int
) -> Iterator[tuple[int, list[Row], list[Move]]]:
    if workers == 1 or drawn == 1:
        yield from map(world.run, range(1, drawn + 1))
        return
    # Fresh processes: a fork after compiled loops have started threads may hang.
    context = multiprocessing.get_context("spawn")
    count = min(workers, drawn)
    with context.Pool(count, initializer=_begin, initargs=(world.plan,)) as pool:
        yield from pool.imap_unordered(_run, range(1, drawn + 1))


_WORLD: list[_World] = []


def _begin(plan: Plan) -> None:
    _WORLD[:] = [_World(plan)]


def _run(draw: int) -> tuple[int, list[Row], list[Move]]:
    return _WORLD[0].run(draw)
