"""A supplementary round 补录: who has no place asks once more, for places left and added ones.

The county opens further classes where most were turned away; nearly every family asks again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from django.db.models import Sum

from xueyou.demo.replay.drawing import Ended, ending
from xueyou.demo.replay.enrolling import BATCH, call_of, hand_in, notice_of, round_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import Household, chance
from xueyou.demo.year.enrolment import OFFICER_TX, Opened
from xueyou.demo.year.seasons import BY_HOUSEHOLD, CHECKER, SIGNER
from xueyou.domains.enrolment.rule_writing import rules_of_form
from xueyou.domains.enrolment.rulebooks.forms import SUPPLEMENTARY
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    CapacityLine,
    Offer,
    Option,
    Round,
)
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.offers import lapse_due
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round

NUMBER = "桐教〔2026〕19号"
ANNOUNCED, OPENS, CLOSES = date(2026, 7, 25), date(2026, 7, 27), date(2026, 7, 31)
REPLY_BY = date(2026, 8, 17)
ADDED: Mapping[str, int] = {"TX-01": 45, "TX-02": 45, "TX-03": 45, "TX-05": 20}
"""Places of classes that the county opens in addition."""
DAYS = 5
ELSEWHERE = 14
"""One of so many does not ask again: it has gone to another place."""
ENDED = Ended(
    "demo-enrolment-TX-2026-more",
    *(OFFICER_TX, CHECKER, SIGNER),
    frozen=date(2026, 8, 3),
    drawn=date(2026, 8, 4),
    ordered=date(2026, 8, 5),
    published=date(2026, 8, 7),
    drew="6618203",
    number_code="桐教招",
    numbered="桐教招〔2026〕24号",
)


def second_round_of(opened: Opened) -> Round:
    """Return the supplementary round of a call."""
    return Round.objects.get(call=call_of(opened), ordinal=2)


def supplementary(opened: Opened, made: Sequence[Household]) -> Iterator[Event]:
    """Yield it from the places that are left to the published result."""
    name, at = f"demo-{opened.name}-more", moment(ANNOUNCED, 9)
    due = moment(ANNOUNCED, 1)
    yield Event(due, f"{name}-due", "到期没有答复的", partial(_lapse))
    yield Event(at, name, "再办一轮补录", partial(_add, opened))
    for code in opened.places:
        lay = partial(_lay, opened, code)
        yield Event(at, f"{name}-{code}", "余下的和增加的学位", lay)
    yield Event(moment(ANNOUNCED, 15), f"{name}-announced", "公布补录的规则", partial(_say, opened))
    homes = {one.guardian.login_name: one.home.wishes for one in made}
    for day in range(DAYS):
        ask = partial(_ask_again, opened, homes, day)
        at = moment(date(2026, 7, OPENS.day + day), 20)
        if day == DAYS - 1:
            at = moment(CLOSES, 16)
        yield Event(at, f"{name}-asked-{day}", "没有录上的再报", ask)
    yield from ending(ENDED, partial(second_round_of, opened))


def _lapse(*, key: str, at: datetime) -> None:
    lapse_due(at=at)


def _add(opened: Opened, *, key: str, at: datetime) -> None:
    add_round(
        actor=person(opened.officer),
        call_uid=call_of(opened).uid,
        times=Times(moment(OPENS), moment(CLOSES, 17), reply_by=moment(REPLY_BY, 17)),
        kind="supplementary",
        key=key,
        at=at,
    )


def _lay(opened: Opened, code: str, *, key: str, at: datetime) -> None:
    """Lay what nobody holds in the first round, and what is added."""
    option = Option.objects.get(call=call_of(opened), code=code)
    lines = CapacityLine.objects.filter(option=option, round=round_of(opened), voided_at=None)
    planned = lines.aggregate(sum=Sum("delta"))["sum"] or 0
    left = planned - Offer.objects.filter(option=option, holds_place=True).count()
    given = (("left", left, "第一轮余下的学位"), ("added", ADDED.get(code, 0), "增加一个班"))
    for name, places, reason in given:
        if places > 0:
            add_line(
                actor=person(opened.officer),
                round_uid=second_round_of(opened).uid,
                option_uid=option.uid,
                kind="planned",
                delta=places,
                reason=reason,
                key=key if name == "added" else f"{key}-left",
                at=at,
            )


def _say(opened: Opened, *, key: str, at: datetime) -> None:
    notice = {
        **notice_of(opened),
        "notice": f"{opened.county_zh}{opened.year}年小学一年级补录通告",
        "number": NUMBER,
        "issued": ANNOUNCED.isoformat(),
    }
    announce_round(
        actor=person(opened.officer),
        round_uid=second_round_of(opened).uid,
        rules=rules_of_form(call_of(opened), SUPPLEMENTARY, {**notice, **BY_HOUSEHOLD}),
        source=NUMBER,
        key=key,
        at=at,
    )


def _ask_again(
    opened: Opened, homes: Mapping[str, tuple[str, ...]], day: int, *, key: str, at: datetime
) -> None:
    """Let a fifth of those without a place say again where they would like to go."""
    lines = CapacityLine.objects.filter(round=second_round_of(opened), batch=BATCH, voided_at=None)
    offered = dict(lines.values_list("option__code", "option__uid"))
    for application in _without(opened):
        who = application.drafted_by.login_name
        if chance(DAYS, opened.name, who, "again") != day or not chance(ELSEWHERE, who, "gone"):
            continue
        wishes = [offered[code] for code in homes[who] if code in offered]
        save_draft(
            actor=person(who),
            application_uid=application.uid,
            answers={},
            choices={BATCH: wishes or [offered[min(offered)]]},
            at=at,
        )
        hand_in(person(who), application.uid, at)


def _without(opened: Opened) -> list[Application]:
    """Return who handed in for the first round, was never offered a place, and has not asked."""
    rows = Application.objects.filter(round=round_of(opened), offers=None)
    rows = rows.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.CHECKED))
    return list(rows.select_related("drafted_by").order_by("pk"))
