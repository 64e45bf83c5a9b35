"""Telling guardians: a child was not there, somebody else collected it, no fee is asked of it.

No message names a child: it may stay with somebody who is no guardian any more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from xueyou.domains.clubs.models import Place, Session
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.selectors.accounts import guarding
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import NotificationKind, notification_kind
from xueyou.platform.notifications.telling import Told, notify_each

ABSENT = notification_kind(
    "clubs.session.absent", zh="{day}“{club}”点名，孩子没有到。请和老师联系。"
)
COLLECTED = notification_kind(
    "clubs.session.collected", zh="{day}“{club}”放学，孩子由您委托的人或者凭接送码接走了。"
)

EXEMPT = notification_kind(
    "clubs.exempt.begins", zh="孩子列入了免收课后服务费的名单：{days}。账单自动免，不用申请。"
)
NOT_EXEMPT = notification_kind(
    "clubs.exempt.ended",
    zh="孩子免收课后服务费的登记作废了，以后的账单按标准收费，出过的不变。有疑问请问学校。",
)
LAPSED = notification_kind(
    "clubs.exempt.lapsed",
    zh="孩子免收课后服务费的登记到期了，{day}起的课按标准收费。符合条件要续的，请问学校。",
)
AT_ONCE = 1000


def tell_guardians(
    a: ActInProgress, kind: NotificationKind, session: Session, places: Collection[int]
) -> None:
    """Tell each child's guardians of today, in the same act; nobody of a day that is over.

    `places` are keys of places of the session's club. Two queries however many.
    """
    if not places or session.day != a.business_at.date():
        return
    people: dict[int, UUID] = dict(
        Place.objects.filter(pk__in=places).values_list("person_id", "person__uid")
    )
    said = {
        "day": f"{session.day.month}月{session.day.day}日",
        "club": session.club.option.title,
    }
    told = [
        Told(account, said, f"/family/children/{people[child]}/clubs/")
        for account, child in _guarding(session.day, list(people))
    ]
    notify_each(kind.name, act_uid=a.uid, told=told, at=a.business_at)


def tell_exempt(a: ActInProgress, said: Mapping[Person, tuple[date, date | None]]) -> None:
    """Tell the guardians of today from which day on, and before which, nothing is asked."""
    words = {person: _days(*days) for person, days in said.items()}
    told = [
        Told(account, {"days": "；".join(sorted({words[one] for one in people}))}, _link(people))
        for account, people in _guarded(a, list(said)).items()
    ]
    notify_each(EXEMPT.name, act_uid=a.uid, told=told, at=a.business_at)


def tell_no_longer_exempt(a: ActInProgress, person: Person) -> None:
    """Tell the guardians of today that the fee is asked again."""
    told = [Told(account, {}, _link(people)) for account, people in _guarded(a, [person]).items()]
    notify_each(NOT_EXEMPT.name, act_uid=a.uid, told=told, at=a.business_at)


def tell_lapsed(a: ActInProgress, people: list[Person], day: date) -> None:
    """Tell the guardians of today that an exemption ended by its date."""
    said = {"day": f"{day:%Y年%-m月%-d日}"}
    told = [Told(one, said, _link(theirs)) for one, theirs in _guarded(a, people).items()]
    notify_each(LAPSED.name, act_uid=a.uid, told=told, at=a.business_at)


def _guarded(a: ActInProgress, people: list[Person]) -> dict[int, list[Person]]:
    """Return accounts with the children whose guardians they are today."""
    by_key = {one.pk: one for one in people}
    keys = list(by_key)
    found: dict[int, list[Person]] = defaultdict(list)
    for start in range(0, len(keys), AT_ONCE):
        for account, child in _guarding(a.business_at.date(), keys[start : start + AT_ONCE]):
            found[account].append(by_key[child])
    return found


def _guarding(day: date, children: list[int]) -> Iterable[tuple[int, int]]:
    """Return each account of a guardian on the day with the key of its child."""
    bonds = guarding(day).filter(subject__in=children)
    return bonds.values_list("holder__account_id", "subject_id")


def _days(first: date, until: date | None) -> str:
    begins = f"{first:%Y年%-m月%-d日}起"
    return begins if until is None else f"{begins}，{until:%Y年%-m月%-d日}以前"


def _link(people: list[Person]) -> str:
    return f"/family/children/{people[0].uid}/clubs/" if len(people) == 1 else "/family/"
