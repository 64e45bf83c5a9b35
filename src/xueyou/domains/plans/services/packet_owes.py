"""Who owes what at the end of a period: figures, steps, tasks past their day, unanswered sheets."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xueyou.domains.plans.checkpoint_periods import CheckpointPeriod
from xueyou.domains.plans.models import Duty, Milestone, Project, Task
from xueyou.domains.plans.services.packet_rows import PacketRows
from xueyou.kernel.indicators.models import Basis

Json = dict[str, Any]

OWED = {"figure": "没有报数", "milestone": "节点过期", "deadline": "没有办结", "sheet": "没有回复"}
"""Kind of a debt → what it is called, in the order they are listed."""
_ABOUT_NOW = frozenset({Basis.COMPUTED.value, Basis.REPORTED.value})
_NAMED = 3


def owes_of(rows: PacketRows, period: CheckpointPeriod, as_of: date) -> list[Json]:
    """Return everything that is owed, by kind and then by number."""
    return [
        *_figures(rows, period, as_of),
        *_milestones(rows, as_of),
        *_deadlines(rows, as_of),
        *_sheets(rows, as_of),
    ]


def lead_of(duty: Duty | None) -> Json:
    """Return the leading unit and post: {unit, post}; empty words where nobody leads yet."""
    if duty is None:
        return {"unit": "", "post": ""}
    unit = duty.post.organisation.display_name if duty.post else duty.unit_name
    return {"unit": unit, "post": duty.post.title if duty.post else ""}


def _figures(rows: PacketRows, period: CheckpointPeriod, as_of: date) -> Iterator[Json]:
    """Tasks without a figure of this period, though something of theirs is still open."""
    for task in rows.tasks:
        if task.state != "open":
            continue
        names, last = [], []
        for _, target in rows.own_targets(task):
            light = rows.light("indicator", target.uid)
            running = target.starts_on <= as_of and (light is None or light.light != "done")
            known = [v.as_of for v in rows.values[target.pk] if v.basis in _ABOUT_NOW]
            if running and not any(period.first <= day <= as_of for day in known):
                names.append(target.indicator.name)
                last += [day for day in known if day <= as_of]
        if names:
            said = "、".join(names[:_NAMED]) + (
                f"等{len(names)}个指标" if len(names) > _NAMED else ""
            )
            since = max(last) if last else rows.plan.starts_on
            yield _line(rows, "figure", task, f"这一期没有报数：{said}", since)


def _milestones(rows: PacketRows, as_of: date) -> Iterator[Json]:
    owners: list[Task | Project] = [*rows.tasks, *rows.projects]
    for owner in owners:
        if owner.state != "open":
            continue
        for stone in rows.milestones.get(_key(owner), ()):
            if is_late(stone, as_of):
                yield _line(rows, "milestone", owner, f"节点“{stone.title}”没有办完", stone.due_on)


def due_of(rows: PacketRows, as_of: date) -> list[Json]:
    """Return what falls due in the seven days after a day: steps, tasks and projects, by day."""
    until = as_of + timedelta(days=7)
    owners: list[Task | Project] = [*rows.tasks, *rows.projects]
    found = []
    for owner in owners:
        if owner.state != "open":
            continue
        unit = lead_of(rows.leads.get(_key(owner)))["unit"]
        days = [(owner.due_on, owner.title)]
        days += [
            (stone.revised_on or stone.due_on, f"{owner.title}：{stone.title}")
            for stone in rows.milestones.get(_key(owner), ())
            if stone.done_on is None
        ]
        found += [(day, title, unit) for day, title in days if as_of < day <= until]
    return [
        {"due_on": day.isoformat(), "title": title, "unit": unit}
        for day, title, unit in sorted(found)
    ]


def is_late(stone: Milestone, as_of: date) -> bool:
    """Tell a step whose promised day has passed and that was not done by then."""
    return stone.due_on < as_of and (stone.done_on is None or stone.done_on > as_of)


def _deadlines(rows: PacketRows, as_of: date) -> Iterator[Json]:
    owners: list[Task | Project] = [*rows.tasks, *rows.projects]
    for owner in owners:
        if owner.state == "open" and owner.due_on < as_of:
            what = "任务到期没有办结" if isinstance(owner, Task) else "项目到期没有建成"
            yield _line(rows, "deadline", owner, what, owner.due_on)


def _sheets(rows: PacketRows, as_of: date) -> Iterator[Json]:
    for sheet in rows.sheets:
        if sheet.made_on <= as_of and sheet.reply_by < as_of:
            yield {
                "kind": "sheet",
                "uid": str(sheet.uid),
                "number": 0,
                "title": "交办单",
                "unit": sheet.unit_name,
                "post": "",
                "what": "交办单没有回复",
                "since": sheet.reply_by.isoformat(),
            }


def _line(rows: PacketRows, kind: str, owner: Task | Project, what: str, since: date) -> Json:
    return {
        "kind": kind,
        "about": "task" if isinstance(owner, Task) else "project",
        "uid": str(owner.uid),
        "number": owner.number,
        "title": owner.title,
        **lead_of(rows.leads.get(_key(owner))),
        "what": what,
        "since": since.isoformat(),
    }


def _key(owner: Task | Project) -> tuple[str, int]:
    return ("task" if isinstance(owner, Task) else "project"), owner.pk
