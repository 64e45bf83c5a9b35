"""What everybody may read of a round from its announcement on: times, rules, places, its draws.

Nobody need sign in, and no person is in it. How many asked for an option is told once the round is
published, so that nobody chooses by what others chose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from xueyou.kernel.calls.common_questions import NOTICE, CommonQuestion, questions_at
from xueyou.kernel.calls.contacts import contact_of
from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.kinds import call_kinds, kind_of
from xueyou.kernel.calls.models import (
    CapacityLine,
    Phase,
    PhaseStep,
    Round,
    RoundMode,
    RoundState,
    Run,
)
from xueyou.kernel.calls.selectors.arranged import arranged_in, why_arranged
from xueyou.kernel.calls.selectors.calls import (
    SHOWN,
    OptionPlaces,
    PlacesLine,
    options_of,
)
from xueyou.kernel.calls.selectors.common_questions import questions_of
from xueyou.kernel.calls.selectors.proofs import result_code
from xueyou.kernel.calls.selectors.rules_shown import RulesShown, rules_shown
from xueyou.kernel.calls.services.runs import DRAW
from xueyou.kernel.draws.selectors import DrawRegistered, draws_registered, files_registered
from xueyou.kernel.publications.selectors import standing_of
from xueyou.platform.access.reading import NotFound
from xueyou.platform.time import business_now, business_today

RUN = "run"
LINE = ("kind", "batch", "pool", "delta", "reason")


@dataclass(frozen=True, slots=True)
class PublicRound:
    """A round in the list."""

    uid: UUID
    call: UUID
    kind_zh: str
    title: str
    organisation: str
    year: int
    ordinal: int
    opens_at: datetime
    closes_at: datetime
    stage: str
    rolling: bool


@dataclass(frozen=True, slots=True)
class Window:
    """When a class of applicants may hand in; `who` is empty for everybody."""

    who: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option with its places and the cause of each line; `asked` once that is told, and `why`
    what 统筹 gave there.
    """

    option: OptionPlaces
    lines: Sequence[PlacesLine]
    asked: int | None
    why: str


@dataclass(frozen=True, slots=True)
class ResultShown:
    """What is published of the result: its code, and the lists that stand now."""

    code: str
    lists: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round with everything that is public of it. `contact` is "" where nobody has set one;
    `questions` are those of the notice first, then page by page of the form.
    """

    row: PublicRound
    windows: Sequence[Window]
    options: Sequence[OptionShown]
    rules: RulesShown
    source: str
    verified: bool
    draws: Sequence[DrawRegistered]
    contact: str
    questions: Sequence[CommonQuestion]
    questions_uid: UUID | None
    result: ResultShown | None


def rounds_shown(number: int, size: int) -> list[PublicRound]:
    """Return announced rounds of public kinds, newest first: a page, and one row more if any."""
    rows = _public().order_by("-opens_at", "-pk")
    now, first = business_now(), (number - 1) * size
    return [_row(one, now) for one in rows[first : first + size + 1]]


def round_shown(uid: UUID | str) -> RoundShown:
    """Return one of them. Raises NotFound."""
    round_ = _found(uid)
    book = round_.rulebook
    assert book is not None, "no round is announced without its rules"
    now = business_now()
    told = round_.published_at is not None and round_.published_at <= now
    classes = kind_of(round_.call.kind).classes
    lines = _lines(round_)
    run = effective(round_)
    arranged = {} if run is None else arranged_in(run)
    phases = Phase.objects.filter(round=round_, step=PhaseStep.APPLY).order_by("opens_at", "pk")
    return RoundShown(
        row=_row(round_, now),
        windows=[
            Window(classes.get(one.applicant_class, ""), one.opens_at, one.closes_at)
            for one in phases
        ],
        options=[
            OptionShown(
                replace(one, places=sum(line.delta for line in lines[one.uid])),
                lines[one.uid],
                one.asked if told else None,
                why_arranged(one.asked, arranged.get(one.uid, 0), outside=True),
            )
            for one in options_of(round_.uid)
            if one.uid in lines
        ],
        rules=rules_shown(book.text),
        source=book.source,
        verified=book.verified,
        draws=draws_registered(DRAW.code, round_.uid),
        contact=contact_of(round_.call, business_today()),
        questions=_in_order(questions_of(questions_at(round_.call))),
        questions_uid=round_.call.questions_uid,
        result=None if run is None else _result(run),
    )


def rules_of_round(uid: UUID | str) -> str:
    """Return the very text by which the round is run. Raises NotFound."""
    book = _found(uid).rulebook
    assert book is not None
    return book.text


def draw_file(uid: UUID | str, ordinal: int, name: str) -> bytes:
    """Return commit.json or reveal.json of a draw of the round. Raises NotFound."""
    found = files_registered(DRAW.code, _found(uid).uid, ordinal).get(name)
    if found is None:
        raise NotFound
    return found


def _in_order(found: Sequence[CommonQuestion]) -> list[CommonQuestion]:
    """Return the questions with those of the notice in front."""
    return sorted(found, key=lambda one: one.place != NOTICE)


def _result(run: Run) -> ResultShown:
    return ResultShown(result_code(run.uid), standing_of(RUN, run.uid))


def _lines(round_: Round) -> dict[UUID, list[PlacesLine]]:
    """Return why each option has its places, oldest cause first; one query."""
    found: dict[UUID, list[PlacesLine]] = {}
    unshown = kind_of(round_.call.kind).unshown_batches
    rows = CapacityLine.objects.filter(round=round_, voided_at=None).exclude(batch__in=unshown)
    rows = rows.order_by("pk")
    for option, *line in rows.values_list("option__uid", *LINE):
        found.setdefault(option, []).append(PlacesLine(*line))
    return found


def _public() -> QuerySet[Round]:
    kinds = [kind.code for kind in call_kinds() if kind.announced_to_all]
    return Round.objects.filter(state__in=SHOWN, call__kind__in=kinds).select_related(
        "call__organisation", "rulebook"
    )


def _found(uid: UUID | str) -> Round:
    try:
        found = _public().filter(uid=UUID(str(uid))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def _row(round_: Round, now: datetime) -> PublicRound:
    return PublicRound(
        uid=round_.uid,
        call=round_.call.uid,
        kind_zh=kind_of(round_.call.kind).zh,
        title=round_.call.title,
        organisation=round_.call.organisation.name,
        year=round_.call.year,
        ordinal=round_.ordinal,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        stage=_stage(round_, now),
        rolling=round_.mode == RoundMode.ROLLING,
    )


def _stage(round_: Round, now: datetime) -> str:
    """Return how far it is; a result that waits for its hour is not told of."""
    if round_.published_at is not None and round_.published_at <= now:
        return "结果已公布"
    if round_.state != RoundState.ANNOUNCED:
        return "已封存，等结果"
    if now < round_.opens_at:
        return "还没有开始"
    if round_.mode == RoundMode.ROLLING and now < round_.closes_at:
        return "随到随办"
    return "正在报名" if now < round_.closes_at else "报名已截止"
