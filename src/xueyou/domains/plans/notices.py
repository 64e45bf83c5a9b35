"""What people are told about the documents they handed in."""

from xueyou.domains.plans.models import PlanDocument, Reading
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

READ = notification_kind("plans.document.read", zh="《{title}》读完了，读出{items}项。")

REFUSED = notification_kind(
    "plans.document.refused", zh="《{title}》没有读成，文件没有留下。点开看原因，改好后再交一次。"
)


def tell_that_it_is_refused(a: ActInProgress, document: PlanDocument) -> None:
    """Tell who handed the document in that it could not be read; in the same transaction."""
    notify(
        REFUSED.name,
        act_uid=a.uid,
        users=[document.received_by],
        params={"title": document.title},
        link=f"/bureau/plans/{document.uid}/",
    )


def tell_that_it_is_read(a: ActInProgress, document: PlanDocument, reading: Reading) -> None:
    """Tell who handed the document in; inside the transaction that files the reading."""
    notify(
        READ.name,
        act_uid=a.uid,
        users=[document.received_by],
        params={"title": document.title, "items": str(reading.counts["all"])},
        link=f"/bureau/plans/{document.uid}/",
    )
