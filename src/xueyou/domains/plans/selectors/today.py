"""Today's five things: what a leader, or the head of a department, should see to first.

Whoever steers the plan is told of everything in it, everybody else of what he owes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.models import Light, Project, Task
from xueyou.domains.plans.selectors.board_views import PlanRow
from xueyou.domains.plans.selectors.duties import Duties
from xueyou.domains.plans.selectors.lights import Eyes, LightView, chosen, eyes_of
from xueyou.domains.plans.selectors.sheets import sheets_due
from xueyou.domains.plans.selectors.today_views import KINDS, Thing, Today
from xueyou.domains.plans.selectors.wall_tasks import late_step
from xueyou.kernel.papers.selectors import waiting_for_signature
from xueyou.platform.access.reading import read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

MOST = 5
NEW_FOR = timedelta(days=7)
_MODELS: dict[str, type[Task] | type[Project]] = {"task": Task, "project": Project}


def today(actor: Actor) -> Today:
    """Return what the actor should see to today, five things at most."""
    day = business_today()
    found: list[Thing] = []
    red = 0
    for plan in _own_plans(actor):
        eyes = eyes_of(actor, plan.id, plan.path)
        late, still_red = _lights(plan, eyes, day)
        found += late
        red += still_red
        if eyes.everything:
            found += _sheets(actor, plan.uid)
    found += _papers(actor, day)
    things = _most_urgent(found)
    return Today(day, tuple(_with_lead(things, day)), len(found) - len(things), red)


def _own_plans(actor: Actor) -> list[PlanRow]:
    """Return the plans in force of the actor's own organisation and of those above it."""
    rows = read(actor, READ_PLAN, PlanRow).filter(state="steered").order_by("-year", "title")
    return [row for row in rows if actor.org_path.startswith(row.path)]


def _lights(plan: PlanRow, eyes: Eyes, day: date) -> tuple[list[Thing], int]:
    """Return what is late, newly red or soon on the wall; and how many more are red."""
    rows = Light.objects.filter(
        Q(current=True) | Q(on_wall=True),
        plan=plan.id,
        organisation=plan.organisation_id,
        about_kind__in=_MODELS,
    )
    by_thing: dict[tuple[str, UUID], list[Light]] = {}
    for row in rows:
        if eyes.at_once(row.about_uid):
            by_thing.setdefault((row.about_kind, row.about_uid), []).append(row)
    things, red = [], 0
    for (about, uid), lights in by_thing.items():
        light = chosen(lights, at_once=True)
        kind = _kind(light, day)
        if kind:
            things.append(_thing(kind, about, uid, light))
        elif light.light == "bad":
            red += 1
    return _titled(things), red


def _kind(light: LightView, day: date) -> str:
    if light.wall_from is not None and light.wall_from > day and light.light in ("bad", "slow"):
        return "soon"
    if light.light != "bad":
        return ""
    if light.days_late or light.arithmetic.get("rule") == "overdue":
        return "overdue"
    return "red" if light.since and day - light.since <= NEW_FOR else ""


def _thing(kind: str, about: str, uid: UUID, light: LightView) -> Thing:
    return Thing(
        kind=kind,
        about=about,
        uid=uid,
        light=light.light,
        sentence=late_step(light.arithmetic) or light.sentence,
        days=light.days_late,
        on=light.wall_from if kind == "soon" else light.since,
    )


def _titled(things: Sequence[Thing]) -> list[Thing]:
    """Give tasks and projects their titles. At most two queries."""
    found: dict[UUID, tuple[int, str, str]] = {}
    for about, model in _MODELS.items():
        uids = [thing.uid for thing in things if thing.about == about]
        if uids:
            rows = model.objects.filter(uid__in=uids).values_list("uid", "id", "number", "title")
            word = "第{}项 " if about == "task" else "项目 "
            found |= {uid: (key, word.format(number), title) for uid, key, number, title in rows}
    return [
        thing.named(key=found[thing.uid][0], title=found[thing.uid][1] + found[thing.uid][2])
        for thing in things
        if thing.uid in found
    ]


def _sheets(actor: Actor, plan: UUID) -> list[Thing]:
    return [
        Thing(
            kind="sheet",
            about="sheet",
            uid=sheet.uid,
            title=f"{sheet.unit_name}的交办单",
            sentence=f"{sheet.tasks}项任务，应在{sheet.reply_by.month}月{sheet.reply_by.day}日回复",
            days=sheet.days,
            who=sheet.unit_name,
        )
        for sheet in sheets_due(actor, plan)
    ]


def _papers(actor: Actor, day: date) -> list[Thing]:
    found = []
    for paper in waiting_for_signature(actor):
        since = paper.waiting_since
        said = f"{paper.kind_zh}，{since.month}月{since.day}日送到"
        days = max(0, (day - since).days)
        found.append(
            Thing(
                kind="sign",
                about="paper",
                uid=paper.uid,
                title=paper.title,
                sentence=said,
                days=days,
            )
        )
    return found


def _most_urgent(found: Iterable[Thing]) -> list[Thing]:
    """Take the first of every kind, then fill up in order; five at most, in the order of kinds."""
    ordered = sorted(found, key=_urgency)
    firsts = {thing.kind: thing for thing in reversed(ordered)}
    taken = [thing for thing in ordered if firsts[thing.kind] is thing][:MOST]
    taken += [thing for thing in ordered if thing not in taken][: MOST - len(taken)]
    return sorted(taken, key=_urgency)


def _urgency(thing: Thing) -> tuple[int, int, str]:
    return KINDS.index(thing.kind), -thing.days, thing.title


def _with_lead(things: Sequence[Thing], day: date) -> list[Thing]:
    """Say who answers for each. At most four queries."""
    duties = {
        about: Duties(about, keys, day)
        for about in _MODELS
        if (keys := [thing.key for thing in things if thing.about == about])
    }
    return [
        thing.led_by(duties[thing.about].lead(thing.key)) if thing.about in duties else thing
        for thing in things
    ]
