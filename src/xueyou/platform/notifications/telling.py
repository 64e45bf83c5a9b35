"""Telling people, and what they see of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.db import insert_rows
from xueyou.platform.jobs.queue import enqueue
from xueyou.platform.notifications.kinds import kind_named
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import business_now, wall_now

MAIL = "notifications.mail"
KEPT = timedelta(days=365)
PAGE = 50


@dataclass(frozen=True, slots=True)
class NotificationView:
    """What its owner sees of a notification."""

    uid: UUID
    sentence: str
    link: str
    created_at: datetime
    read: bool


def notify(
    kind: str,
    *,
    act_uid: UUID,
    users: Iterable[User],
    params: Mapping[str, str],
    link: str = "",
    at: datetime | None = None,
) -> int:
    """Tell each user once about this act; return how many were not told before.

    `at`: when what it tells of happened, by the business clock; now where it is not given.

    Belongs inside the transaction whose result it tells of (an act, or `run.finish`); mails go out
    by jobs after its commit. Repeating it tells nobody twice.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notify() belongs inside a transaction")
    declared = kind_named(kind)
    declared.check(params)
    told = 0
    for user in sorted(users, key=lambda user: user.pk):
        notification, new = Notification.objects.get_or_create(
            act_uid=act_uid,
            user=user,
            kind=kind,
            defaults={"params": dict(params), "link": link, "created_at": at or business_now()},
        )
        told += new
        if new and declared.mail and user.email:
            enqueue(
                MAIL,
                {"notification": notification.pk},
                actor=SYSTEM,
                dedupe_key=str(notification.pk),
            )
    return told


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to tell, what fills the sentence, and where it leads."""

    user_id: int
    params: Mapping[str, str]
    link: str = ""


def notify_each(
    kind: str, *, act_uid: UUID, told: Iterable[Told], at: datetime | None = None
) -> None:
    """Tell each user something of his own, once about this act, in one statement however many.

    `at` as in notify.

    For kinds without mail. Belongs inside the transaction whose result it tells of, or into a job
    that runs after it; repeating it tells nobody twice.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notify_each() belongs inside a transaction")
    declared = kind_named(kind)
    if declared.mail:
        raise TypeError(f"{kind} goes out by mail: tell each by notify()")
    rows = []
    for one in sorted(told, key=lambda one: one.user_id):
        declared.check(one.params)
        rows.append(
            Notification(
                act_uid=act_uid,
                user_id=one.user_id,
                kind=kind,
                params=dict(one.params),
                link=one.link,
                created_at=at or business_now(),
            )
        )
    insert_rows(rows, unless=("act_uid", "user", "kind"))


def notifications_of(user: User, *, limit: int = PAGE) -> list[NotificationView]:
    """Return a user's own notifications, newest first."""
    rows = Notification.objects.filter(user=user).order_by("-created_at", "-id")[:limit]
    return [
        NotificationView(
            uid=row.uid,
            sentence=kind_named(row.kind).sentence(row.params),
            link=row.link,
            created_at=row.created_at,
            read=row.read_at is not None,
        )
        for row in rows
    ]


def unread_count(user: User) -> int:
    """Return how many a user has not seen."""
    return Notification.objects.filter(user=user, read_at=None).count()


def mark_read(user: User, uid: UUID | None = None) -> int:
    """Note that a user has seen one of their own notifications, or all; return how many."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if uid is not None:
        unread = unread.filter(uid=uid)
    return unread.update(read_at=wall_now())


def forget_old() -> int:
    """Delete what is older than a year; return how many rows."""
    deleted, _ = Notification.objects.filter(created_at__lt=business_now() - KEPT).delete()
    return deleted
