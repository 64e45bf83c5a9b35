"""Who is entered as teacher of a school, and who works there and is not."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.kernel.registry.access import EMPLOYERS, END_STAFF, KEEP_STAFF, STAFF
from xueyou.kernel.registry.models import Membership, MembershipKind, PostHolding
from xueyou.kernel.registry.names import name_order
from xueyou.kernel.registry.selectors.accounts import working_at
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.access.roles import roles
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today


@view_of(EMPLOYERS)
class EmployerRow:
    """A school whose teachers the actor enters."""

    uid: UUID
    name: str


@view_of(STAFF)
class StaffRow:
    """A teacher of a school, and since when."""

    uid: UUID
    school_uid: UUID = source("organisation__uid")
    name: str = source("person__name")
    sort_key: str = source("person__sort_key")
    valid_from: date


@dataclass(frozen=True, slots=True)
class Worker:
    """Who holds a role or post at a school and is not entered. `as_zh` says which.

    `login_name` tells namesakes apart; "" where there are none.
    """

    uid: UUID
    name: str
    as_zh: str
    login_name: str


def employer(actor: Actor, uid: UUID | str) -> EmployerRow:
    """Return a school whose teachers the actor enters. Raises NotFound."""
    return read(actor, KEEP_STAFF, EmployerRow).get(uid)


def staff(actor: Actor, school_uid: UUID | str, page: int | str | None = 1) -> Page[StaffRow]:
    """Return the teachers of a school, by name."""
    rows = read(actor, END_STAFF, StaffRow).filter(school_uid=school_uid)
    return rows.order_by("sort_key").page(page)


def member(actor: Actor, uid: UUID | str) -> StaffRow:
    """Return one teacher. Raises NotFound."""
    return read(actor, END_STAFF, StaffRow).get(uid)


def not_entered(actor: Actor, school_uid: UUID | str) -> list[Worker]:
    """Return who works at a school today and is no staff of it, by name. Raises NotFound."""
    school: Organisation = target(actor, KEEP_STAFF, school_uid)
    today = business_today()
    entered = Membership.objects.standing().filter(
        organisation=school, kind=MembershipKind.STAFF, valid_to=None
    )
    known = entered.exclude(person__account=None).values("person__account_id")
    users = working_at(school, today).exclude(pk__in=known).order_by("pk")
    found = users.values_list("pk", "uid", "name", "login_name")
    rows = sorted(found, key=lambda row: name_order(row[2]))
    held = _held(school, today)
    names = Counter(name for _, _, name, _ in rows)
    return [
        Worker(uid, name, "、".join(held.get(pk, ())), login_name if names[name] > 1 else "")
        for pk, uid, name, login_name in rows
    ]


def _held(school: Organisation, on: date) -> dict[int, list[str]]:
    """Return the roles and posts that accounts hold at a school, in words."""
    found: dict[int, list[str]] = {}
    given = Assignment.objects.standing().on(on).filter(organisation=school)
    for user, code in given.order_by("pk").values_list("user_id", "role"):
        role = roles().get(code)
        if role is not None:
            found.setdefault(user, []).append(role.zh)
    posts = PostHolding.objects.standing().on(on).filter(post__organisation=school)
    for user, title in posts.order_by("pk").values_list("user_id", "post__title"):
        found.setdefault(user, []).append(title)
    return found
