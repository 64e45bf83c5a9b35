"""Last year's calls of three counties: checked, drawn, published, answered, refilled, appealed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.committee import committee
from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.drawing import ending
from xueyou.demo.replay.enrolling import call_of, round_of, setting_up, zones
from xueyou.demo.replay.home_ledger import home_ledger
from xueyou.demo.replay.offices import offices
from xueyou.demo.replay.onward import SAID_ON, Onward, onward
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.replay.statutory import statutory
from xueyou.demo.replay.supplementary import supplementary
from xueyou.demo.year.crowd import THOUSAND, chance
from xueyou.demo.year.enrolment import Opened
from xueyou.demo.year.seasons import CX_DONE, TX_DONE
from xueyou.domains.checks.services.agreeing import pass_agreeing
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Choice,
    Decision,
    Offer,
    OfferState,
    Option,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.appeals import answer_appeal, appeal
from xueyou.kernel.calls.services.offers import lapse_due, reply
from xueyou.kernel.calls.services.refilling import call_from_waiting

BATCHES = 3
MOST_UNHAPPY = 20
"""As many times five hundred files are passed together."""
DECLINES, SILENT = 35, 60
REFILLED = (date(2026, 7, 19), date(2026, 7, 24))
ASKED = "我们家的房产证是去年九月换的新证，想请再核一次类别。"
KEPT = "已经重新核过：类别和先后都照招生通告，没有错，维持原结果。统筹安排的学校由我们另行通知您。"
UPHELD = "核对后确认：登记的迁入日期录错了一年，是我们的差错。给您增加这所学校的学位。"


def cx_done(count: int | None = None) -> list[Event]:
    """Return last year's call of 澄西区: private schools too, points, the committee."""
    opened, made = CX_DONE.of(count)
    assert CX_DONE.ended is not None
    asked = {
        "police": (date(2026, 6, 15), date(2026, 6, 18)),
        "housing": (date(2026, 6, 15), date(2026, 6, 19)),
        "human_resources": (date(2026, 6, 15), date(2026, 6, 22)),
    }
    return [
        school_year(),
        *zones(opened),
        home_ledger(opened, made, date(2026, 4, 28)),
        *setting_up(opened),
        *crowded(CX_DONE, opened, made),
        *offices(opened, asked),
        *committee(opened, made, date(2026, 6, 23)),
        *statutory(opened, made, date(2026, 6, 23)),
        *_passed(opened, date(2026, 6, 24)),
        *ending(CX_DONE.ended, partial(round_of, opened)),
        *appeals(opened, date(2026, 7, 8), 4, upheld=1),
        *onward(Onward(opened, CX_DONE.ended, SAID_ON, 9)),
    ]


def tx_done(count: int | None = None) -> list[Event]:
    """Return last year's call of 桐溪县: by the day of the household, replies, a second round."""
    opened, made = TX_DONE.scarce(count)
    assert TX_DONE.ended is not None
    return [
        school_year(),
        *zones(opened),
        *setting_up(opened),
        *crowded(TX_DONE, opened, made),
        *statutory(opened, made, date(2026, 6, 23)),
        *ending(TX_DONE.ended, partial(round_of, opened)),
        _event(opened, "replies", moment(date(2026, 7, 12), 20), "家长答复", _reply),
        _event(opened, "lapsed", moment(date(2026, 7, 18), 1), "到期没有答复的", _lapse),
        _event(opened, "refilled", moment(REFILLED[0], 10), "依次递补", _refill),
        _event(opened, "second", moment(date(2026, 7, 21), 20), "递补的家长答复", _reply),
        *appeals(opened, date(2026, 7, 10), 2, upheld=0),
        *supplementary(opened, made),
        _event(opened, "third", moment(date(2026, 8, 12), 20), "补录的家长答复", _reply),
        _event(opened, "over", moment(date(2026, 8, 18), 1), "到期没有答复的", _lapse),
        *onward(Onward(opened, TX_DONE.ended, date(2026, 8, 18), 26)),
    ]


def appeals(opened: Opened, on: date, count: int, *, upheld: int | None) -> Iterator[Event]:
    """Yield that families ask for another look; `upheld`: so many had cause, None: open yet."""
    for n in range(count):
        at = moment(on, 19, n * 9)
        do = partial(_appeal, opened, n)
        yield Event(at, f"demo-{opened.name}-appeal-{n}", "家长申请复核", do)
    if upheld is None:
        return
    for n in range(count):
        at = moment(on + timedelta(days=3), 15, n * 9)
        answer = partial(_answer, opened, n < upheld)
        yield Event(at, f"demo-{opened.name}-appeal-{n}-answer", "答复复核", answer)


