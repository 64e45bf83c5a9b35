"""Owns the two ways of giving places, and the choice of the loops that do it."""

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import plain
from xueyou.engines.matching.problem import (
    UNPLACED,
    Matching,
    Problem,
    check_lists_rise,
    check_shapes,
    check_slots,
)


def solve(problem: Problem, *, threads: int = 1) -> Matching:
    """Return the one matching that rounds of proposals end in, best for every unit.

    Each pool holds its best classes: a class of tied units stays as long as the strictly better
    ones have fewer members than there are places. The outcome does not depend on the order of
    proposals, the number of threads or the machine. Raises ProblemRefused.
    """
    check_shapes(problem)
    check_slots(problem)
    return _matching(problem, plain.rounds(problem))


def solve_in_order(problem: Problem) -> Matching:
    """Return the matching of one pass through all proposals in the order of their keys.

    A unit takes the first slot into which all its members fit; a slot that is too small for them
    is passed over. Equal keys go by unit, then down the unit's list. Raises ProblemRefused, also
    where a list has a better tier after a worse one.
    """
    check_shapes(problem)
    check_slots(problem)
    check_lists_rise(problem)
    return _matching(problem, plain.in_order(problem))


def _matching(problem: Problem, slot: NDArray[np.int32]) -> Matching:
    placed = slot != UNPLACED
    lengths = np.diff(problem.slot_start)
    asked = np.where(placed, slot.astype(np.int64) + 1, lengths)
    return Matching(slot=slot, proposals=int(asked.sum()))
