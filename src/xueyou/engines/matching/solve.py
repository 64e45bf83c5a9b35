"""Owns the two ways of giving places, and the choice of the loops that do it."""

import sys
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from xueyou.engines import compiling
from xueyou.engines.matching import plain
from xueyou.engines.matching.problem import (
    UNPLACED,
    Matching,
    Problem,
    check_lists_rise,
    check_shapes,
    check_slots,
)

WORTH_A_COMPILER = 1 << 21
"""Slots from which on a process that has not loaded numba yet is faster for loading it (0.7 s)."""
UNITS_A_THREAD = 1 << 16
"""A thread more is worth its while from so many units on."""
_COMPILED = "xueyou.engines.matching.waves"


def solve(problem: Problem, *, threads: int = 1) -> Matching:
    """Return the one matching that rounds of proposals end in, best for every unit.

    Each pool holds its best classes: a class of tied units stays as long as the strictly better
    ones have fewer members than there are places. The outcome does not depend on the order of
    proposals, the number of threads or the machine. Raises ProblemRefused.
    """
    check_shapes(problem)
    check_slots(problem)
    return _matching(problem, _rounds(problem, threads))


def solve_in_order(problem: Problem) -> Matching:
    """Return the matching of one pass through all proposals in the order of their keys.

    A unit takes the first slot into which all its members fit; a slot that is too small for them
    is passed over. Equal keys go by unit, then down the unit's list. Raises ProblemRefused, also
    where a list has a better tier after a worse one.
    """
    check_shapes(problem)
    check_slots(problem)
    check_lists_rise(problem)
    return _matching(problem, _in_order(problem))


def prepare() -> None:
    """Load the compiled loops now: worth it before many problems, each too small for it alone."""
    if not compiling.plain():
        import_module(_COMPILED)


def _rounds(problem: Problem, threads: int) -> NDArray[np.int32]:
    if not _goes_compiled(problem):
        return plain.rounds(problem)
    from xueyou.engines.matching import keys, passes, waves

    if passes.same(problem.slot_tier):
        return passes.dictatorship(problem)
    threads = max(1, min(threads, problem.units // UNITS_A_THREAD))
    words = keys.packed(problem, threads)
    if words is None:
        return plain.rounds(problem)
    return waves.deferred_acceptance(problem, words, threads)


def _in_order(problem: Problem) -> NDArray[np.int32]:
    if not _goes_compiled(problem):
        return plain.in_order(problem)
    from xueyou.engines.matching import passes

    return passes.in_order(problem)


def _goes_compiled(problem: Problem) -> bool:
    """Return whether compiled loops are there, or pay for being loaded. The outcome is one."""
    if compiling.plain() or not problem.pools:
        return False
    return _COMPILED in sys.modules or len(problem.slot_pool) >= WORTH_A_COMPILER


def _matching(problem: Problem, slot: NDArray[np.int32]) -> Matching:
    # A placed unit asked slot + 1 times, an unplaced one (whose slot is −1) its whole list.
    unplaced = np.flatnonzero(slot == UNPLACED)
    whole = problem.slot_start[unplaced + 1] - problem.slot_start[unplaced]
    asked = int(slot.sum(dtype=np.int64)) + problem.units + int(whole.sum())
    return Matching(slot=slot, proposals=asked)
