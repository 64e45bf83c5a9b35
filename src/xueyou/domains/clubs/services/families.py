"""What a guardian arranges: leave, who may collect the child, a code for today."""

import secrets
import unicodedata
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import ASK_LEAVE, AUTHORISE, END_COLLECTOR, WITHDRAW_LEAVE
from xueyou.domains.clubs.authors import author
from xueyou.domains.clubs.models import NAME, Collector, Leave, PickupCode, Relation
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.kernel.registry.models import Person
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto import keyed_digest
from xueyou.platform.db import uuid7

CODE_DIGITS = 6
LONGEST_NAME = 40
LONGEST_LEAVE = 60


def ask_leave(
    *,
    actor: Actor,
    person_uid: UUID | str,
    first_on: date,
    last_on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Excuse one's child from its clubs on some days, both included; return the leave's uid.

    Raises NotFound, ClubRefused for days that are over or in the wrong order.
    """
    request = {"person": str(person_uid), "days": [first_on.isoformat(), last_on.isoformat()]}
    with act(actor, verbs.ASK_LEAVE.name, at=at, key=key, request=request) as a:
        person: Person = target(actor, ASK_LEAVE, person_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        if last_on < first_on or (last_on - first_on).days >= LONGEST_LEAVE:
            raise ClubRefused(f"请假的日子前后不对，或者超过 {LONGEST_LEAVE} 天，没有登记。")
        if first_on < a.business_at.date():
            raise ClubRefused("已经过去的日子不能再请假，没有登记。请和老师联系。")
        leave = Leave.objects.create(
            person=person,
            first_on=first_on,
            last_on=last_on,
            asked_at=a.business_at,
            asked_by_uid=author(a),
        )
        a.about("leave", leave.uid)
        a.data = {
            "person": person.uid,
            "from": first_on.isoformat(),
            "to": last_on.isoformat(),
        }
        a.outcome = {"uid": str(leave.uid)}
        return leave.uid


def withdraw_leave(
    *, actor: Actor, leave_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take a leave back; both guardians may. Raises NotFound."""
    with act(
        actor, verbs.WITHDRAW_LEAVE.name, at=at, key=key, request={"leave": str(leave_uid)}
    ) as a:
        leave: Leave = target(actor, WITHDRAW_LEAVE, leave_uid)
        if a.repeated:
            return
        person = leave.person
        a.lock(leave)
        if leave.withdrawn_at is None:
            leave.withdrawn_at = a.business_at
            leave.save(update_fields=["withdrawn_at"])
        a.about("leave", leave.uid)
        a.data = {"person": person.uid}


def authorise(
    *,
    actor: Actor,
    person_uid: UUID | str,
    name: str,
    relation: str,
    key: str,
    until: date | None = None,
    at: datetime | None = None,
) -> UUID:
    """Let somebody collect one's child from today on, until (not with) a day; return the uid.

    Raises NotFound, ClubRefused.
    """
    words = " ".join(name.split())
    request = {
        "person": str(person_uid),
        "name": keyed_digest("clubs.collector", words),
        "relation": relation,
        "until": "" if until is None else until.isoformat(),
    }
    with act(actor, verbs.AUTHORISE.name, at=at, key=key, request=request) as a:
        person: Person = target(actor, AUTHORISE, person_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        today = a.business_at.date()
        if not 0 < len(words) <= LONGEST_NAME or relation not in Relation.values:
            raise ClubRefused("请写接孩子的人的姓名，并选他和孩子的关系。没有登记。")
        if until is not None and until <= today:
            raise ClubRefused("委托要在今天之后结束，没有登记。请核对日子。")
        uid = uuid7()
        Collector.objects.create(
            uid=uid,
            person=person,
            relation=relation,
            from_on=today,
            until=until,
            recorded_at=a.at,
            by_uid=author(a),
            **NAME.columns(uid, words),
        )
        a.about("collector", uid)
        a.data = {"person": person.uid, "relation": relation}
        a.outcome = {"uid": str(uid)}
        return uid


def end_collector(
    *, actor: Actor, collector_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take an authorisation back: from this moment nobody is handed over on it. NotFound."""
    request = {"collector": str(collector_uid)}
    with act(actor, verbs.END_COLLECTOR.name, at=at, key=key, request=request) as a:
        collector: Collector = target(actor, END_COLLECTOR, collector_uid)
        if a.repeated:
            return
        person = collector.person
        a.lock(collector)
        today = max(a.business_at.date(), collector.from_on)
        if collector.until is None or collector.until > today:
            collector.until = today
            collector.save(update_fields=["until"])
        a.about("collector", collector.uid)
        a.data = {"person": person.uid}


def make_code(
    *, actor: Actor, person_uid: UUID | str, day: date, key: str, at: datetime | None = None
) -> str:
    """Return a code with which somebody collects the child once that day; it is shown only now.

    An older open code of the day is void. A repeated call shows nothing: "". NotFound, ClubRefused.
    """
    request = {"person": str(person_uid), "day": day.isoformat()}
    with act(actor, verbs.MAKE_CODE.name, at=at, key=key, request=request) as a:
        person: Person = target(actor, AUTHORISE, person_uid)
        if a.repeated:
            return ""
        if day < a.business_at.date():
            raise ClubRefused("这一天已经过去了，没有给出接送码。")
        excused = Leave.objects.filter(
            person=person, withdrawn_at=None, first_on__lte=day, last_on__gte=day
        )
        if excused.exists():
            raise ClubRefused(
                "这一天孩子请了假，不上课后服务的课，没有给出接送码。要来上课，请先销假再取码。"
            )
        a.lock(person)
        PickupCode.objects.filter(person=person, day=day, used_at=None).delete()
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        row = PickupCode.objects.create(
            person=person,
            digest=code_digest(person, code),
            day=day,
            made_at=a.business_at,
            made_by_uid=author(a),
        )
        a.about("pickup_code", row.uid)
        a.data = {"person": person.uid, "day": day.isoformat()}
        return code


def plain_code(code: str) -> str:
    """Return a code as it was given out, whatever blanks it was typed with, in half width."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def code_digest(person: Person, code: str) -> str:
    """Return what is kept of a child's code."""
    return keyed_digest("clubs.pickup", f"{person.uid}:{code}")
