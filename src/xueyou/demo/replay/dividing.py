"""文澜小学 divides its first grade: roster, demands, a rehearsal, the lot on a stage, the list.

Between the day on which the newcomers came and the day on which the school hands in its roll: what
the roll says of classes is what was drawn.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Protocol

from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year import clubs
from xueyou.demo.year.clubs import CHECKER, CLERK, PRINCIPAL
from xueyou.domains.classes.models import Alarm, Division, LotPurpose
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.alarms import answer_alarm
from xueyou.domains.classes.services.demands import enter_demand
from xueyou.domains.classes.services.issuing import draft_order, issue_list
from xueyou.domains.classes.services.lots import commit_lot, reveal_lot, seal_list
from xueyou.domains.classes.services.opening import open_division
from xueyou.domains.classes.services.rehearsing import ask_rehearsal
from xueyou.domains.classes.services.requests import decide_request, log_request
from xueyou.formats.proof import draws
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign

OFFICER, SCHOOL = "zhengheng", clubs.SCHOOL
GRADE = 1
PREPARED, DRAWN = date(2026, 8, 30), date(2026, 8, 31)
ASKED, DECIDED = date(2026, 9, 8), date(2026, 9, 11)
SOURCE = Source("8月31日分班会上家长代表当场报数", "numbers:6:0:9")
CALLED, WITNESSES = "4 1 0 7 3 9", ("三七二九", "8 1 4 4")


class Step(Protocol):
    """What is done about the division on one day."""

    def __call__(self, division: Division, /, *, key: str, at: datetime) -> None:
        """Do it. Repeating it changes nothing."""


def dividing() -> Iterator[Event]:
    """Yield how the grade was divided, and one request to change class that was not granted."""
    steps = (
        (moment(PREPARED, 10), "twins", "登记双胞胎同班", _twins),
        (moment(PREPARED, 10, 30), "caught", "一项不在允许范围里的要求", _caught),
        (moment(PREPARED, 11), "rehearsed", "演练一次", _rehearse),
        (moment(PREPARED, 14), "answered", "教育局查了报警", _answer),
        (moment(PREPARED, 15), "sealed", "封存名单和规则", _seal),
        (moment(PREPARED, 16), "committed", "登记公开的号码从哪里来", _commit),
        (moment(DRAWN, 9, 30), "revealed", "家长报数，当众揭晓", _reveal),
        (moment(DRAWN, 9, 40), "ordered", "起草公布决定", _order),
        (moment(DRAWN, 9, 45), "checked", "核稿", _check),
        (moment(DRAWN, 9, 50), "signed", "校长签发", _sign),
        (moment(DRAWN, 9, 55), "issued", "名单贴到校门口", _issue),
        (moment(ASKED, 16), "asked", "家长提出调班", _ask),
        (moment(DECIDED, 10), "decided", "教育局决定不调", _decide),
    )
    yield Event(moment(PREPARED, 9), "demo-classes-opened", "按在籍登记取分班名单", _open)
    for at, name, said, step in steps:
        yield Event(at, f"demo-classes-{name}", said, partial(_where_it_is, step))


def _open(*, key: str, at: datetime) -> None:
    try:
        open_division(
            actor=person(CLERK),
            school_uid=place(SCHOOL).uid,
            grade=GRADE,
            classes=None,
            key=key,
            at=at,
        )
    except ClassesNotDone:
        return  # nobody was placed there: the city is told in part only


def _where_it_is(step: Step, *, key: str, at: datetime) -> None:
    """Take a step where the grade has pupils; a city that is told in part has none there."""
    found = Division.objects.filter(school=place(SCHOOL), grade=GRADE, year=PREPARED.year).first()
    if found is not None:
        step(found, key=key, at=at)


def _twins(division: Division, *, key: str, at: datetime) -> None:
    """Ask for children of one name and birthday to stay together, where the grade has such."""
    alike = defaultdict(list)
    for pupil in division.pupils.select_related("person").order_by("code"):
        alike[(pupil.person.born_on, pupil.person.name[:1])].append(pupil.uid)
    twins = next((pupils for pupils in alike.values() if len(pupils) == 2), None)
    if twins is not None:
        enter_demand(
            actor=person(CLERK),
            division_uid=division.uid,
            kind="together",
            ground="twins",
            reason="双胞胎，家长书面要求同班",
            pupils=twins,
            key=key,
            at=at,
        )


def _caught(division: Division, *, key: str, at: datetime) -> None:
    pupil = division.pupils.order_by("code").last()
    assert pupil is not None
    enter_demand(
        actor=person(CLERK),
        division_uid=division.uid,
        kind="fixed",
        ground="other",
        reason="家长想跟着某位班主任",
        pupils=[pupil.uid],
        class_number=1,
        key=key,
        at=at,
    )


def _rehearse(division: Division, *, key: str, at: datetime) -> None:
    ask_rehearsal(actor=person(CLERK), division_uid=division.uid, key=key, at=at)


def _answer(division: Division, *, key: str, at: datetime) -> None:
    for alarm in Alarm.objects.filter(division=division):
        answer_alarm(
            actor=person(OFFICER),
            alarm_uid=alarm.uid,
            answer="问过学校：这项要求没有采纳，名单照样抽签定。",
            key=key,
            at=at,
        )


def _seal(division: Division, *, key: str, at: datetime) -> None:
    seal_list(actor=person(CLERK), division_uid=division.uid, key=key, at=at)


def _commit(division: Division, *, key: str, at: datetime) -> None:
    lot = division.lots.get(purpose=LotPurpose.LIST)
    commit_lot(
        actor=person(CLERK),
        lot_uid=lot.uid,
        sources=[SOURCE],
        not_before=moment(DRAWN, 9),
        seals=[draws.seal(line) for line in WITNESSES],
        key=key,
        at=at,
    )


def _reveal(division: Division, *, key: str, at: datetime) -> None:
    lot = division.lots.get(purpose=LotPurpose.LIST)
    reveal_lot(
        actor=person(CLERK),
        lot_uid=lot.uid,
        published=CALLED,
        witnesses=WITNESSES,
        key=key,
        at=at,
    )


def _order(division: Division, *, key: str, at: datetime) -> None:
    draft_order(actor=person(CLERK), division_uid=division.uid, key=key, at=at)


def _order_of(division: Division) -> Paper:
    assert division.paper_uid is not None
    return Paper.objects.get(uid=division.paper_uid)


def _check(division: Division, *, key: str, at: datetime) -> None:
    paper = _order_of(division)
    revision = paper.revision
    check(actor=person(CHECKER), paper_uid=paper.uid, revision=revision, key=key, at=at)


def _sign(division: Division, *, key: str, at: datetime) -> None:
    paper = _order_of(division)
    revision = paper.revision
    sign(actor=person(PRINCIPAL), paper_uid=paper.uid, revision=revision, key=key, at=at)


def _issue(division: Division, *, key: str, at: datetime) -> None:
    issue_list(actor=person(CLERK), division_uid=division.uid, key=key, at=at)


def _ask(division: Division, *, key: str, at: datetime) -> None:
    pupil = division.pupils.order_by("code").first()
    assert pupil is not None
    log_request(
        actor=person(CLERK),
        pupil_uid=pupil.uid,
        asked_by="guardian",
        words="想和幼儿园的好朋友在一个班",
        to_class=None,
        key=key,
        at=at,
    )


def _decide(division: Division, *, key: str, at: datetime) -> None:
    for request in division.requests.all():
        decide_request(
            actor=person(OFFICER),
            request_uid=request.uid,
            granted=False,
            why="班级由公开抽签定，这不是调班的理由。学校请帮助孩子认识新同学。",
            key=key,
            at=at,
        )
