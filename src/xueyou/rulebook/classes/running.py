"""Owns one run: a roster and what is asked of it, to a list and its report."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing import ProblemRefused, Undecided, Unsolvable, solve
from xueyou.engines.balancing.problem import MOST_PUPILS
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.classes.compiling import Compiled, compile_classes
from xueyou.rulebook.classes.faults import refuse
from xueyou.rulebook.classes.model import ClassRules, Roster
from xueyou.rulebook.classes.reporting import Told, baselines, report
from xueyou.rulebook.classes.speed import steps_in
from xueyou.rulebook.language.checking import class_sizes

STEPS_A_PUPIL, LEAST_STEPS = 20_000, 8_000_000
"""Tries of the search where nobody says how long: the same on every machine."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one run is asked for; None: as usual."""

    classes: int | None = None
    sizes: Sequence[int] | None = None
    method: str = "search"
    seed: bytes | None = None
    iterations: int | None = None
    search_ms: int | None = None
    score_source: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A finished list: the class of each pupil from 1, in the order of the roster."""

    compiled: Compiled
    classes: tuple[int, ...]
    report: dict[str, Any]


class NoList(Exception):
    """There is no list; `conflict` says why, None where it could not be decided."""

    def __init__(self, compiled: Compiled, conflict: Unsolvable | None) -> None:
        super().__init__("no list meets all demands")
        self.compiled, self.conflict = compiled, conflict


def run(
    roster: Roster,
    rules: ClassRules,
    wanted: Wanted,
    *,
    program: str,
    step: Callable[[int, int], None] | None = None,
) -> Listed:
    """Return the list. Raises ClassesRefused, NoList."""
    _check_source(roster, rules, wanted.score_source)
    sizes = sizes_for(roster, rules, wanted)
    compiled = compile_classes(roster, rules, sizes)
    seed = bytes.fromhex(compiled.digest) if wanted.seed is None else wanted.seed
    method = wanted.method
    try:
        home, iterations, took, alike = _listed(roster, compiled, wanted, seed, step)
    except Unsolvable as none:
        raise NoList(compiled, none) from None
    except Undecided:
        raise NoList(compiled, None) from None
    except ProblemRefused:
        refuse(roster.sheet.file, "too_large")
    told = Told(
        method=method,
        home=home,
        seed=seed.hex(),
        rehearsal=wanted.seed is None,
        iterations=iterations,
        search_ms=took,
        alike=alike,
        roster_digest=_roster_digest(roster),
        program=program,
        score_source=wanted.score_source,
    )
    classes = [0] * len(roster.ids)
    for place, at in enumerate(compiled.order):
        classes[at] = int(home[place]) + 1
    return Listed(compiled, tuple(classes), report(compiled, rules, roster.notes, told))


def _listed(
    roster: Roster,
    compiled: Compiled,
    wanted: Wanted,
    seed: bytes,
    step: Callable[[int, int], None] | None,
) -> tuple[NDArray[np.int32], int, int, int]:
    """Return the list, steps and milliseconds of the search, and among how many it was drawn."""
    if wanted.method != "search":
        dealt = baselines(compiled).get(wanted.method)
        if dealt is None:
            refuse(roster.sheet.file, "no_rank")
        return dealt, 0, 0, 1
    iterations = wanted.iterations
    if iterations is None and wanted.search_ms is not None:
        iterations = steps_in(compiled.problem, wanted.search_ms)
    if iterations is None:
        iterations = max(STEPS_A_PUPIL * compiled.problem.pupils, LEAST_STEPS)
    before = time.perf_counter()
    found = solve(compiled.problem, iterations=iterations, seed=seed, step=step)
    took = round(1000 * (time.perf_counter() - before))
    return found.home, iterations, took, found.alike


def _check_source(roster: Roster, rules: ClassRules, source: str | None) -> None:
    """Refuse scores of entrance tests where schooling is compulsory."""
    if source is None or rules.stage not in ("primary", "junior"):
        return
    if any(word in source for word in ENTRANCE_TESTS):
        refuse(roster.sheet.file, "entrance_test", value=source)


ENTRANCE_TESTS = ("入学考", "入学测", "分班考", "分班测", "编班考", "编班测", "摸底", "选拔")


def sizes_for(roster: Roster, rules: ClassRules, wanted: Wanted) -> tuple[int, ...]:
    """Return the size of each class; as few legal classes as will do where nobody says."""
    file, n = roster.sheet.file, len(roster.ids)
    if n > MOST_PUPILS:
        refuse(file, "too_many_pupils", value=n, most=MOST_PUPILS)
    table = class_sizes()
    if wanted.sizes is not None:
        sizes = tuple(wanted.sizes)
        if sum(sizes) != n:
            refuse(file, "sizes_sum", total=sum(sizes), value=n)
    else:
        legal = int(table["stage"][rules.stage]["limit"])
        classes = wanted.classes or -(-n // legal)
        if classes > n:
            refuse(file, "fewer_pupils", value=n, classes=classes)
        sizes = tuple(n // classes + (c < n % classes) for c in range(classes))
    if max(sizes) >= table["always"]["refused_from"]:
        refuse(file, "big_class", value=max(sizes), source=table["always"]["source"])
    return sizes


def _roster_digest(roster: Roster) -> str:
    """Return the digest of the roster in its one writing: rows by id, what was used of each."""
    order = sorted(range(len(roster.ids)), key=roster.ids.__getitem__)
    return sha256_hex(
        canonical_json(
            {
                "schema": "class-roster/1",
                "ids": [roster.ids[i] for i in order],
                "numbers": {
                    n.name: [None if n.values[i] is None else str(n.values[i]) for i in order]
                    for n in roster.numbers
                },
                "kinds": {kind.name: [kind.values[i] for i in order] for kind in roster.kinds},
                "demands": [
                    [
                        roster.together[i],
                        list(roster.apart[i]),
                        list(roster.spread[i]),
                        roster.fixed[i],
                    ]
                    for i in order
                ],
            }
        )
    )
