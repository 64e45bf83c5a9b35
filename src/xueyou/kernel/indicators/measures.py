"""Measures: how a room's own rows become numbers. A port; rooms register, nobody types.

A room's module `measures` registers functions with @measure; they are found when Django starts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xueyou.kernel.indicators.periods import Period


@dataclass(frozen=True, slots=True)
class Count:
    """What a measure found for one organisation; for a ratio, numerator and denominator."""

    organisation: int
    value: int | None = None
    dims: str = ""
    numerator: int | None = None
    denominator: int | None = None


class Measure(Protocol):
    """Counts for several organisations at once, in as few queries as it can."""

    def __call__(self, subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
        """Return counts of organisations by key, in a period, as known at a moment."""
        ...


@dataclass(frozen=True, slots=True)
class Registered:
    """A measure with its name, what it counts in words, and the unit it counts in."""

    name: str
    zh: str
    unit: str
    function: Measure


_measures: dict[str, Registered] = {}


def measure(name: str, *, zh: str, unit: str) -> Callable[[Measure], Measure]:
    """Register a measure once, by a dotted name ("plans.projects_finished")."""

    def register(function: Measure) -> Measure:
        if name in _measures:
            raise ValueError(f"two measures named {name}")
        _measures[name] = Registered(name, zh, unit, function)
        return function

    return register


def measures() -> Mapping[str, Registered]:
    """Return every registered measure by name."""
    return dict(_measures)


def compute(
    names: Iterable[str], subjects: Sequence[int], period: Period, as_of: datetime
) -> dict[str, list[Count]]:
    """Return the counts of each measure named that is registered; others are left out."""
    found = {name: _measures[name] for name in names if name in _measures}
    return {name: list(known.function(subjects, period, as_of)) for name, known in found.items()}
