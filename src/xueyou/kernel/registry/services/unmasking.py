"""Look at a whole number: with a reason, remembered as an act, and not five hundred an hour."""

from datetime import datetime, timedelta
from uuid import UUID

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import UNMASK_NUMBER, WATCH_NUMBERS
from xueyou.kernel.registry.models import IDENTIFIER_NUMBER, Identifier
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import target
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify
from xueyou.platform.time import wall_now

REASONS = {
    "document": "核对证件原件",
    "family": "家长来电来访核对",
    "letter": "公函协查",
    "duplicate": "判断是不是重复档案",
    "correction": "更正登记",
    "payment": "发放资助",
}
"""What somebody may want a whole number for; the act keeps the code."""
WINDOW = timedelta(hours=1)
ALARM = 20
MOST = 60
"""Numbers one account looks at in an hour: told to those who watch, and no further."""

MANY_NUMBERS = notification_kind(
    "registry.numbers.many",
    zh="有一个账号一小时内查看了{count}个完整证件号码，请在操作记录里核对是否正当。",
)


def unmask(
    *,
    actor: Actor,
    identifier_uid: UUID | str,
    reason: str,
    key: str,
    at: datetime | None = None,
) -> str:
    """Return the whole number. Raises NotFound; RegistryRefused without a reason or above MOST.

    The number is in no receipt: a repeated key reads it again, and counts as one look.
    """
    if reason not in REASONS:
        raise RegistryRefused("查看完整号码要选一个理由。没有显示。")
    request = {"identifier": str(identifier_uid), "reason": reason}
    with act(actor, verbs.UNMASK_NUMBER.name, at=at, key=key, request=request) as a:
        found = target(actor, UNMASK_NUMBER, identifier_uid)
        assert isinstance(found, Identifier)
        if a.repeated:
            return IDENTIFIER_NUMBER.text(found)
        looked = Act.objects.filter(
            verb=verbs.UNMASK_NUMBER.name, at__gt=wall_now() - WINDOW, actor=str(actor)
        ).count()
        if looked >= MOST:
            raise RegistryRefused(
                f"一小时最多查看{MOST}个完整号码，已经到了。没有显示。"
                "要成批使用，请走导出，由负责人批准。"
            )
        a.about("identifier", found.uid)
        a.data = {"identifier": found.uid, "kind": found.kind, "reason": reason}
        if looked + 1 == ALARM:
            count = {"count": str(ALARM)}
            notify(MANY_NUMBERS.name, act_uid=a.uid, users=_watchers(), params=count)
        return IDENTIFIER_NUMBER.text(found)


def _watchers() -> list[User]:
    names = [role.name for role in roles() if role.grants_of(WATCH_NUMBERS)]
    held = Assignment.objects.in_force().filter(role__in=names)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))
