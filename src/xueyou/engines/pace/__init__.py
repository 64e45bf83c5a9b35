"""Lights by pace: is a promise on its way? Exact arithmetic by docs/handbook/lights.md.

Pure: no clock, no paths; the same target, readings and day give the same light on every machine.
"""

from xueyou.engines.pace.judging import judge
from xueyou.engines.pace.lights import LIGHTS, WORDS, better_or_equal, worst
from xueyou.engines.pace.nature import guess_direction, guess_nature, plain_comparator
from xueyou.engines.pace.steps import Part, Step, judge_steps, judge_task
from xueyou.engines.pace.targets import (
    COMPARATORS,
    CURVES,
    DIRECTIONS,
    NATURES,
    Curve,
    Judged,
    Reading,
    Target,
)
from xueyou.engines.pace.wall import reach_wall

__all__ = [
    "COMPARATORS",
    "CURVES",
    "DIRECTIONS",
    "LIGHTS",
    "NATURES",
    "WORDS",
    "Curve",
    "Judged",
    "Part",
    "Reading",
    "Step",
    "Target",
    "better_or_equal",
    "guess_direction",
    "guess_nature",
    "judge",
    "judge_steps",
    "judge_task",
    "plain_comparator",
    "reach_wall",
    "worst",
]
