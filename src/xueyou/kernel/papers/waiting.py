"""Owns who hears that a paper waits: whoever can take its next step, in words that tell no more."""

from xueyou.kernel.papers.access import CHECK_PAPER, COUNTERSIGN_PAPER, SIGN_PAPER
from xueyou.kernel.papers.kinds import kind_of
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.steps import begins, drafters
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import scope
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

WAITS = {
    "check": (CHECK_PAPER, notification_kind("papers.waits.check", zh="有一件公文等您核稿。")),
    "countersign": (
        COUNTERSIGN_PAPER,
        notification_kind("papers.waits.countersign", zh="有一件公文等您会签。"),
    ),
    "sign": (SIGN_PAPER, notification_kind("papers.waits.sign", zh="有一件公文等您签发。")),
}
RETURNED = notification_kind("papers.returned", zh="有一件公文退回来了，请您看意见再改。")


def tell_that_it_waits(a: ActInProgress, paper: Paper) -> None:
    """Tell everybody who can take the next step, but for those who wrote the paper.

    Inside the act that moved it, after it is saved. Nobody hears once it is signed.
    """
    kind = kind_of(paper.kind)
    for step, (permission, waits) in WAITS.items():
        if paper.state in begins(step, kind):
            users = _able(paper, permission)
            notify(
                waits.name,
                act_uid=a.uid,
                users=users,
                params={},
                link=_link(paper),
                at=a.business_at,
            )


def tell_that_it_is_returned(a: ActInProgress, paper: Paper) -> None:
    """Tell those who wrote the paper that it was sent back to them."""
    users = User.objects.filter(pk__in=drafters(paper), is_active=True)
    notify(
        RETURNED.name, act_uid=a.uid, users=users, params={}, link=_link(paper), at=a.business_at
    )


def _able(paper: Paper, permission: Permission) -> list[User]:
    named = [role.name for role in roles() if role.grants_of(permission)]
    rows = (
        Assignment.objects.in_force()
        .filter(role__in=named, user__is_active=True)
        .exclude(user__in=drafters(paper))
        .select_related("user", "organisation")
    )
    found = {
        row.user.pk: row.user
        for row in rows
        if scope(actor_for(row.user, row.organisation.uid), permission).filter(pk=paper.pk).exists()
    }
    return list(found.values())


def _link(paper: Paper) -> str:
    return f"/bureau/papers/{paper.uid}/"
