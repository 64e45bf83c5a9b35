"""Owns how a time becomes a number of steps, before a search begins: only steps are repeatable."""

import time

from xueyou.engines.balancing import Problem, solve

_TRIALS = (20_000, 4_000_000)
_FASTEST = 5e-9
"""No machine takes less for a step; a trial that says so was disturbed."""
_SHARE = 0.9
_DIGITS = 2


def steps_in(problem: Problem, milliseconds: int) -> int:
    """Return about how many steps this machine does for the problem in so many milliseconds.

    What this thread computes is measured: a busy machine searches no less, only longer. Two trials
    of unlike length tell the time of a step from that of starting and descending. The number is
    rounded down to two digits, so that it can be written on a paper. Raises what `solve` does.
    """
    solve(problem, iterations=1, seed=bytes(32))  # compiled, or read from its cache
    took = []
    for steps in _TRIALS:
        before = time.thread_time()
        solve(problem, iterations=steps, seed=bytes(32))
        took.append(time.thread_time() - before)
    each = max((took[1] - took[0]) / (_TRIALS[1] - _TRIALS[0]), _FASTEST)
    left = milliseconds / 1000 - took[0]
    steps = max(1000, int(left / each * _SHARE))
    unit = 10 ** max(0, len(str(steps)) - _DIGITS)
    return int(steps // unit * unit)
