"""Write definitions, targets and values. Every function works inside an act that a verb opened.

Nothing is edited: a restated value or a revised target supersedes the row before it, which stays
readable as it was known. The verb decides who may; it holds the lock on what it reports about.
"""

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from xueyou.kernel.indicators.models import (
    Aggregation,
    Basis,
    Direction,
    Indicator,
    IndicatorVersion,
    Nature,
    Target,
    Value,
)
from xueyou.kernel.indicators.numbers import PER_WHOLE, rounded
from xueyou.kernel.indicators.periods import period as period_of
from xueyou.kernel.indicators.refusals import FigureRefused
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation

LARGEST = 2**53 - 1
"""Beyond it a spreadsheet or a browser would change digits."""
_PROMISED = (
    *("indicator", "subject", "period", "dims", "comparator", "value", "hedge", "tolerance"),
    *("baseline", "curve", "starts_on", "due_on", "source_kind", "source_uid"),
)
"""What set_target takes: the fields of a target that a revision carries over."""


def open_indicator(
    a: ActInProgress,
    *,
    code: str,
    name: str,
    unit: str,
    source: str,
    scale: int = 0,
    nature: str = Nature.CUMULATIVE,
    direction: str = Direction.UP,
    aggregation: str = Aggregation.SUM,
    numerator: str = "",
    denominator: str = "",
    measure: str = "",
    valid_from: date | None = None,
) -> Indicator:
    """Make an indicator with its first definition; `source` says where that stands."""
    indicator = Indicator.objects.create(
        code=code,
        name=name,
        unit=unit,
        scale=scale,
        nature=Nature(nature),
        direction=Direction(direction),
        aggregation=Aggregation(aggregation),
    )
    IndicatorVersion.objects.create(
        indicator=indicator,
        version=1,
        numerator=numerator,
        denominator=denominator,
        measure=measure,
        valid_from=valid_from or a.business_at.date(),
        source=source,
    )
    return indicator


def define_anew(
    a: ActInProgress,
    indicator: Indicator,
    *,
    valid_from: date,
    source: str,
    numerator: str = "",
    denominator: str = "",
    measure: str = "",
) -> IndicatorVersion:
    """Give the indicator another definition from a day on; values keep the one they were made by.

    Raises FigureRefused where the day does not lie after that of the latest definition.
    """
    latest = indicator.versions.order_by("version").last()
    assert latest is not None, "an indicator is opened with its first definition"
    if valid_from <= latest.valid_from:
        raise FigureRefused(
            f"新的口径要晚于现在的口径（{latest.valid_from:%Y-%m-%d}）生效，请改一个日期。"
        )
    return IndicatorVersion.objects.create(
        indicator=indicator,
        version=latest.version + 1,
        numerator=numerator,
        denominator=denominator,
        measure=measure,
        valid_from=valid_from,
        source=source,
    )


def set_target(
    a: ActInProgress,
    *,
    indicator: Indicator,
    subject: Organisation,
    period: str,
    comparator: str,
    value: int,
    starts_on: date,
    due_on: date,
    source_kind: str,
    source_uid: UUID,
    dims: str = "",
    hedge: str = "",
    tolerance: int = 0,
    baseline: int | None = None,
    curve: dict[str, Any] | None = None,
) -> Target:
    """Promise a value for a period, or revise the promise; an equal one changes nothing.

    `uid` names the promise: a revision takes it over, the row before it keeps another. `due_on` is
    the last day. Raises FigureRefused on a period unknown or days out of order.
    """
    period_of(period)
    if due_on < starts_on:
        raise FigureRefused("目标的截止日早于开始日，请核对两个日期。")
    key = {
        "indicator": indicator,
        "subject": subject,
        "period": period,
        "dims": dims,
        "source_uid": source_uid,
    }
    content = {
        "comparator": comparator,
        "value": _checked(value),
        "hedge": hedge,
        "tolerance": tolerance,
        "baseline": baseline,
        "curve": curve or {"kind": "time"},
        "starts_on": starts_on,
        "due_on": due_on,
        "source_kind": source_kind,
    }
    standing: Target | None = Target.objects.filter(**key, superseded_at=None).first()
    if standing is not None and all(getattr(standing, k) == v for k, v in content.items()):
        return standing
    uid = uuid7()
    if standing is not None:
        uid, standing.uid = standing.uid, uid
        standing.superseded_at = a.at
        standing.save(update_fields=["uid", "superseded_at"])
    revised = Target(uid=uid, **key, **content, recorded_at=a.at)
    revised.save(force_insert=True)
    return revised


