"""Verbs of access: give somebody a role, and take it away."""

from datetime import date
from uuid import UUID

from xueyou.platform.access.models import Assignment
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotFound, require
from xueyou.platform.access.roles import Role, roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import overlaps
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today, wall_now

GRANT_ROLES = Permission("access.assignment.grant", zh="授予和收回角色")

register_verb(
    "access.assignment.grant",
    zh="授予角色",
    fields={
        "user": "uid",
        "role": "code",
        "organisation": "uid",
        "valid_from": "code",
        "valid_to": "code",
    },
)
register_verb(
    "access.assignment.revoke",
    zh="收回角色",
    fields={"user": "uid", "role": "code", "organisation": "uid"},
)


class RoleRefused(Exception):
    """The role cannot be given; `zh` says why, in words for the person who asked."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def grant_role(
    *,
    actor: Actor,
    user: User,
    role: str,
    organisation: Organisation,
    valid_from: date | None = None,
    valid_to: date | None = None,
    key: str,
) -> UUID:
    """Give `user` a role in an organisation from a day on, until (not with) another.

    Raises RoleRefused for an unknown role, a wrong kind of organisation, roles that exclude each
    other (三员分立), one's own promotion, or a role already held; NotAllowed without authority.
    """
    begins = valid_from or business_today()
    _check_authority(actor, organisation)
    found = _checked(actor, user, role, organisation, begins, valid_to)
    request = {
        "user": str(user.uid),
        "role": role,
        "organisation": str(organisation.uid),
        "valid_from": begins.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "",
    }
    with act(actor, "access.assignment.grant", key=key, request=request) as a:
        if a.repeated:
            return UUID(str(a.outcome["uid"]))
        a.lock(user)
        _refuse_conflicts(user, found, organisation, begins, valid_to)
        row = Assignment.objects.create(
            user=user,
            role=role,
            organisation=organisation,
            valid_from=begins,
            valid_to=valid_to,
            granted_by=str(actor),
            recorded_at=wall_now(),
        )
        _tell(a, row)
        a.data = request
        a.outcome = {"uid": str(row.uid)}
        return row.uid


def revoke_role(*, actor: Actor, assignment_uid: UUID, key: str) -> None:
    """Take a role away, at once: also in sessions that are open now.

    The row is voided; what was true until today is written as a closed row.
    Raises NotFound for a role that is not there any more, NotAllowed without authority.
    """
    request = {"assignment": str(assignment_uid)}
    with act(actor, "access.assignment.revoke", key=key, request=request) as a:
        if a.repeated:
            return
        row = (
            Assignment.objects.select_related("organisation", "user")
            .filter(uid=assignment_uid, voided_at__isnull=True)
            .first()
        )
        if row is None:
            raise NotFound
        _check_authority(actor, row.organisation)
        a.lock(row.user, row)
        if row.voided_at is not None:  # somebody else was faster
            raise NotFound
        _close(row, str(actor))
        _tell(a, row)
        a.data = {
            "user": row.user.uid,
            "role": row.role,
            "organisation": row.organisation.uid,
        }
        a.outcome = {"uid": str(row.uid)}


def _close(row: Assignment, by: str) -> None:
    today = business_today()
    row.voided_at = wall_now()
    row.save(update_fields=["voided_at"])
    ends = today if row.valid_to is None else min(today, row.valid_to)
    if row.valid_from < ends:
        Assignment.objects.create(
            user=row.user,
            role=row.role,
            organisation=row.organisation,
            valid_from=row.valid_from,
            valid_to=ends,
            granted_by=by,
            recorded_at=row.voided_at,
        )


def _tell(a: ActInProgress, row: Assignment) -> None:
    a.about("assignment", row.uid, org_path=row.organisation.path)


def _check_authority(actor: Actor, organisation: Organisation) -> None:
    if actor.kind != "system":
        require(actor, GRANT_ROLES, path=organisation.path)


def _checked(
    actor: Actor, user: User, name: str, where: Organisation, begins: date, ends: date | None
) -> Role:
    if not user.staff:
        raise RoleRefused(
            f"“{user.name}”是家庭用手机号开的账号，登录时没有第二道验证，不能担任角色。没有改动。"
            "请先给这位同事开一个工作账号，再授予角色。"
        )
    role = roles().get(name)
    if role is None:
        raise RoleRefused(f"没有“{name}”这个角色。")
    if role.everyone:
        raise RoleRefused(f"“{role.zh}”每个账号自己就有，不用授予。")
    if role.kinds and where.kind not in role.kinds:
        raise RoleRefused(f"“{role.zh}”不能在“{where.name}”担任。")
    if ends is not None and ends <= begins:
        raise RoleRefused("结束日要晚于开始日。")
    if isinstance(actor.user, User) and actor.user.pk == user.pk:
        raise RoleRefused("不能给自己授予角色，请另一位安全管理员办理。")
    return role


def _refuse_conflicts(
    user: User, role: Role, where: Organisation, begins: date, ends: date | None
) -> None:
    for row in Assignment.objects.standing().filter(overlaps(begins, ends), user=user):
        other = roles().get(row.role)
        if other is None:
            continue
        if other is role and row.organisation_id == where.pk:
            raise RoleRefused(f"这段时间里已经是“{where.name}”的“{role.zh}”，不用再授一次。")
        if roles().conflict(role, other):
            raise RoleRefused(f"“{role.zh}”和已有的“{other.zh}”不能由同一个人担任。")
