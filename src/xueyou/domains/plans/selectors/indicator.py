"""One promise with all its figures: series by basis, expected line, definitions, restatements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from xueyou.domains.plans.models import TaskIndicator
from xueyou.domains.plans.numbers import shown
from xueyou.domains.plans.selectors.task import task as task_of
from xueyou.domains.plans.selectors.task_views import TargetView, TaskView
from xueyou.domains.plans.selectors.wording import SIGNS
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.pacing import pace_target
from xueyou.engines.pace.share import expected_share
from xueyou.kernel.indicators.measures import measures
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import definitions, history
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

POINTS = 24
"""Places at which a curve is drawn, its own corners beside them."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure of a basis as of a day: exact, in the unit."""

    on: date
    number: Fraction
    shown: str


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one basis in order of days."""

    basis: str
    basis_zh: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """How the indicator is defined from a day on."""

    version: int
    valid_from: date
    source: str
    measure_zh: str
    parts: str


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that was put right: what it was, and until when it was taken for true."""

    as_of: date
    basis_zh: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revised:
    """The promise as it stood until it was revised."""

    said: str
    until: datetime


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """A measure that counts in the indicator's unit."""

    name: str
    zh: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """What the page of an indicator shows to this reader."""

    task: TaskView
    target: TargetView
    series: tuple[Series, ...]
    expected: tuple[Dot, ...]
    promised: Fraction
    today: date
    days: tuple[date, ...]
    """Every day with a figure, the latest first."""
    definitions: tuple[Definition, ...]
    restated: tuple[Restated, ...]
    revised: tuple[Revised, ...]
    measure: str
    choices: tuple[MeasureChoice, ...]


def indicator(actor: Actor, target_uid: UUID | str) -> IndicatorView:
    """Return a promise with its figures, as far as its reader may see them. Raises NotFound."""
    rows = Target.objects.current().select_related("indicator", "subject")
    promised: Target = found(rows, target_uid)
    link = TaskIndicator.objects.filter(indicator=promised.indicator_id).select_related("task")
    task = link.order_by("pk").first()
    if task is None:
        raise NotFound
    view = task_of(actor, task.task.uid)
    target = next((one for one in view.targets if one.uid == promised.uid), None)
    if target is None:
        raise NotFound
    seen = {(value.basis, value.as_of) for value in target.values}
    values = [row for row in history(promised) if (row.basis, row.as_of) in seen]
    standing = [row for row in values if row.superseded_at is None]
    defined = definitions([promised.indicator_id])[promised.indicator_id]
    known = measures()
    unit = promised.indicator.unit
    return IndicatorView(
        task=view,
        target=target,
        series=_series(standing, target),
        expected=_expected(promised, target),
        promised=Fraction(promised.value, 10**target.scale),
        today=business_today(),
        days=tuple(sorted({row.as_of for row in standing}, reverse=True)),
        definitions=tuple(
            Definition(
                version=row.version,
                valid_from=row.valid_from,
                source=row.source,
                measure_zh=known[row.measure].zh if row.measure in known else "",
                parts=" ÷ ".join(part for part in (row.numerator, row.denominator) if part),
            )
            for row in reversed(defined)
        ),
        restated=_restated(values, target),
        revised=_revised(promised, target),
        measure=defined[-1].measure,
        choices=tuple(
            MeasureChoice(one.name, one.zh) for one in known.values() if one.unit == unit
        ),
    )


def _dot(on: date, number: Fraction, target: TargetView) -> Dot:
    whole = number * 10**target.scale
    return Dot(on, number, shown(round(whole), target.scale))


def _series(rows: Sequence[ValueRow], target: TargetView) -> tuple[Series, ...]:
    found_series = []
    for basis in (Basis.COMPUTED, Basis.REPORTED, Basis.READ, Basis.PROJECTED):
        dots = tuple(
            _dot(row.as_of, Fraction(row.value, 10**target.scale), target)
            for row in sorted(rows, key=lambda row: row.as_of)
            if row.basis == basis
        )
        if dots:
            found_series.append(Series(basis.value, str(basis.label), dots))
    return tuple(found_series)


def _expected(promised: Target, target: TargetView) -> tuple[Dot, ...]:
    """Return the expected line of a count from the day before its period; of others none."""
    if target.nature != "cumulative":
        return ()
    pace = pace_target(promised)
    step = 10**target.scale
    start = Fraction(promised.baseline or 0, step)
    way = Fraction(promised.value, step) - start
    length = (promised.due_on - promised.starts_on).days
    days = {promised.starts_on + timedelta(days=length * n // POINTS) for n in range(POINTS + 1)}
    for day, _ in pace.curve.points:
        if promised.starts_on < day <= promised.due_on:
            days |= {day, day - timedelta(days=1)}
    line = [_dot(pace.day_before, start, target)]
    return (*line, *(_dot(d, start + way * expected_share(pace, d), target) for d in sorted(days)))


def _restated(rows: Sequence[ValueRow], target: TargetView) -> tuple[Restated, ...]:
    """Return each figure that another one replaced, the latest first."""
    by_place: dict[tuple[str, date], list[ValueRow]] = {}
    for row in rows:
        by_place.setdefault((row.basis, row.as_of), []).append(row)
    changed = [
        Restated(
            as_of=row.as_of,
            basis_zh=str(Basis(row.basis).label),
            before=shown(row.value, target.scale),
            after=shown(following.value, target.scale),
            at=row.superseded_at,
        )
        for places in by_place.values()
        for row, following in pairwise(places)
        if row.superseded_at is not None
    ]
    return tuple(sorted(changed, key=lambda one: one.at, reverse=True))


def _revised(promised: Target, target: TargetView) -> tuple[Revised, ...]:
    rows = Target.objects.filter(
        indicator=promised.indicator_id,
        subject=promised.subject_id,
        period=promised.period,
        dims=promised.dims,
        source_uid=promised.source_uid,
        superseded_at__isnull=False,
    ).order_by("-superseded_at")
    return tuple(Revised(_said(row, target), row.superseded_at) for row in rows)


_CURVES = {"time": "按时间匀着走", "school_year": "按折线走", "milestones": "按节点跳着走"}


def _said(row: Target, target: TargetView) -> str:
    """Say a promise by all that a revision may change."""
    said = [f"{SIGNS.get(row.comparator, '')}{shown(row.value, target.scale)}"]
    if row.baseline is not None:
        said.append(f"起点{shown(row.baseline, target.scale)}")
    if row.tolerance:
        said.append(f"少{shown(row.tolerance, 2)}%以内算完成")
    said.append(f"到{row.due_on:%Y年%-m月%-d日}")
    if target.nature == "cumulative":
        said.append(_CURVES.get(str(row.curve.get("kind") or "time"), ""))
    return "，".join(said)
