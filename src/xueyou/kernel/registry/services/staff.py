"""A school's teachers: people who work there are entered as staff from a day on, and it ends."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import Q

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import END_STAFF, KEEP_STAFF
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.accounts import working_at
from xueyou.kernel.registry.services.memberships import Enrolment, end_membership, enrol_many
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

WRONG = "wrong"
WHYS = {"left": "不在本校任教了", WRONG: "登记错了"}
"""Why somebody is staff no longer, as the membership keeps it."""


def enrol_staff(
    *,
    actor: Actor,
    school_uid: UUID | str,
    user_uids: Collection[UUID],
    on: date,
    key: str,
    at: datetime | None = None,
) -> int:
    """Enter accounts as teachers of a school from a day on, all or none; return how many.

    Each must hold a role or a post there on the day this is done. Raises NotFound,
    RegistryRefused.
    """
    wanted = sorted({str(uid) for uid in user_uids})
    request = {"school": str(school_uid), "users": wanted, "on": on.isoformat()}
    with act(actor, verbs.ENROL_STAFF.name, at=at, key=key, request=request) as a:
        school: Organisation = target(actor, KEEP_STAFF, school_uid)
        if a.repeated:
            return int(a.outcome["people"])
        a.lock(school)
        _refuse_later(a, on)
        if not wanted:
            raise RegistryRefused("还没有选人。请选要登记的老师，至少一位。没有登记。")
        users = list(working_at(school, a.business_at.date()).filter(uid__in=wanted))
        if len(users) != len(wanted):
            raise RegistryRefused(
                "选的人里有人今天在本校没有角色，也没有岗位，一位都没有登记。"
                "请先由安全管理员授予角色，再来登记。"
            )
        _refuse_standing(school, users, on)
        people = [account_person(user) for user in users]
        enrol_many(
            a,
            [
                Enrolment(person, school, MembershipKind.STAFF, on, _source(a, person))
                for person in people
            ],
        )
        a.about("organisation", school.uid, org_path=school.path)
        a.data = {"people": [person.uid for person in people], "on": on.isoformat()}
        a.outcome = {"people": len(people)}
        return len(people)


def end_staff(
    *,
    actor: Actor,
    membership_uid: UUID | str,
    on: date,
    why: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Let a teacher be the school's staff no longer from a day on; a wrong entry never was.

    Lessons that he is down for stay his. Raises NotFound, RegistryRefused.
    """
    request = {"membership": str(membership_uid), "on": on.isoformat(), "why": why}
    with act(actor, verbs.END_STAFF.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        found: Membership = target(actor, END_STAFF, membership_uid)
        if why not in WHYS:
            raise RegistryRefused("请选为什么结束。没有改动。")
        _refuse_later(a, on)
        a.lock(found)
        begun = found.valid_from
        if why != WRONG and on <= begun:
            raise RegistryRefused(
                f"这位老师从{begun:%Y年%-m月%-d日}起登记，结束的日子要在这以后。"
                "要是登记错了，原因请选“登记错了”。没有改动。"
            )
        last = begun if why == WRONG else on
        end_membership(a, found, on=last, why=why)
        a.about("membership", found.uid, org_path=found.organisation.path)
        a.data = {"person": found.person.uid, "on": last.isoformat(), "why": why}


def _source(a: ActInProgress, person: Person) -> Ref:
    """Return the act as this person's source: one act enters many, a source only one."""
    return Ref("act", uuid5(a.uid, str(person.uid)))


def _refuse_later(a: ActInProgress, on: date) -> None:
    if on > a.business_at.date():
        raise RegistryRefused("日子不能写以后的，到了那天再办。没有改动。")


def _refuse_standing(school: Organisation, users: list[User], on: date) -> None:
    """Refuse whom the school has as staff on that day or later."""
    there = Membership.objects.standing().filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        organisation=school,
        kind=MembershipKind.STAFF,
        person__account__in=users,
    )
    for row in there.select_related("person__account").order_by("valid_to", "pk"):
        name = row.person.account.name
        if row.valid_to is None:
            raise RegistryRefused(f"{name}已经登记为本校老师，一位都没有重复登记。")
        raise RegistryRefused(
            f"{name}以前登记到{row.valid_to:%Y年%-m月%-d日}，从哪天起请写这一天或者以后的。"
            "一位都没有登记。"
        )
