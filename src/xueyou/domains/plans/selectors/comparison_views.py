"""The open comparison: places side by side in one dimension, each over its own denominator."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xueyou.domains.plans.selectors.wall_views import WallPlan

GROUPS = {"county": "县区", "department": "处室", "level": "层级"}
"""What may stand side by side, in words."""
LIGHTS, STEPS = "lights", "steps"


@dataclass(frozen=True, slots=True)
class Dimension:
    """What is compared: the share of lights, steps in time, or one indicator by its uid."""

    code: str
    name: str
    how: str
    """How the figure comes about, as a sentence."""
    unit: str = "%"
    """% where values are shares, else the indicator's own unit."""
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One place in one dimension. Without data `value` is None, never nought."""

    name: str
    value: Fraction | None
    shown: str
    """The value in words: 71%, 没数据."""
    base: int | None
    """The denominator, as a whole number of things; None where it is not known."""
    basis: str
    """Numerator over denominator in words."""
    light: str = ""
    """The light of its indicator; empty where several are counted."""
    small: bool = False
    """Whether the base is so small that one thing more or less turns the order."""
    position: int | None = None
    """From 1; equals share it. None without data."""
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the places lie."""

    best: str
    last: str
    best_shown: str
    last_shown: str
    range_shown: str
    counted: int
    """How many places have data."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An indicator that may not be compared, and why."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places side by side."""

    plan: WallPlan
    today: date
    group: str
    """Key of GROUPS."""
    dimension: Dimension | None
    """None where what was asked for is refused, or there is nothing to compare."""
    dimensions: tuple[Dimension, ...]
    rows: tuple[Compared, ...]
    """By position, those without data last."""
    spread: Spread | None
    """None with fewer than two places that have data."""
    refused: tuple[Refused, ...]
    asked_refused: Refused | None
    """The refusal where just such an indicator was asked for."""
    small_base: int
    small_base_source: str
    small_base_verified: bool
