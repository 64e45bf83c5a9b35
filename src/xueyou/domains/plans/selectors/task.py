"""One task with everything: its sentence, promises, duties, steps, notes and turns of its light."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.reach import (
    answers_for_whole,
    figures_seen,
    house_of,
    steers,
)
from xueyou.domains.plans.access.steering import READ_TASK, REPORT_TASK
from xueyou.domains.plans.models import Light, Milestone, Task
from xueyou.domains.plans.selectors.board_views import TaskRow
from xueyou.domains.plans.selectors.duties import Duties
from xueyou.domains.plans.selectors.lights import chosen, spoken
from xueyou.domains.plans.selectors.notes import notes_of
from xueyou.domains.plans.selectors.targets import Targets
from xueyou.domains.plans.selectors.task_views import (
    DeadlineView,
    May,
    StepView,
    TaskView,
    Turn,
)
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND
from xueyou.engines.pace import WORDS
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.deadlines.models import DeadlineState
from xueyou.platform.access.reading import can, read, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

CHANGES = {
    "pause": "暂停",
    "resume": "接着算",
    "extend": "延期",
    "return": "退回重办",
    "recalendar": "节假日变了",
}


def task(actor: Actor, uid: UUID | str) -> TaskView:
    """Return a task as its page shows it to this reader. Raises NotFound."""
    row = read(actor, READ_TASK, TaskRow).get(uid)
    today = business_today()
    may = _may(actor, row)
    below = figures_seen(actor, row.plan_path)
    at_once = may.steer or may.report
    lights = list(
        Light.objects.filter(
            about_kind="task", about_uid=row.uid, organisation=row.plan_organisation_id
        ).order_by("judged_on", "pk")
    )
    reportable = None
    if may.report:
        reportable = "" if may.whole else house_of(actor.org_path) or "none"
    targets = Targets(row, below=below, at_once=at_once, reportable=reportable).views()
    light = chosen((each for each in lights if each.current or each.on_wall), at_once)
    return TaskView(
        task=row,
        light=light,
        says=spoken(light, [(each.name, each.light) for each in targets if each.whole]),
        turns=turns(lights, at_once, today),
        duties=Duties("task", [row.id], today, below=below).of(row.id),
        deadline=_deadline(row.uid),
        targets=targets,
        steps=steps(Milestone.objects.filter(task=row.id, dropped_on=None), today),
        notes=notes_of(task_id=row.id, below=below, plan_path=row.plan_path),
        may=may.while_steered(row.plan_state),
        days_left=(row.due_on - today).days,
    )


def turns(lights: Iterable[Light], at_once: bool, today: date) -> tuple[Turn, ...]:
    """Return how a light turned, as stretches up to today; what the wall never showed is left out
    for those who see the wall only.
    """
    rows = list(lights)
    ends = [row.judged_on for row in rows[1:]] + [today]
    seen = [
        (row, end)
        for row, end in zip(rows, ends, strict=True)
        if at_once or row.on_wall or (not row.current and row.wall_from <= end)
    ]
    if not seen:
        return ()
    first = seen[0][0].judged_on
    whole = max((today - first).days, 1)
    stretches = []
    for place, (row, _) in enumerate(seen):
        until = seen[place + 1][0].judged_on if place + 1 < len(seen) else today
        share = 1000 * max((until - row.judged_on).days, 0) // whole
        words = WORDS[row.light]
        stretches.append(Turn(row.light, words, row.judged_on, until, row.sentence, share))
    return tuple(stretches)


def steps(rows: Iterable[Milestone], today: date) -> tuple[StepView, ...]:
    """Return milestones in the order of their promised days."""
    return tuple(
        StepView(
            uid=row.uid,
            title=row.title,
            due_on=row.due_on,
            revised_on=row.revised_on,
            revised_why=row.revised_why,
            done_on=row.done_on,
            days_late=max(0, ((row.done_on or today) - row.due_on).days),
            postponed=max(0, (row.revised_on - row.due_on).days) if row.revised_on else 0,
        )
        for row in sorted(rows, key=lambda row: (row.due_on, row.ordinal))
    )


def _may(actor: Actor, row: TaskRow) -> May:
    reported = scope(actor, REPORT_TASK).filter(uid=row.uid).select_related("plan__organisation")
    found = reported.first()
    return May(
        report=found is not None,
        whole=isinstance(found, Task) and answers_for_whole(actor, found),
        steer=steers(actor, row.plan_path),
        read_document=can(actor, READ_DOCUMENT),
    )


def _deadline(uid: UUID) -> DeadlineView | None:
    found = deadlines.by_owner(OWNER_KIND, [uid], DEADLINE).get(uid)
    if found is None:
        return None
    return DeadlineView(
        last_day=found.last_day,
        state_zh=DeadlineState(found.state).label,
        changes=tuple(
            (change.at, CHANGES.get(change.kind, change.kind), change.ground)
            for change in deadlines.changes_of(found)
        ),
    )
