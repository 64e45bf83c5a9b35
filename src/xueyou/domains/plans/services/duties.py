"""Who owes a task or project: written from what is printed, and assigned by officers.

A duty belongs to a post (or an organisation) of ours or to a unit outside by name. It is never
overwritten: the old one ends on the day the new one begins.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.models import Duty, Plan, Project, Task
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.domains.plans.services.units import LEAD, LONGEST_NAME, OFFICES, SUPPORT, Owed, Units
from xueyou.kernel.registry.models import Post
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation


def place_duties(
    a: ActInProgress, owner: Task | Project, owed: Iterable[Owed], *, on: date
) -> None:
    """Make the duties of an owner exactly these, in order, from the day on; equal ones stay."""
    standing = list(_standing(owner))
    wanted = list(owed)
    kept: set[int] = set()
    missing: list[tuple[int, Owed]] = []
    for ordinal, line in enumerate(wanted):
        same = next((d for d in standing if d.pk not in kept and _line(d) == line), None)
        if same is None:
            missing.append((ordinal, line))
        else:
            kept.add(same.pk)
    for duty in standing:
        if duty.pk not in kept:
            _end(a, duty, on)
    for ordinal, line in missing:
        _begin(a, owner, line, ordinal, on)


def owed_by(owner: Task | Project) -> list[Owed]:
    """Return the duties that stand, as lines that can be given to another owner."""
    return [_line(duty) for duty in _standing(owner)]


def assign_duty(
    *,
    actor: Actor,
    owner_kind: str,
    owner_uid: UUID | str,
    role: str,
    post_uid: UUID | str | None = None,
    organisation_uid: UUID | str | None = None,
    unit_name: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Give a task or project ("task", "project") its leader, or one more supporter; return the uid.

    Exactly one of: a post of ours, an organisation of ours (a county, a department), the name of
    a unit outside. A new leader takes over from the one before, whose duty ends today. Raises
    NotFound, or PlanRefused (fields role, unit, unit_name).

        assign_duty(actor=hanwei, owner_kind="task", owner_uid=task, role="lead",
                    post_uid=head_of_planning, key="…", at=march_the_second)
    """
    request = [owner_kind, owner_uid, role, post_uid, organisation_uid, unit_name]
    asked = {"assign": [str(each or "") for each in request]}
    with act(actor, task_verbs.ASSIGN_DUTY.name, at=at, key=key, request=asked) as a:
        owner, plan = steered_owner(actor, owner_kind, owner_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, plan)
        on = a.business_at.date()
        line = _chosen(plan, role, post_uid, organisation_uid, unit_name, on)
        before = _taken_over(owner, line)
        for duty in before:
            _end(a, duty, on)
        ordinal = 0 if role == LEAD else _standing(owner).count()
        given = _begin(a, owner, line, ordinal, on)
        a.about(f"plan_{owner_kind}", owner.uid, org_path=plan.organisation.path)
        a.data = {
            "duty": given.uid,
            "before": [duty.uid for duty in before],
            "role": role,
            "post": given.post.uid if given.post else None,
            "organisation": given.organisation.uid if given.organisation else None,
        }
        a.outcome = {"uid": str(given.uid)}
        judge_plan(a, plan, on=on)
        return given.uid


def end_duty(*, actor: Actor, duty_uid: UUID | str, key: str, at: datetime | None = None) -> None:
    """Take a duty back from today on. A leader is not taken away but replaced: see assign_duty."""
    with act(actor, task_verbs.END_DUTY.name, at=at, key=key, request={"d": str(duty_uid)}) as a:
        mine = scope(actor, STEER_PLAN)
        rows = Duty.objects.filter(Q(task__plan__in=mine) | Q(project__plan__in=mine))
        duty = found(
            rows.select_related("task__plan__organisation", "project__plan__organisation"), duty_uid
        )
        owner = duty.task or duty.project
        assert owner is not None, "a duty is of a task or a project"
        plan = owner.plan
        if a.repeated:
            return
        hold_open(a, plan)
        duty.refresh_from_db()
        if duty.role == LEAD:
            raise PlanRefused("牵头单位不能空着。请直接改成新的牵头单位，原来的就到今天为止。")
        if duty.voided_at or duty.valid_to:
            raise PlanRefused("这份责任在这之前已经收回了，没有再做什么。")
        _end(a, duty, a.business_at.date())
        kind = "plan_task" if duty.task_id else "plan_project"
        a.about(kind, owner.uid, org_path=plan.organisation.path)
        a.data = {"duty": duty.uid}


