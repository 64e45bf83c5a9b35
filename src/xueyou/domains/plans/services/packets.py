"""The packet of a checkpoint: what is frozen of a plan, in the shape "plan-packet/1".

It holds what hangs on the wall: a light that only its owner sees yet is nobody else's business.
Figures are exact text (`272160/73`), days ISO text; nothing in it is looked up again later.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from xueyou.domains.plans.checkpoint_periods import CheckpointPeriod
from xueyou.domains.plans.models import Light, Project, Task, TaskIndicator
from xueyou.domains.plans.services.packet_owes import due_of, is_late, lead_of, owes_of
from xueyou.domains.plans.services.packet_rows import PacketRows
from xueyou.engines.pace import LIGHTS
from xueyou.kernel.indicators.models import Target, Value
from xueyou.platform.orgs.models import OrganisationKind

SCHEMA = "plan-packet/1"

Json = dict[str, Any]


def packet_of(
    rows: PacketRows,
    period: CheckpointPeriod,
    *,
    as_of: date,
    frozen_at: str,
    late_days: int,
    previous: Json | None,
    late_figures: list[Json],
) -> Json:
    """Return the packet of a period. `previous` is the packet before it, of the same kind.

    `late_figures` are figures of the period before that came in after that packet was frozen.
    """
    was = _was(previous)
    tasks = [_task(rows, task, was) for task in rows.tasks]
    return {
        "schema": SCHEMA,
        "plan": str(rows.plan.uid),
        "title": rows.plan.title,
        "organisation": rows.plan.organisation.name,
        "kind": period.kind,
        "period": period.code,
        "period_zh": period.zh,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "as_of": as_of.isoformat(),
        "frozen_at": frozen_at,
        "late_days": late_days,
        "previous": previous["uid"] if previous else "",
        "previous_period": previous["period"] if previous else "",
        "counts": _counts(task["light"] for task in tasks),
        "tasks": tasks,
        "projects": [_project(rows, project, was, as_of) for project in rows.projects],
        "counties": _counties(rows),
        "owes": owes_of(rows, period, as_of),
        "due": due_of(rows, as_of),
        "late_figures": late_figures,
    }


def _was(previous: Json | None) -> dict[str, str]:
    """Return the light of each task and project in the packet before, by uid."""
    if previous is None:
        return {}
    return {row["uid"]: row["light"] for row in (*previous["tasks"], *previous["projects"])}


def _counts(lights: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(LIGHTS, 0)
    for light in lights:
        counts[light] += 1
    return counts


def _task(rows: PacketRows, task: Task, was: dict[str, str]) -> Json:
    light = rows.light("task", task.uid)
    return {
        "uid": str(task.uid),
        "number": task.number,
        "title": task.title,
        "theme": task.theme,
        "light": light.light if light else "none",
        "was": was.get(str(task.uid), ""),
        "sentence": light.sentence if light else "",
        "lead": lead_of(rows.leads.get(("task", task.pk))),
        "indicators": [
            _indicator(link, target, rows.light("indicator", target.uid))
            for link, target in rows.own_targets(task)
        ],
    }


def _indicator(link: TaskIndicator, target: Target, light: Light | None) -> Json:
    told = light.arithmetic if light else {}
    item = link.item
    return {
        "target": str(target.uid),
        "name": target.indicator.name,
        "unit": target.indicator.unit,
        "expected": told.get("expected"),
        "actual": told.get("actual"),
        "said_expected": told.get("said_expected", ""),
        "said_actual": told.get("said_actual", ""),
        "light": light.light if light else "none",
        "sentence": light.sentence if light else "",
        "value_uid": told.get("value_uid", ""),
        "as_of": told.get("as_of", ""),
        "quote": item.quote,
        "document": str(item.version.document.uid),
        "start": item.start,
        "end": item.end,
    }


def _project(rows: PacketRows, project: Project, was: dict[str, str], as_of: date) -> Json:
    light = rows.light("project", project.uid)
    late = [
        {
            "title": stone.title,
            "due_on": stone.due_on.isoformat(),
            "days": (as_of - stone.due_on).days,
        }
        for stone in rows.milestones.get(("project", project.pk), ())
        if project.state == "open" and is_late(stone, as_of)
    ]
    return {
        "uid": str(project.uid),
        "number": project.number,
        "title": project.title,
        "light": light.light if light else "none",
        "was": was.get(str(project.uid), ""),
        "sentence": light.sentence if light else "",
        "lead": lead_of(rows.leads.get(("project", project.pk))),
        "late": late,
    }


def _counties(rows: PacketRows) -> list[Json]:
    """Return the lights of each county's targets, in the order of the tree."""
    found: dict[UUID, list[Light]] = {}
    for light in rows.lights.values():
        if light.about_kind == "indicator" and light.organisation.kind == OrganisationKind.COUNTY:
            found.setdefault(light.organisation.uid, []).append(light)
    ordered = sorted(found.values(), key=lambda lights: lights[0].organisation.path)
    return [
        {
            "code": lights[0].organisation.code,
            "name": lights[0].organisation.display_name,
            "counts": _counts(light.light for light in lights),
        }
        for lights in ordered
    ]


def figure_line(target: Target, value: Value) -> Json:
    """Return a figure that came in after a packet was frozen."""
    return {
        "target": str(target.uid),
        "name": target.indicator.name,
        "subject": target.subject.display_name,
        "unit": target.indicator.unit,
        "scale": target.indicator.scale,
        "value": value.value,
        "as_of": value.as_of.isoformat(),
        "value_uid": str(value.uid),
    }
