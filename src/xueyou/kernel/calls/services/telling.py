"""Telling families what became of their applications: who they are today, in their own words.

No message names a child: it may stay with somebody who is no guardian any more.
"""

from uuid import UUID

from django.db import transaction

from xueyou.kernel.calls.models import Application, ApplicationState, Round, RoundMode
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.registry.models import Claim
from xueyou.kernel.registry.selectors.accounts import guarding
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.jobs.api import RunningJob
from xueyou.platform.notifications.kinds import NotificationKind, notification_kind
from xueyou.platform.notifications.telling import Told, notify_each
from xueyou.platform.time import business_today

TELL = "calls.tell"
AT_ONCE = 1000
MATTERS = "/family/matters/"
ACCOUNT = "holder__account_id"

HANDED_IN = notification_kind(
    "calls.application.submit", zh="{title}交好了，受理号{number}。报名截止前都可以改。"
)
CAME_IN = notification_kind(
    "calls.application.came", zh="{title}交好了，受理号{number}。核对完就定，定以前都可以改。"
)
CHANGED = notification_kind(
    "calls.application.change", zh="{title}改好了，受理号还是{number}。改过的这一份算数。"
)
SENT_BACK = notification_kind(
    "calls.application.send_back", zh="{title}还差几样，补上就行。要补什么写在里面，受理号不变。"
)
NOT_SENT_BACK = notification_kind(
    "calls.application.not_sent_back",
    zh="{title}不用补了：退回的那一次撤销了，已经交的照样算数，受理号不变。",
)
PARTED = notification_kind(
    "calls.application.ungroup",
    zh="{title}里绑在一起的申请分开了：核对下来不是双胞胎、多胞胎。志愿各留一份。"
    "有不同意见，请带出生医学证明联系受理单位。",
)
PUBLISHED = notification_kind("calls.round.publish", zh="{title}的结果出来了，点开看结果和原因。")
ONWARD_TOLD = notification_kind(
    "calls.call.onward", zh="{title}还没有得到学位的孩子，下一步怎么办写好了，点开看。"
)
CALLED = notification_kind(
    "calls.offer.called", zh="{title}候补到了名额，点开看是哪里、要不要答复。"
)
ANSWERED = notification_kind("calls.appeal.answer", zh="{title}的复核有答复了，点开看。")


def tell_handed_in(a: ActInProgress, application: Application, *, first: bool) -> None:
    """Tell both guardians that it is handed in, in the same act."""
    said = {"title": application.call.title, "number": shown(application.receipt_no)}
    rolling = application.round is not None and application.round.mode == RoundMode.ROLLING
    new = CAME_IN if rolling else HANDED_IN
    _tell(a, new if first else CHANGED, application, said)


def tell_of(a: ActInProgress, kind: NotificationKind, application: Application) -> None:
    """Tell the family of something that became of its application, in the same act."""
    _tell(a, kind, application, {"title": application.call.title})


def tell_published(job: RunningJob, round_uid: UUID, act_uid: UUID) -> None:
    """Tell the families of a round that its result is there, some at a time; none twice."""
    round_ = Round.objects.select_related("call").get(uid=round_uid)
    said = {"title": round_.call.title}
    links = _links(round_)
    accounts = sorted(links)
    for start in range(0, len(accounts), AT_ONCE):
        job.progress(start, len(accounts), f"正在通知：{start}/{len(accounts)}")
        some = accounts[start : start + AT_ONCE]
        with transaction.atomic():
            job.hold()
            told = [Told(one, said, links[one]) for one in some]
            notify_each(PUBLISHED.name, act_uid=act_uid, told=told, at=round_.published_at)


def _tell(
    a: ActInProgress, kind: NotificationKind, application: Application, said: dict[str, str]
) -> None:
    if application.person_id is None:
        accounts = [] if application.claim is None else _claiming(application.claim)
    else:
        bonds = guarding(business_today()).filter(subject=application.person_id)
        accounts = list(bonds.values_list(ACCOUNT, flat=True))
    told = [Told(one, said, _link(application.uid)) for one in set(accounts)]
    notify_each(kind.name, act_uid=a.uid, told=told, at=a.business_at)


def _claiming(claim: Claim) -> list[int]:
    """Return whose child it is to be: who claims it, and with whom he shares the claim."""
    if not claim.shared:
        return [claim.account_id]
    shared = claim.sharings.filter(ended_at=None, account__isnull=False)
    return [claim.account_id, *shared.values_list("account_id", flat=True)]


def _links(round_: Round) -> dict[int, str]:
    """Return every account with an application in the round, and where its message leads."""
    asked = Application.objects.filter(round=round_).exclude(state=ApplicationState.WITHDRAWN)
    claimed = asked.filter(person=None, claim__isnull=False)
    pairs = list(claimed.values_list("claim__account_id", "uid"))
    shared = claimed.filter(claim__sharings__ended_at=None, claim__sharings__account__isnull=False)
    pairs += shared.values_list("claim__sharings__account_id", "uid")
    uids = dict(asked.exclude(person=None).values_list("person_id", "uid"))
    people = sorted(uids)
    for start in range(0, len(people), AT_ONCE):
        bonds = guarding(business_today()).filter(subject__in=people[start : start + AT_ONCE])
        pairs += [
            (account, uids[child]) for account, child in bonds.values_list(ACCOUNT, "subject")
        ]
    links: dict[int, str] = {}
    for account, uid in pairs:
        link = _link(uid)
        links[account] = link if links.get(account, link) == link else MATTERS
    return links


def _link(uid: UUID) -> str:
    return f"/family/applications/{uid}/"