def steered_owner(
    actor: Actor, owner_kind: str, owner_uid: UUID | str
) -> tuple[Task | Project, Plan]:
    """Return a task or project whose plan the actor steers, with that plan. Raises NotFound."""
    rows = {"task": Task.objects, "project": Project.objects}.get(owner_kind)
    if rows is None:
        raise NotFound
    mine = rows.filter(plan__in=scope(actor, STEER_PLAN))
    owner = found(mine.select_related("plan__organisation"), owner_uid)
    assert isinstance(owner, Task | Project), "a duty is of a task or a project"
    return owner, owner.plan


def _standing(owner: Task | Project) -> "QuerySet[Duty]":
    rows: QuerySet[Duty] = Duty.objects.standing().filter(valid_to=None)
    mine = rows.filter(task=owner) if isinstance(owner, Task) else rows.filter(project=owner)
    return mine.select_related("post", "organisation").order_by("ordinal", "pk")


def _line(duty: Duty) -> Owed:
    return Owed(duty.role, duty.unit_name, duty.organisation_id, duty.post_id)


def _begin(a: ActInProgress, owner: Task | Project, line: Owed, ordinal: int, on: date) -> Duty:
    return Duty.objects.create(
        uid=uuid7(),
        task=owner if isinstance(owner, Task) else None,
        project=owner if isinstance(owner, Project) else None,
        role=line.role,
        ordinal=ordinal,
        post_id=line.post_id,
        organisation_id=line.organisation_id,
        unit_name=line.unit_name,
        valid_from=on,
        recorded_at=a.at,
    )


def _end(a: ActInProgress, duty: Duty, on: date) -> None:
    """End a duty on a day; one that began on that very day never held, and is voided."""
    if duty.valid_from >= on:
        duty.voided_at = a.at
    else:
        duty.valid_to = on
    duty.save(update_fields=["voided_at", "valid_to"])


def _chosen(
    plan: Plan,
    role: str,
    post_uid: UUID | str | None,
    organisation_uid: UUID | str | None,
    unit_name: str,
    on: date,
) -> Owed:
    name = unit_name.strip()
    wrong: dict[str, str] = {}
    if role not in (LEAD, SUPPORT):
        wrong["role"] = "请选牵头还是配合。"
    if sum(map(bool, (post_uid, organisation_uid, name))) != 1:
        wrong["unit"] = "本单位的岗位、本系统的单位、外单位，三样里选一样填。"
    if len(name) > LONGEST_NAME:
        wrong["unit_name"] = f"单位名称最长{LONGEST_NAME}个字，请用简称。"
    refuse_if(wrong)
    path = plan.organisation.path
    if post_uid:
        posts = Post.objects.filter(organisation__path__startswith=path, closed_on=None)
        post = found(posts.select_related("organisation"), post_uid)
        return Owed(role, post.organisation.name[:LONGEST_NAME], post.organisation_id, post.pk)
    if organisation_uid:
        places = Organisation.objects.filter(path__startswith=path, kind__in=OFFICES)
        name = found(places.filter(closed_on=None), organisation_uid).name
    return replace(Units(plan.organisation, on).one(name), role=role)


def _taken_over(owner: Task | Project, line: Owed) -> list[Duty]:
    """Return the duties that the new one replaces: the leader's, and the same unit's support."""
    standing = list(_standing(owner))
    same = [duty for duty in standing if _same_unit(duty, line)]
    if any(duty.role == line.role and duty.post_id == line.post_id for duty in same):
        raise PlanRefused({"unit": f"{line.unit_name}本来就在这里，没有改动。"})
    if line.role == LEAD:
        return [duty for duty in standing if duty.role == LEAD or duty in same]
    if any(duty.role == LEAD for duty in same):
        raise PlanRefused({"unit": f"{line.unit_name}正牵头这一项，不用再列为配合。"})
    return same


def _same_unit(duty: Duty, line: Owed) -> bool:
    if line.organisation_id is not None:
        return duty.organisation_id == line.organisation_id
    return duty.organisation_id is None and duty.unit_name == line.unit_name