def revise_target(a: ActInProgress, target: Target, **changed: Any) -> Target:
    """Promise the same again with some of it changed: parameters of set_target, by name.

    Raises FigureRefused as set_target does.
    """
    kept = {name: getattr(target, name) for name in _PROMISED}
    return set_target(a, **{**kept, **changed})


def withdraw_target(a: ActInProgress, target: Target) -> None:
    """Let a promise stand no longer (a later document does not hold it)."""
    target.superseded_at = a.at
    target.save(update_fields=["superseded_at"])


def record_value(
    a: ActInProgress,
    *,
    indicator: Indicator,
    subject: Organisation,
    period: str,
    basis: str,
    as_of: date,
    source_kind: str,
    source_uid: UUID,
    value: int | None = None,
    numerator: int | None = None,
    denominator: int | None = None,
    source_words: str = "",
    dims: str = "",
    status: str = "final",
    query_sha256: str = "",
) -> Value:
    """Record what is known as of a day on one basis; other bases stand beside it untouched.

    An equal repeat returns the row that stands; a different value for the same day restates it.
    With numerator and denominator `value` may be left out: it is their ratio in the unit's steps.
    Raises FigureRefused where the figures contradict one another or the day has not come.
    """
    year = period_of(period).year
    if as_of > a.business_at.date() and basis != Basis.PROJECTED:
        raise FigureRefused(f"{as_of:%Y-%m-%d} 还没有到，不能报那一天的数。请核对日期。")
    figures = {
        "value": value_of(indicator, value, numerator, denominator),
        "numerator": numerator,
        "denominator": denominator,
        "status": status,
    }
    place = {
        "subject": subject,
        "period": period,
        "dims": dims,
        "basis": Basis(basis),
        "as_of": as_of,
    }
    standing: Value | None = Value.objects.filter(
        version__indicator=indicator, **place, superseded_at=None
    ).first()
    if standing is not None:
        if all(getattr(standing, k) == v for k, v in figures.items()):
            return standing
        withdraw_value(a, standing)
    recorded = Value(
        version=version_on(indicator, as_of),
        year=year,
        **place,
        **figures,
        recorded_at=a.at,
        source_kind=source_kind,
        source_uid=source_uid,
        source_words=source_words,
        query_sha256=query_sha256,
    )
    recorded.save(force_insert=True)
    return recorded


def withdraw_value(a: ActInProgress, value: Value) -> None:
    """Let a value stand no longer; it stays readable as it was known."""
    value.superseded_at = a.at
    value.save(update_fields=["superseded_at"])


def version_on(indicator: Indicator, day: date) -> IndicatorVersion:
    """Return the definition in force on a day; before the first one, the first."""
    versions = indicator.versions.order_by("version")
    found = versions.filter(valid_from__lte=day).last() or versions.first()
    assert found is not None, "an indicator is opened with its first definition"
    return found


def value_of(
    indicator: Indicator, value: int | None, numerator: int | None, denominator: int | None
) -> int:
    """Return the figure in the indicator's steps: as given, or numerator over denominator.

    Raises FigureRefused where nothing was given, or where the three disagree.
    """
    if denominator is None:
        if value is None:
            raise FigureRefused("没有给数。请填一个数再交。")
        return _checked(value)
    if numerator is None or denominator <= 0:
        raise FigureRefused("分母要大于 0，并且要和分子一起给。请核对。")
    whole = PER_WHOLE.get(indicator.unit, 1) * 10**indicator.scale
    from_parts = rounded(Fraction(_checked(numerator), _checked(denominator)) * whole)
    if value is not None and abs(value - from_parts) > 1:
        raise FigureRefused("报的数和分子除以分母得到的不一样。请核对三个数。")
    return from_parts if value is None else _checked(value)


def _checked(number: int) -> int:
    if abs(number) > LARGEST:
        raise FigureRefused("这个数太大，系统记不下。请核对单位。")
    return number