def _event(opened: Opened, name: str, at: datetime, said: str, do: object) -> Event:
    assert callable(do)
    return Event(at, f"demo-{opened.name}-{name}", said, partial(do, opened))


def _passed(opened: Opened, on: date) -> Iterator[Event]:
    for n in range(BATCHES):
        key = f"demo-{opened.name}-passed-{n}"
        said = "各单位都说相符的，一起通过"
        yield Event(moment(on, 10 + n), key, said, partial(_pass, opened))


def _pass(opened: Opened, *, key: str, at: datetime) -> None:
    try:
        pass_agreeing(actor=person(opened.officer), call_uid=call_of(opened).uid, key=key, at=at)
    except CallRefused:
        return  # all are passed on which everybody agrees


def _reply(opened: Opened, *, key: str, at: datetime) -> None:
    """Let families reply whose offers are open: most accept, a few decline, a few say nothing."""
    rows = Offer.objects.filter(call=call_of(opened), state=OfferState.OPEN)
    for offer in rows.select_related("application__drafted_by").order_by("pk"):
        luck = chance(THOUSAND, opened.name, offer.application.drafted_by.login_name)
        if DECLINES <= luck < SILENT:
            continue
        who = person(offer.application.drafted_by.login_name)
        try:
            reply(
                actor=who,
                offer_uid=offer.uid,
                accept=luck >= DECLINES,
                key=f"{key}-{offer.uid}",
                at=at,
            )
        except CallRefused:
            continue  # its time was over: it lapses like those who said nothing


def _lapse(opened: Opened, *, key: str, at: datetime) -> None:
    lapse_due(at=at)


def _refill(opened: Opened, *, key: str, at: datetime) -> None:
    for option in Option.objects.filter(call=call_of(opened)).order_by("code"):
        call_from_waiting(
            actor=person(opened.officer),
            round_uid=round_of(opened).uid,
            option_uid=option.uid,
            reply_by=moment(REFILLED[1], 17),
            key=f"{key}-{option.code}",
            at=at,
        )


def _appeal(opened: Opened, n: int, *, key: str, at: datetime) -> None:
    """Let the n-th ask of those who were not placed, or not where they wished."""
    unhappy = _unhappy(opened)
    if n < len(unhappy):
        appeal(
            actor=person(unhappy[n].drafted_by.login_name),
            application_uid=unhappy[n].uid,
            words=ASKED,
            key=key,
            at=at,
        )


def _unhappy(opened: Opened) -> list[Application]:
    """Return some to whom the result says least: not placed, or not where they wished first."""
    rows = Decision.objects.filter(
        run__round=round_of(opened), run__purpose="official", application__withdrawn_at=None
    )
    first = _first_wishes(opened)
    placed = rows.order_by("application__pk").values_list("application", "option")
    keys = sorted(placed, key=lambda row: (row[1] is not None, first.get(row[0]) == row[1], row[0]))
    some = [pk for pk, _ in keys[:MOST_UNHAPPY]]
    found = Application.objects.select_related("drafted_by").in_bulk(some)
    return [found[pk] for pk in some]


def _first_wishes(opened: Opened) -> dict[int, int]:
    """Return the option that each application wished for first, in the batch it names first."""
    rows = Choice.objects.filter(round=round_of(opened), rank=1).order_by("-batch")
    return dict(rows.values_list("application", "option"))


def _answer(opened: Opened, upheld: bool, *, key: str, at: datetime) -> None:
    rows = Appeal.objects.filter(decision__run__round=round_of(opened), state="open")
    found = rows.select_related("decision__application").order_by("pk").first()
    if found is None:
        return
    wished = _first_wishes(opened).get(found.decision.application_id)
    option = None
    if upheld and wished is not None and wished != found.decision.option_id:
        option = Option.objects.get(pk=wished).uid
    upheld = option is not None
    answer_appeal(
        actor=person(opened.officer),
        appeal_uid=found.uid,
        upheld=upheld,
        answer=UPHELD if upheld else KEPT,
        option_uid=option,
        key=key,
        at=at,
    )
