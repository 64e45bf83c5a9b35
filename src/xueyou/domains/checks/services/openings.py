"""Open a file: remembered each time; many in an hour are told to those who audit, then no more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import OPEN_FILE, WATCH_OPENINGS
from xueyou.domains.checks.desk_parameters import OPENINGS
from xueyou.domains.checks.models import Opening, Recusal
from xueyou.kernel.calls.insiders import (
    OwnKin,
    hindrance,
    near,
    require_all_impartial,
    tried_since,
)
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import target
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.telling import notify
from xueyou.platform.time import business_today, wall_now

WINDOW = timedelta(hours=1)
AGAIN = timedelta(minutes=10)
"""Coming back to a file within this time is the same look."""
MANY_OPENED = notification_kind(
    "checks.openings.many",
    zh="有一个账号一小时内打开了{count}份报名申请，请在操作记录里核对是否正当。",
)


class TooManyOpened(CallRefused):
    """The account has opened as many files within the hour as one may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"一小时最多打开{most}份申请，已经到了，这一份没有打开，审计管理员也知道了。"
            "过一会儿再来；要成批核对，请用表格。"
        )


@hindrance
def declared_partial(user: User, applications: Sequence[Application]) -> set[int]:
    """Return the applications from which the account keeps out by its own word."""
    keys = [one.pk for one in applications]
    rows = Recusal.objects.filter(account=user, application__in=keys)
    return set(rows.values_list("application_id", flat=True))


def open_file(*, actor: Actor, application_uid: UUID | str, at: datetime | None = None) -> None:
    """Remember that the actor looks into an application, before it is shown to him.

    Raises NotFound; OwnKin for a file of his own family: it is not shown, and the try remembered;
    TooManyOpened.
    """
    application: Application = target(actor, OPEN_FILE, application_uid)
    user = actor.user
    assert isinstance(user, User), "only people open files"
    now = wall_now()
    if near(actor, [application]):
        if not tried_since(actor, application, now - AGAIN):
            require_all_impartial(actor, [application], at=at)
        raise OwnKin
    recent = Opening.objects.filter(account=user, at__gt=now - WINDOW)
    if recent.filter(application=application, at__gt=now - AGAIN).exists():
        return
    others = recent.exclude(application=application)
    opened = others.values("application_id").distinct().count() + 1
    limits = parameter(OPENINGS, application.call.organisation, business_today()).value
    if opened > limits["most"]:
        raise TooManyOpened(limits["most"])
    with act(actor, desk_verbs.OPEN_FILE.name, at=at) as a:
        Opening.objects.create(application=application, account=user, at=a.at)
        if opened >= limits["alarm"] and not _told_of(actor, now - WINDOW):
            count = {"count": str(opened)}
            notify(MANY_OPENED.name, act_uid=a.uid, users=_watchers(), params=count)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": application.call.uid}


def recuse(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Keep out of an application by one's own word, for good: another works on it. NotFound."""
    request = {"application": str(application_uid)}
    with act(actor, desk_verbs.RECUSE.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, OPEN_FILE, application_uid)
        if a.repeated:
            return
        assert isinstance(actor.user, User)
        Recusal.objects.get_or_create(
            application=application, account=actor.user, defaults={"declared_at": a.business_at}
        )
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": application.call.uid}


def file_to_work_on(
    actor: Actor, permission: Permission, uid: UUID | str, at: datetime | None
) -> Application:
    """Return a file that the actor may decide, before the act that does it.

    Raises NotFound; OwnKin, which is remembered.
    """
    found: Application = target(actor, permission, uid)
    require_all_impartial(actor, [found], at=at)
    return found


def _told_of(actor: Actor, since: datetime) -> bool:
    """Return whether those who audit have heard of the account since then."""
    opened = Act.objects.filter(verb=desk_verbs.OPEN_FILE.name, actor=str(actor), at__gt=since)
    told = Notification.objects.filter(kind=MANY_OPENED.name, act_uid__in=opened.values("uid"))
    return told.exists()


def _watchers() -> list[User]:
    names = [role.name for role in roles() if role.grants_of(WATCH_OPENINGS)]
    held = Assignment.objects.in_force().filter(role__in=names)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))
