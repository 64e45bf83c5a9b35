"""Indicators and targets of a confirmed version: what is counted, and how much was promised.

Each reviewed indicator gets an indicator of its own; a county's share that the document prints
becomes a target of that county. A target whose words did not change keeps its row, and with it
its lights; a changed one is superseded, and one that is gone ends without a successor.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.plans.models import Item, Plan, Task, TaskIndicator
from xueyou.domains.plans.numbers import places
from xueyou.domains.plans.services.periods import span
from xueyou.domains.plans.services.units import Units, plain
from xueyou.kernel.indicators.models import Aggregation, Indicator, Nature, Target
from xueyou.kernel.indicators.services import open_indicator, set_target, withdraw_target
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.orgs.models import Organisation

PRINTED = "plan_thread"
"""Source of a target that stands in the document; its uid is the item's thread."""
SHARED_OUT = "plan_share"
"""Source of a county's target that officers added; its uid is the thread of what is shared."""
TIME = {"kind": "time"}
FINER = ("%", "‰", "百分点", "个百分点", "年", "倍", "元", "分", "小时", "公里", "平方米", "吨")
"""Units in which people report decimals although the target is a whole number."""


@dataclass(slots=True)
class Promise:
    """One indicator with the targets that the version holds for it."""

    item: Item
    task: Task
    name: str
    lines: list[tuple[Item, Organisation]]


def set_up_targets(
    a: ActInProgress,
    plan: Plan,
    items: Sequence[Item],
    task_of: Callable[[Item], Task],
    units: Units,
) -> int:
    """Make indicators and targets what these accepted items say; return how many targets stand."""
    known = {
        link.item.thread: link
        for link in TaskIndicator.objects.filter(task__plan=plan).select_related(
            "indicator", "item"
        )
    }
    current = {
        row.source_uid: row
        for row in Target.objects.filter(
            indicator__in=[link.indicator_id for link in known.values()],
            source_kind=PRINTED,
            superseded_at=None,
        )
    }
    ordinals: dict[int, int] = {}
    wanted: set[UUID] = set()
    for promise in promises(plan, items, task_of, units):
        ordinal = ordinals.get(promise.task.pk, 0) + 1
        ordinals[promise.task.pk] = ordinal
        indicator = _linked(a, known.get(promise.item.thread), promise, ordinal)
        for item, subject in promise.lines:
            wanted.add(item.thread)
            _set(a, plan, indicator, item, subject, current.get(item.thread))
    _drop(a, known.values(), current, wanted)
    return len(wanted)


def promises(
    plan: Plan, items: Iterable[Item], task_of: Callable[[Item], Task], units: Units
) -> list[Promise]:
    """Sort indicator items into promises: a county's share joins what it is a share of."""
    found: dict[tuple[int, str, str], Promise] = {}
    shares: list[tuple[Item, Task, str, Organisation]] = []
    in_order: list[Promise] = []
    for item in items:
        name, unit = str(item.content["name"]), str(item.content.get("unit", ""))
        task = task_of(item)
        subject = units.by_code.get(item.content.get("subject") or "") or plan.organisation
        if subject.pk != plan.organisation_id:
            shares.append((item, task, without_place(name, subject), subject))
            continue
        promise = Promise(item, task, name, [(item, subject)])
        found.setdefault((task.pk, plain(name), unit), promise)
        in_order.append(promise)
    for item, task, name, subject in shares:
        whole = (task.pk, plain(name), str(item.content.get("unit", "")))
        if whole not in found:
            found[whole] = Promise(item, task, name, [])
            in_order.append(found[whole])
        if all(subject.pk != other.pk for _, other in found[whole].lines):
            found[whole].lines.append((item, subject))
        else:
            in_order.append(Promise(item, task, name, [(item, subject)]))
    return in_order


def without_place(name: str, place: Organisation) -> str:
    """Return an indicator's name without the county it begins with."""
    for prefix in (place.name, place.short_name):
        if prefix and name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :].lstrip("的：: ")
    return name


