"""Telling county and bureau what must not be; answering it, in words that stay."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import ANSWER_ALARM, READ_ALARM
from xueyou.domains.classes.models import Alarm, AlarmKind, Demand, Division, GradePupil
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import target
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify
from xueyou.platform.orgs.models import Organisation

LONGEST_ANSWER = 200
TOLD = notification_kind("classes.alarm", zh="{school}的分班有一条报警：{what}。")
BOARD = "/classes/watch/"


def raise_alarm(
    a: ActInProgress,
    division: Division,
    kind: AlarmKind,
    *,
    pupils: int,
    demand: Demand | None = None,
    pupil: GradePupil | None = None,
    membership_uid: UUID | None = None,
) -> None:
    """Raise an alarm within an act; about one pupil only once while it is not answered."""
    if pupil is not None and Alarm.objects.filter(pupil=pupil, kind=kind, answered_at=None):
        return
    Alarm.objects.create(
        division=division,
        kind=kind.value,
        demand=demand,
        pupil=pupil,
        membership_uid=membership_uid,
        pupils=pupils,
        raised_at=a.business_at,
    )
    notify(
        TOLD.name,
        act_uid=a.uid,
        users=_watchers(division.school),
        params={"school": division.school.name, "what": kind.label},
        link=BOARD,
        at=a.business_at,
    )


def answer_alarm(
    *, actor: Actor, alarm_uid: UUID | str, answer: str, key: str, at: datetime | None = None
) -> None:
    """Say what was done about an alarm. Raises NotFound, ClassesNotDone."""
    request = {"alarm": str(alarm_uid), "answer": answer}
    with act(actor, verbs.ANSWER_ALARM.name, at=at, key=key, request=request) as a:
        alarm: Alarm = target(actor, ANSWER_ALARM, alarm_uid)
        if a.repeated:
            return
        a.lock(alarm)
        if alarm.answered_at is not None:
            raise ClassesNotDone("这一条已经有人处理过了，没有再记。")
        if not 0 < len(answer.strip()) <= LONGEST_ANSWER:
            raise ClassesNotDone(f"请写明查的结果，最多{LONGEST_ANSWER}个字。没有记。")
        assert isinstance(actor.user, User)
        alarm.answer, alarm.answered_at = answer.strip(), a.business_at
        alarm.answered_by = actor.user
        alarm.save(update_fields=["answer", "answered_at", "answered_by"])
        a.about("alarm", alarm.uid, org_path=alarm.division.school.path)
        a.data = {"division": alarm.division.uid, "kind": alarm.kind}


def _watchers(school: Organisation) -> list[User]:
    """Return who watches the classes of a school: the offices above it."""
    names = [role.name for role in roles() if role.grants_of(READ_ALARM)]
    held = Assignment.objects.in_force().filter(role__in=names, user__is_active=True)
    rows = held.select_related("user", "organisation")
    return list(
        {
            row.user.pk: row.user for row in rows if school.path.startswith(row.organisation.path)
        }.values()
    )
