"""Task forces 专班: who works together on which tasks, from which day to which.

Membership is the dated grant. The role that makes a member's account good for it is given by the
security administrator like every role, and alone opens nothing. Whatever ends, ends at once.
"""

from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.forces import FORM_FORCE, KEEP_FORCE
from xueyou.domains.plans.access.steering import READ_TASK
from xueyou.domains.plans.models import Plan, Task, TaskForce, TaskForceMember, TaskForceTask
from xueyou.domains.plans.services import force_verbs as verbs
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open, refuse_settled
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import target
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import Bitemporal, overlaps
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

LONGEST = 80
MINE = "/bureau/forces/mine/"
JOINED = notification_kind(
    "plans.force.joined", zh="您从{day}起参加专班“{force}”，要办的任务在这里看。"
)
LEFT = notification_kind("plans.force.left", zh="您在专班“{force}”的工作到{day}为止，谢谢您。")


def form_force(
    *, actor: Actor, plan_uid: UUID | str, name: str, key: str, at: datetime | None = None
) -> UUID:
    """Form a task force on a plan; return its uid. Raises NotFound, PlanRefused (field name)."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise PlanRefused({"name": f"请写专班的名称，最多{LONGEST}个字。"})
    request = {"plan": str(plan_uid), "name": name}
    with act(actor, verbs.FORM.name, at=at, key=key, request=request) as a:
        plan = target(actor, FORM_FORCE, plan_uid)
        assert isinstance(plan, Plan)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, plan)
        if plan.task_forces.filter(name=name, closed_on=None).exists():
            raise PlanRefused({"name": "这个计划已经有同名的专班，没有重复组建。"})
        force = TaskForce.objects.create(plan=plan, name=name, opened_on=a.business_at.date())
        _about(a, force)
        a.data = {"plan": plan.uid}
        a.outcome = {"uid": str(force.uid)}
        return force.uid


def close_force(
    *, actor: Actor, force_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Close a task force at once: its members see none of its tasks any more."""
    with act(actor, verbs.CLOSE.name, at=at, key=key, request={"force": str(force_uid)}) as a:
        force = _force(actor, force_uid, a)
        if a.repeated:
            return
        _lock_open(a, force)
        force.closed_on = a.business_at.date()
        force.save(update_fields=["closed_on"])
        a.data = {"closed_on": force.closed_on.isoformat()}


