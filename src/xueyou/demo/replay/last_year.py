"""The year before: its work points confirmed, and held against its summary when it was over."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.reviewing import REVIEWER, confirmation, open_document
from xueyou.demo.replay.stage import Event, Steered, moment, person, received
from xueyou.domains.plans.models import Item
from xueyou.domains.plans.services.plan_versions import accept_rest
from xueyou.domains.plans.services.reviewing import accept
from xueyou.domains.plans.settlements.settle_plan import settle_plan

WORK_POINTS = "临澄市教育局2025年教育工作要点"
SUMMARY = "临澄市教育局2025年工作总结"
SETTLED = date(2026, 1, 13)
OPENED, REVIEWED, CONFIRMED = date(2025, 2, 24), date(2025, 2, 25), date(2025, 2, 28)


def last_year() -> Iterator[Event]:
    """Yield the plan of 2025, taken as it was read; its settlement waits to be confirmed."""
    steered = Steered(WORK_POINTS)
    opened = partial(open_document, steered, WORK_POINTS, 2025)
    yield Event(moment(OPENED), "demo-open-2025", "把上一年的要点立为计划", opened)
    doubtful = partial(_accept_doubtful, steered)
    yield Event(moment(REVIEWED), "demo-doubtful-2025", "核对拿不准的条目", doubtful)
    yield from confirmation(steered, 2025, moment(REVIEWED, 17), moment(CONFIRMED, 11))
    settle = partial(_settle, steered)
    yield Event(moment(SETTLED, 15), "demo-settle-2025", "拿总结和上一年的要点对账", settle)


def _settle(steered: Steered, *, key: str, at: datetime) -> None:
    settle_plan(
        actor=person(REVIEWER),
        plan_uid=steered.plan.uid,
        document_uid=received(SUMMARY).uid,
        key=key,
        at=at,
    )


def _accept_doubtful(steered: Steered, *, key: str, at: datetime) -> None:
    """Accept one by one what the reader was not sure of, then all of which it was."""
    actor = person(REVIEWER)
    accept_rest(actor=actor, plan_uid=steered.plan.uid, key=key, at=at)
    for item in Item.objects.filter(version__plan=steered.plan, state="open").order_by("ordinal"):
        accept(
            actor=actor,
            item_uid=item.uid,
            revision=item.revision,
            tolerance=0 if item.content.get("comparator") == "approx" else None,
            key=f"{key}-{item.key}",
            at=at,
        )
