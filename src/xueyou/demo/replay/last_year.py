"""What lies around the year: the year before, settled; and the long plan, still under review."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.reviewing import CONFIRMER, REVIEWER, confirmation, open_document
from xueyou.demo.replay.stage import Event, Steered, moment, person, received
from xueyou.domains.plans.models import Item, Settlement
from xueyou.domains.plans.services.plan_versions import accept_rest
from xueyou.domains.plans.services.reviewing import accept
from xueyou.domains.plans.settlements.deciding import confirm_settlement, say_pair
from xueyou.domains.plans.settlements.settle_plan import settle_plan

WORK_POINTS = "临澄市教育局2025年教育工作要点"
SUMMARY = "临澄市教育局2025年工作总结"
SETTLED, LOOKED_AT = date(2026, 1, 13), date(2026, 1, 15)
WORDS_ON_LINES = {"F010": "different", "F024": "different"}
"""Pairs the engine was not sure of: other people's satisfaction; new ones against all of them."""
LONG_PLAN = "临澄市教育事业发展规划（2024—2028年）"
LONG_OPENED = date(2026, 11, 18)
OPENED, REVIEWED, CONFIRMED = date(2025, 2, 24), date(2025, 2, 25), date(2025, 2, 28)


def last_year() -> Iterator[Event]:
    """Yield the plan of 2025, taken as it was read, and how it was held against its summary."""
    steered = Steered(WORK_POINTS)
    opened = partial(open_document, steered, WORK_POINTS, 2025, 2025)
    yield Event(moment(OPENED), "demo-open-2025", "把上一年的要点立为计划", opened)
    doubtful = partial(_accept_doubtful, steered)
    yield Event(moment(REVIEWED), "demo-doubtful-2025", "核对拿不准的条目", doubtful)
    yield from confirmation(steered, 2025, moment(REVIEWED, 17), moment(CONFIRMED, 11))
    settle = partial(_settle, steered)
    yield Event(moment(SETTLED, 15), "demo-settle-2025", "拿总结和上一年的要点对账", settle)
    looked_at, ready = moment(LOOKED_AT), partial(_is_settled, steered)
    for line, verdict in WORDS_ON_LINES.items():
        say = partial(_say, steered, line, verdict)
        said = f"demo-settle-2025-{line}"
        yield Event(looked_at, said, "核对拿不准的对账", say, ready=ready)
    close = partial(_close, steered)
    yield Event(moment(LOOKED_AT, 16), "demo-settled-2025", "局长确认对账", close, ready=ready)


def _is_settled(steered: Steered) -> bool:
    return Settlement.objects.filter(plan__title=steered.title).exists()


def _say(steered: Steered, line: str, verdict: str, *, key: str, at: datetime) -> None:
    say_pair(
        actor=person(REVIEWER),
        settlement_uid=Settlement.objects.get(plan=steered.plan).uid,
        line=line,
        verdict=verdict,
        key=key,
        at=at,
    )


def _close(steered: Steered, *, key: str, at: datetime) -> None:
    confirm_settlement(
        actor=person(CONFIRMER),
        settlement_uid=Settlement.objects.get(plan=steered.plan).uid,
        key=key,
        at=at,
    )


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


def long_plan() -> Iterator[Event]:
    """Yield the opening of the plan of five years, which is being reviewed these days."""
    opened = partial(open_document, Steered(LONG_PLAN), LONG_PLAN, 2024, 2028)
    yield Event(moment(LONG_OPENED, 14), "demo-open-2024", "把五年规划立为计划", opened)