def give_task(
    *,
    actor: Actor,
    force_uid: UUID | str,
    task_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Give a task of its plan to a force from today on. Raises NotFound, PlanRefused."""
    request = {"force": str(force_uid), "task": str(task_uid)}
    with act(actor, verbs.GIVE.name, at=at, key=key, request=request) as a:
        force = _force(actor, force_uid, a)
        if a.repeated:
            return
        _lock_open(a, force)
        refuse_settled(force.plan)
        task = found(Task.objects.filter(plan=force.plan).exclude(state="dropped"), task_uid)
        today = a.business_at.date()
        if _given(force, task, today) is not None:
            raise PlanRefused({"task": "这项任务已经在这个专班里，没有再派一次。"})
        TaskForceTask.objects.create(force=force, task=task, valid_from=today, recorded_at=a.at)
        a.data = {"task": task.uid, "from": today.isoformat()}


def take_task(
    *,
    actor: Actor,
    force_uid: UUID | str,
    task_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Take a task away from a force at once. Raises NotFound, PlanRefused."""
    request = {"force": str(force_uid), "task": str(task_uid)}
    with act(actor, verbs.TAKE.name, at=at, key=key, request=request) as a:
        force = _force(actor, force_uid, a)
        if a.repeated:
            return
        a.lock(force)
        task = found(Task.objects.filter(plan=force.plan), task_uid)
        today = a.business_at.date()
        row = _given(force, task, today)
        if row is None:
            raise PlanRefused("这项任务在这之前已经收回了，没有再动。")
        _end(a, row, today)
        a.data = {"task": task.uid, "on": today.isoformat()}


def add_member(
    *,
    actor: Actor,
    force_uid: UUID | str,
    login_name: str,
    unit_name: str,
    valid_from: date,
    valid_to: date | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Let an account take part from a day on, until (not with) another; return the member's uid.

    Raises NotFound, PlanRefused (fields login_name, unit_name, valid_from, valid_to).

        add_member(actor=linyue, force_uid=places, login_name="zhoumin", unit_name="市财政局",
                   valid_from=date(2026, 3, 2), valid_to=date(2026, 12, 1), key="…")
    """
    request = {
        "force": str(force_uid),
        "login_name": login_name,
        "unit_name": unit_name,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "",
    }
    with act(actor, verbs.ADD.name, at=at, key=key, request=request) as a:
        force = _force(actor, force_uid, a)
        if a.repeated:
            return UUID(a.outcome["uid"])
        _lock_open(a, force)
        refuse_settled(force.plan)
        user, unit = _checked_member(a, force, login_name, unit_name, valid_from, valid_to)
        member = TaskForceMember.objects.create(
            force=force,
            user=user,
            unit_name=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            recorded_at=a.at,
        )
        a.data = {
            "member": member.uid,
            "user": user.uid,
            "from": valid_from.isoformat(),
            "to": valid_to.isoformat() if valid_to else "",
        }
        a.outcome = {"uid": str(member.uid)}
        said = {"force": force.name, "day": f"{valid_from:%-m月%-d日}"}
        notify(JOINED.name, act_uid=a.uid, users=[user], params=said, link=MINE, at=a.business_at)
        return member.uid


def end_member(
    *, actor: Actor, member_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """End a membership at once. Raises NotFound, PlanRefused where it is over."""
    with act(actor, verbs.END.name, at=at, key=key, request={"member": str(member_uid)}) as a:
        rows = TaskForceMember.objects.select_related("force", "user")
        member = found(rows, member_uid)
        force = _force(actor, member.force.uid, a)
        if a.repeated:
            return
        a.lock(force)
        member.refresh_from_db()
        today = a.business_at.date()
        if member.voided_at is not None or (member.valid_to and member.valid_to <= today):
            raise PlanRefused("这位成员在这之前已经离开专班，没有再动。")
        _end(a, member, today)
        a.data = {"member": member.uid, "user": member.user.uid, "on": today.isoformat()}
        said = {"force": force.name, "day": f"{today:%-m月%-d日}"}
        notify(LEFT.name, act_uid=a.uid, users=[member.user], params=said, at=a.business_at)


def _about(a: ActInProgress, force: TaskForce) -> None:
    a.about("plan_force", force.uid, org_path=force.plan.organisation.path)


def _force(actor: Actor, uid: UUID | str, a: ActInProgress) -> TaskForce:
    force = target(actor, KEEP_FORCE, uid)
    assert isinstance(force, TaskForce)
    _about(a, force)
    return force


def _lock_open(a: ActInProgress, force: TaskForce) -> None:
    a.lock(force.plan, force)
    if force.closed_on is not None:
        raise PlanRefused("这个专班已经撤销，没有再动。")


def _given(force: TaskForce, task: Task, on: date) -> TaskForceTask | None:
    row = TaskForceTask.objects.standing().on(on).filter(force=force, task=task).first()
    assert row is None or isinstance(row, TaskForceTask)
    return row


def _checked_member(
    a: ActInProgress,
    force: TaskForce,
    login_name: str,
    unit_name: str,
    valid_from: date,
    valid_to: date | None,
) -> tuple[User, str]:
    wrong: dict[str, str] = {}
    unit = " ".join(unit_name.split())
    if not 0 < len(unit) <= LONGEST:
        wrong["unit_name"] = f"请写所在单位，最多{LONGEST}个字。"
    if valid_from < a.business_at.date():
        wrong["valid_from"] = "参加的日子最早是今天。"
    if valid_to is not None and valid_to <= valid_from:
        wrong["valid_to"] = "离开的日子要晚于参加的日子；当天起就不再看得到任务。"
    user = User.objects.filter(login_name=login_name.strip(), is_active=True).first()
    if user is None or not _good_for_force(user, force, valid_from):
        wrong["login_name"] = (
            "没有可以参加专班的这个登录名。账号要先由系统管理员开好，"
            "再由安全管理员授予“专班成员”角色，然后来这里添加。"
        )
    refuse_if(wrong)
    assert user is not None
    standing = TaskForceMember.objects.standing().filter(force=force, user=user)
    if standing.filter(overlaps(valid_from, valid_to)).exists():
        raise PlanRefused({"login_name": "这段时间里已经是这个专班的成员，没有再添加一次。"})
    return user, unit


def _good_for_force(user: User, force: TaskForce, on: date) -> bool:
    """Return whether a role of the account, in the plan's organisation, works through forces."""
    held = (
        Assignment.objects.standing().on(on).filter(user=user, organisation=force.plan.organisation)
    )
    for name in held.values_list("role", flat=True):
        role = roles().get(name)
        if role and any(grant.anchor == "force" for grant in role.grants_of(READ_TASK)):
            return True
    return False


def _end(a: ActInProgress, row: Bitemporal, on: date) -> None:
    """Void the row; what was true until today is written as a closed one."""
    row.voided_at = a.at
    row.save(update_fields=["voided_at"])
    if row.valid_from < on:
        kept = {
            field.name: getattr(row, field.name)
            for field in row._meta.concrete_fields
            if field.name not in {"id", "uid", "valid_to", "recorded_at", "voided_at"}
        }
        type(row).objects.create(**kept, valid_to=on, recorded_at=a.at)
