"""Positions and spread of places that are compared. Exact fractions; equals share a position."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from xueyou.domains.plans.selectors.comparison_views import Compared, Dimension, Spread
from xueyou.domains.plans.selectors.wall_lights import plain

PLACES_OF_VALUES = 4
"""Decimals at most of a value that is no share."""
NAMED = 3
"""So many places that share the first or last position are named; of more, their number."""


def placed(rows: Sequence[Compared], dimension: Dimension, small_base: int) -> tuple[Compared, ...]:
    """Return the rows by position, equals by name under one position; those without data last."""
    values = [row.value for row in rows if row.value is not None]
    found = [
        _placed(row, row.value, values, dimension, small_base)
        for row in rows
        if row.value is not None
    ]
    found.sort(key=lambda row: (row.position or 0, row.name))
    return (*found, *(row for row in rows if row.value is None))


def _placed(
    row: Compared, value: Fraction, values: Sequence[Fraction], dimension: Dimension, least: int
) -> Compared:
    down = dimension.lower_is_better
    ahead = sum(1 for one in values if (one < value if down else one > value))
    small = row.base is not None and row.base < least
    return replace(row, position=ahead + 1, tied=values.count(value) > 1, small=small)


def spread_of(rows: Sequence[Compared], dimension: Dimension) -> Spread | None:
    """Return how far apart placed rows lie; None with fewer than two that have data."""
    known = [(row, row.value) for row in rows if row.value is not None]
    if len(known) < 2:
        return None
    (first, best), (final, last) = known[0], known[-1]
    return Spread(
        best=_named([row.name for row, value in known if value == best]),
        last=_named([row.name for row, value in known if value == last]),
        best_shown=first.shown,
        last_shown=final.shown,
        range_shown=_apart(abs(best - last), dimension),
        counted=len(known),
    )


def _named(names: Sequence[str]) -> str:
    said = "、".join(names[:NAMED])
    return said if len(names) <= NAMED else f"{said}等{len(names)}个"


def _apart(difference: Fraction, dimension: Dimension) -> str:
    if dimension.unit == "%":
        return f"{per_cent(difference).removesuffix('%')}个百分点"
    return shown(difference, dimension)


def shown(value: Fraction, dimension: Dimension) -> str:
    """Return a value of a dimension in words: 70.8%, 3件."""
    if dimension.unit == "%":
        return per_cent(value)
    return f"{plain(value, PLACES_OF_VALUES)}{dimension.unit}"


def per_cent(share: Fraction) -> str:
    """Return a share as a per cent with one decimal, halves up: 70.8%, 100%, 108.3%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
