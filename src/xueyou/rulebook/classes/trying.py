"""Owns what a list would be with pupils moved by hand: measured, and held against the demands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing import NOT_FIXED
from xueyou.rulebook.classes.compiling import Compiled, compile_classes
from xueyou.rulebook.classes.model import ClassRules, Roster
from xueyou.rulebook.classes.reporting import demand_said, features_of


@dataclass(frozen=True, slots=True)
class Tried:
    """How even a list is that somebody made by hand; `broken`: what it does not keep, in words."""

    features: Sequence[Mapping[str, Any]]
    broken: Sequence[str]


def tried(
    roster: Roster, rules: ClassRules, sizes: Sequence[int], given: Mapping[str, int]
) -> Tried:
    """Measure a list; `given`: the class of each id, from 1. Nothing is searched."""
    compiled = compile_classes(roster, rules, sizes)
    home = np.array([given[one] - 1 for one in compiled.ids], np.int32)
    return Tried(features_of(compiled, home), [*_sizes(compiled, home), *_demands(compiled, home)])


def _sizes(compiled: Compiled, home: NDArray[np.int32]) -> Iterator[str]:
    counts = np.bincount(home, minlength=compiled.problem.classes).tolist()
    for c, (count, size) in enumerate(zip(counts, compiled.problem.sizes.tolist(), strict=True), 1):
        if count != size:
            yield f"{c}班成了{count}人，应当是{size}人。"


def _demands(compiled: Compiled, home: NDArray[np.int32]) -> Iterator[str]:
    problem = compiled.problem
    found: list[tuple[str, int]] = [
        ("fixed", int(at))
        for at in np.flatnonzero((problem.fixed != NOT_FIXED) & (problem.fixed != home))
    ]
    found += [
        ("together", block)
        for block in compiled.blocks
        if len(np.unique(home[problem.together == block])) > 1
    ]
    for at, limit in enumerate(problem.limits):
        counts = np.bincount(home[limit.members], minlength=problem.classes)
        if np.any((counts < limit.least) | (counts > limit.most)):
            found.append((compiled.limits[at].kind, at))
    for kind, index in found:
        yield str(demand_said(compiled, kind, index)["zh"])