def scale_of(unit: str, value: str) -> int:
    """Return how many decimals an indicator keeps: whole things none, money and rates at least two.

    People report 98.6 against a promised 100, and 1.27 万人 against 2 万人.
    """
    if unit.startswith(("万", "亿")):
        return max(4, places(value))
    return max(2, places(value)) if unit in FINER else places(value)


def _linked(
    a: ActInProgress, link: TaskIndicator | None, promise: Promise, ordinal: int
) -> Indicator:
    """Return the promise's indicator, linked to its task; a new one where unit or scale differ."""
    if link is None:
        indicator = _open(a, promise, again=False)
        TaskIndicator.objects.create(
            task=promise.task, indicator=indicator, item=promise.item, ordinal=ordinal
        )
        return indicator
    indicator = link.indicator
    unit = str(promise.item.content.get("unit", ""))
    if indicator.unit != unit or indicator.scale < _scale(promise):
        _withdraw_all(a, Target.objects.filter(indicator=indicator))
        link.indicator = _open(a, promise, again=True)
    else:
        _follow(indicator, promise, link.item)
    link.task, link.item, link.ordinal = promise.task, promise.item, ordinal
    link.save(update_fields=["task", "indicator", "item", "ordinal"])
    return link.indicator


def _follow(indicator: Indicator, promise: Promise, before: Item) -> None:
    """Take over what the new version says otherwise; what officers changed since then stays."""
    indicator.name = promise.name[:120]
    for word in ("nature", "direction"):
        if promise.item.content[word] != before.content.get(word):
            setattr(indicator, word, promise.item.content[word])
    indicator.save(update_fields=["name", "nature", "direction"])


def _scale(promise: Promise) -> int:
    return max(
        scale_of(str(item.content.get("unit", "")), str(item.content["value"]))
        for item, _ in promise.lines
    )


def _open(a: ActInProgress, promise: Promise, *, again: bool) -> Indicator:
    content = promise.item.content
    rate = content["nature"] == Nature.RATE
    code = f"plan/{promise.item.thread.hex}" + (f"/{promise.item.version.number}" if again else "")
    return open_indicator(
        a,
        code=code,
        name=promise.name[:120],
        unit=str(content.get("unit", ""))[:20],
        scale=_scale(promise),
        nature=content["nature"],
        direction=content["direction"],
        aggregation=Aggregation.RATIO if rate else Aggregation.SUM,
        valid_from=promise.task.plan.starts_on,
        source=promise.item.quote[:300] or promise.name[:300],
    )


def _set(
    a: ActInProgress,
    plan: Plan,
    indicator: Indicator,
    item: Item,
    subject: Organisation,
    before: Target | None,
) -> None:
    content = item.content
    period, starts_on, due_on = span(str(content.get("period") or ""), plan.starts_on, plan.ends_on)
    same = before is not None and before.indicator_id == indicator.pk
    if before is not None and not (
        same and before.subject_id == subject.pk and before.period == period
    ):
        withdraw_target(a, before)
    set_target(
        a,
        indicator=indicator,
        subject=subject,
        period=period,
        comparator=content["comparator"],
        value=_scaled(str(content["value"]), indicator.scale),
        hedge=str(content.get("hedge") or "")[:12],
        tolerance=int(content.get("tolerance") or 0),
        baseline=before.baseline if before is not None and same else None,
        curve=before.curve if before is not None else dict(content.get("curve") or TIME),
        starts_on=starts_on,
        due_on=due_on,
        source_kind=PRINTED,
        source_uid=item.thread,
    )


def _scaled(value: str, scale: int) -> int:
    return int(Decimal(value).scaleb(scale))


def _drop(
    a: ActInProgress,
    links: Iterable[TaskIndicator],
    current: dict[UUID, Target],
    wanted: set[UUID],
) -> None:
    """End the targets that the version no longer holds, and the shares of what is gone."""
    for thread, row in current.items():
        if thread not in wanted:
            withdraw_target(a, row)
    gone = [link.item.thread for link in links if link.item.thread not in wanted]
    _withdraw_all(a, Target.objects.filter(source_kind=SHARED_OUT, source_uid__in=gone))


def _withdraw_all(a: ActInProgress, rows: "QuerySet[Target]") -> None:
    for row in rows.filter(superseded_at=None):
        withdraw_target(a, row)
