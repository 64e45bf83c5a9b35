"""Composing what would be published of a plan: chosen tasks, as the wall shows them today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Light, Plan, PlanVersion, Task, TaskIndicator
from xueyou.domains.plans.releases.payload import SCHEMA, Json
from xueyou.engines.pace import worst
from xueyou.kernel.indicators.comparisons import refused_in_comparison
from xueyou.kernel.indicators.models import Target

NO_DATA = "还没有数据。"
UNNAMED = "按下面可以公布的指标判断。"
"""Of a task that has an indicator which may not be published: its light rests on the others."""
UNSAID = "有的情况按规定不公布。"
"""In place of a sentence that says what may not be published."""
_Shown = dict[tuple[str, UUID], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Composed:
    """The payload, and the names of indicators that may not be published and were left out."""

    payload: Json
    left_out: tuple[str, ...]


def compose(plan: Plan, tasks: Sequence[Task], *, title: str, on: date) -> Composed:
    """Compose the release of these tasks of the plan. Four queries, whatever their number."""
    links: dict[int, list[TaskIndicator]] = defaultdict(list)
    withheld: dict[int, list[TaskIndicator]] = defaultdict(list)
    rows = TaskIndicator.objects.filter(task__in=tasks).select_related("indicator", "item")
    for link in rows.order_by("task_id", "ordinal"):
        if refused_in_comparison(link.indicator.name):
            withheld[link.task_id].append(link)
        else:
            links[link.task_id].append(link)
    targets = {
        target.indicator_id: target.uid
        for target in Target.objects.filter(
            indicator__in=[link.indicator_id for found in links.values() for link in found],
            subject=plan.organisation,
            superseded_at=None,
        ).order_by("due_on", "pk")
    }
    shown = _on_wall(plan, [task.uid for task in tasks], list(targets.values()))
    payload = {
        "schema": SCHEMA,
        "title": title,
        "organ": plan.organisation.name,
        "plan": plan.title,
        "year": plan.year,
        "document": _document(plan),
        "as_of": on.isoformat(),
        "tasks": [
            _task(task, links[task.pk], targets, shown, withheld=withheld[task.pk])
            for task in tasks
        ],
    }
    names = (link.indicator.name for found in withheld.values() for link in found)
    return Composed(payload, tuple(names))


def _task(
    task: Task,
    links: Sequence[TaskIndicator],
    targets: dict[int, UUID],
    shown: _Shown,
    *,
    withheld: Sequence[TaskIndicator],
) -> Json:
    """Return a task's entry; with something withheld, its light is that of what is published."""
    indicators = [
        _indicator(link, targets[link.indicator_id], shown, withheld)
        for link in links
        if link.indicator_id in targets
    ]
    light, sentence = shown.get(("task", task.uid), ("none", NO_DATA))
    if withheld:
        light = worst(indicator["light"] for indicator in indicators)
        sentence = UNNAMED if indicators else UNSAID
    return {
        "number": task.number,
        "title": task.title,
        "due_on": task.due_on.isoformat(),
        "quote": _quote(task.item.quote, withheld),
        "light": light,
        "sentence": _said(sentence),
        "indicators": indicators,
    }


def _indicator(
    link: TaskIndicator, target: UUID, shown: _Shown, withheld: Sequence[TaskIndicator]
) -> Json:
    light, sentence = shown.get(("indicator", target), ("none", NO_DATA))
    return {
        "name": link.indicator.name,
        "quote": _quote(link.item.quote, withheld),
        "light": light,
        "sentence": _said(sentence),
    }


def _said(sentence: str) -> str:
    return UNSAID if refused_in_comparison(sentence) else sentence


def _quote(quote: str, withheld: Sequence[TaskIndicator]) -> str:
    """Return the sentence of the document, "" where it also says what is withheld."""
    others = [link.item.quote for link in withheld if link.item.quote]
    shared = any(other in quote or quote in other for other in others)
    return "" if shared or refused_in_comparison(quote) else quote


def _on_wall(plan: Plan, tasks: Sequence[UUID], targets: Sequence[UUID]) -> _Shown:
    """Return what the wall shows: never a light that its owner alone has seen so far."""
    rows = Light.objects.filter(
        plan=plan,
        on_wall=True,
        organisation=plan.organisation,
        about_kind__in=("task", "indicator"),
        about_uid__in=[*tasks, *targets],
    )
    return {(row.about_kind, row.about_uid): (row.light, row.sentence or NO_DATA) for row in rows}


def _document(plan: Plan) -> str:
    version = (
        PlanVersion.objects.filter(plan=plan, state="confirmed").select_related("document").first()
    )
    return version.document.title if version is not None else plan.title
