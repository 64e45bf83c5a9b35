"""The promises of a task with their figures: bases side by side, and how the light came about."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Item, Light, TaskIndicator
from xueyou.domains.plans.numbers import shown
from xueyou.domains.plans.selectors.arithmetic import lines, way
from xueyou.domains.plans.selectors.board_views import TaskRow
from xueyou.domains.plans.selectors.lights import by_thing, chosen, hung_or_current
from xueyou.domains.plans.selectors.notes import files_of
from xueyou.domains.plans.selectors.task_views import FileView, TargetView, ValueView
from xueyou.domains.plans.selectors.wording import SIGNS
from xueyou.kernel.indicators.models import Basis, Direction, Nature, Target, Value
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import series

SIDE_BY_SIDE = (Basis.COMPUTED, Basis.REPORTED, Basis.READ, Basis.PROJECTED)


class Targets:
    """The targets of one task, fetched once: seven queries whatever their number."""

    def __init__(
        self, task: TaskRow, *, below: str | None, at_once: bool, reportable: str | None
    ) -> None:
        """Take the targets of organisations below a path (None: all) and the plan's own.

        `reportable`: the path below which the reader may report; None for nothing.
        """
        self._task, self._at_once, self._reportable = task, at_once, reportable
        links = TaskIndicator.objects.filter(task=task.id).select_related("item")
        self._links = {link.indicator_id: link for link in links.order_by("ordinal")}
        rows = Target.objects.current().filter(indicator__in=self._links)
        found = rows.select_related("indicator", "subject").order_by("subject__path", "due_on")
        self._targets = [
            target
            for target in found
            if below is None
            or target.subject_id == task.plan_organisation_id
            or target.subject.path.startswith(below)
        ]
        self._values = series(self._targets)
        lights = Light.objects.filter(
            hung_or_current(), about_kind="indicator", about_uid__in=[t.uid for t in self._targets]
        )
        self._lights = by_thing(lights)
        self._quotes = _quotes(links, self._targets)
        self._files = files_of(row.uid for rows in self._values.values() for row in rows)
        self._restated = _restated(self._targets)

    def views(self) -> tuple[TargetView, ...]:
        """Return them, the most urgent first; of one indicator the plan's own before counties'."""
        shown_ones = [(target, self._view(target)) for target in self._targets]
        worst: dict[int, tuple[int, int]] = {}
        for target, view in shown_ones:
            if view.whole or target.indicator_id not in worst:
                worst[target.indicator_id] = view.light.urgency
        order = {indicator: place for place, indicator in enumerate(self._links)}
        shown_ones.sort(
            key=lambda one: (
                worst[one[0].indicator_id],
                order[one[0].indicator_id],
                not one[1].whole,
                one[0].subject.path,
                one[0].due_on,
            )
        )
        return tuple(view for _, view in shown_ones)

    def _view(self, target: Target) -> TargetView:
        indicator, link = target.indicator, self._links[target.indicator_id]
        rows = self._lights.get((target.uid, target.subject_id), [])
        light = chosen(rows, self._at_once)
        values = _until(self._values[target.pk], _cut_off(rows, self._at_once))
        reached, expected = way(light.arithmetic)
        shown_values = tuple(self._value(target, row) for row in reversed(values))
        latest = {value.basis: value for value in reversed(shown_values)}
        unit = _spaced(indicator.unit)
        sign = SIGNS.get(target.comparator, "")
        return TargetView(
            uid=target.uid,
            indicator_uid=indicator.uid,
            name=indicator.name,
            unit=indicator.unit,
            scale=indicator.scale,
            subject=target.subject.display_name,
            whole=target.subject_id == self._task.plan_organisation_id,
            said=f"{sign}{shown(target.value, indicator.scale)}{unit}",
            hedge=target.hedge,
            quote=self._quotes.get(target.source_uid) or link.item.quote,
            item_key=link.item.key,
            nature=indicator.nature,
            nature_zh=Nature(indicator.nature).label,
            direction=indicator.direction,
            direction_zh=Direction(indicator.direction).label,
            starts_on=target.starts_on,
            due_on=target.due_on,
            light=light,
            reached=reached,
            expected=expected,
            arithmetic=lines(light.arithmetic),
            latest=tuple(latest[basis] for basis in SIDE_BY_SIDE if basis in latest),
            difference=_difference(values, indicator.scale, unit),
            values=shown_values,
            curve=str(target.curve.get("kind") or "time"),
            curve_points=_points(target.curve),
            featured=link.featured,
            may_report=self._reportable is not None
            and target.subject.path.startswith(self._reportable),
        )

    def _value(self, target: Target, row: ValueRow) -> ValueView:
        indicator = target.indicator
        parts = ""
        if row.numerator is not None and row.denominator is not None:
            parts = f"{shown(row.numerator, 0)} / {shown(row.denominator, 0)}"
        return ValueView(
            uid=row.uid,
            as_of=row.as_of,
            basis=row.basis,
            basis_zh=Basis(row.basis).label,
            shown=f"{shown(row.value, indicator.scale)}{_spaced(indicator.unit)}",
            parts=parts,
            words=row.source_words,
            files=self._files.get(row.uid, _NO_FILES),
            before="、".join(
                f"{shown(value, indicator.scale)}{_spaced(indicator.unit)}"
                for value in self._restated.get((target.pk, row.basis, row.as_of), ())
            ),
            reported=row.basis == Basis.REPORTED,
        )


def _quotes(links: Iterable[TaskIndicator], targets: Iterable[Target]) -> dict[UUID, str]:
    """Return by thread the sentence in the version in force in which a target stands."""
    rows = Item.objects.filter(
        version__in={link.item.version_id for link in links},
        thread__in={target.source_uid for target in targets},
    )
    return dict(rows.values_list("thread", "quote"))


_NO_FILES: tuple[FileView, ...] = ()
Seen = tuple[int, str, date]


def _restated(targets: Sequence[Target]) -> dict[Seen, list[int]]:
    """Return by target, basis and day the figures that were put right since; one query."""
    rows = Value.objects.filter(
        version__indicator__in={target.indicator_id for target in targets},
        superseded_at__isnull=False,
    ).order_by("superseded_at", "pk")
    known = {(t.indicator_id, t.subject_id, t.period): t.pk for t in targets}
    found: dict[Seen, list[int]] = {}
    for indicator, subject, period, basis, as_of, value in rows.values_list(
        "version__indicator", "subject", "period", "basis", "as_of", "value"
    ):
        target_id = known.get((indicator, subject, period))
        if target_id is not None:
            found.setdefault((target_id, basis, as_of), []).append(value)
    return found


def _spaced(unit: str) -> str:
    return unit if unit in ("", "%", "‰", "℃") else f" {unit}"


def _cut_off(rows: Iterable[Light], at_once: bool) -> date | None:
    """Return the last day whose figures are shown: while a worse light waits, none after it."""
    wall = next((row for row in rows if row.on_wall), None)
    if at_once or wall is None or wall.current:
        return None
    said = wall.arithmetic.get("on")
    return date.fromisoformat(said) if said else wall.judged_on


def _until(rows: Sequence[ValueRow], last: date | None) -> list[ValueRow]:
    return [row for row in rows if last is None or row.as_of <= last]


def _difference(values: Sequence[ValueRow], scale: int, unit: str) -> str:
    """Say by how much the latest reported figure differs from the latest computed one."""
    latest = {row.basis: row for row in values}
    computed, reported = latest.get(Basis.COMPUTED), latest.get(Basis.REPORTED)
    if computed is None or reported is None or computed.value == reported.value:
        return ""
    more = "多" if reported.value > computed.value else "少"
    gap = shown(abs(reported.value - computed.value), scale)
    return f"单位报的比系统算的{more} {gap}{unit}"


def _points(curve: dict[str, object]) -> tuple[tuple[date, int], ...]:
    points = curve.get("points")
    if not isinstance(points, list):
        return ()
    return tuple((date.fromisoformat(str(day)), int(share)) for day, share in points)
