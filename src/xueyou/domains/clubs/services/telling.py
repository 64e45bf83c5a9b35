"""Telling guardians the same day: a child was not there, or somebody else collected it.

No message names a child: it may stay with somebody who is no guardian any more.
"""

from collections.abc import Collection

from xueyou.domains.clubs.models import Place, Session
from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import NotificationKind, notification_kind
from xueyou.platform.notifications.telling import Told, notify_each

ABSENT = notification_kind(
    "clubs.session.absent", zh="{day}“{club}”点名，孩子没有到。请和老师联系。"
)
COLLECTED = notification_kind(
    "clubs.session.collected", zh="{day}“{club}”放学，孩子由您委托的人或者凭接送码接走了。"
)


def tell_guardians(
    a: ActInProgress, kind: NotificationKind, session: Session, places: Collection[int]
) -> None:
    """Tell each child's guardians of today, in the same act; nobody of a day that is over.

    `places` are keys of places of the session's club. Two queries however many.
    """
    if not places or session.day != a.business_at.date():
        return
    people = dict(Place.objects.filter(pk__in=places).values_list("person_id", "person__uid"))
    bonds = PersonBond.objects.standing().on(session.day)
    guardians = bonds.filter(
        subject__in=list(people), kind=PersonBondKind.GUARDIAN, holder__account_id__isnull=False
    )
    said = {
        "day": f"{session.day.month}月{session.day.day}日",
        "club": session.club.option.title,
    }
    told = [
        Told(account, said, f"/family/children/{people[child]}/clubs/")
        for account, child in guardians.values_list("holder__account_id", "subject_id")
    ]
    notify_each(kind.name, act_uid=a.uid, told=told)
