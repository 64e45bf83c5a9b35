"""Owns why there is no list: the smallest set of demands that contradict one another."""

from xueyou.engines.balancing.mending import first_list, fixed_stream
from xueyou.engines.balancing.placing import demands, place
from xueyou.engines.balancing.problem import Demand, Problem, Undecided, Unsolvable


def explain(problem: Problem) -> Unsolvable:
    """Return the conflict of a problem that cannot be solved: drop any one demand and the rest of
    the conflict can be met. Demands are left out in halves, then singly; what cannot be decided
    stays in.
    """
    kept = demands(problem)
    step = max(1, len(kept) // 2)
    while step:
        kept = _without_parts(problem, kept, step)
        step //= 2
    return Unsolvable(kept, irreducible=all(_can_do_without(problem, kept, one) for one in kept))


def _without_parts(problem: Problem, kept: list[Demand], step: int) -> list[Demand]:
    start = 0
    while start < len(kept):
        rest = kept[:start] + kept[start + step :]
        if _contradict(problem, rest):
            kept = rest
        else:
            start += step
    return kept


def _contradict(problem: Problem, kept: list[Demand]) -> bool:
    try:
        return place(problem, kept) is None
    except Undecided:
        return False


def _can_do_without(problem: Problem, kept: list[Demand], one: Demand) -> bool:
    try:
        rest = [demand for demand in kept if demand != one]
        return first_list(problem, fixed_stream(), rest) is not None
    except Undecided:
        return False
