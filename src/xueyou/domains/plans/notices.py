"""What people are told about the documents they handed in."""

from xueyou.domains.plans.models import PlanDocument, Reading
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

READ = notification_kind("plans.document.read", zh="《{title}》读完了，读出{items}项。")


def tell_that_it_is_read(a: ActInProgress, document: PlanDocument, reading: Reading) -> None:
    """Tell who handed the document in; inside the transaction that files the reading."""
    notify(
        READ.name,
        act_uid=a.uid,
        users=[document.received_by],
        params={"title": document.title, "items": str(reading.counts["all"])},
        link=f"/bureau/plans/{document.uid}/",
    )
