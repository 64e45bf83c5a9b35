"""A call as those who run it see it: rounds, options with their lines, counts, papers, lists.

Counts only, never who wishes for what: wishes are nobody's to see before the freeze.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Sum

from xueyou.kernel.calls.access import (
    KEEP_ROUND,
    OPEN_CALL,
    READ_APPLICATION,
    READ_CALL,
    READ_ROUND,
)
from xueyou.kernel.calls.entrusted import within_reach
from xueyou.kernel.calls.kinds import CallKind, call_kinds, kind_of
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CallState,
    CapacityLine,
    Choice,
    LineKind,
    Option,
    Phase,
    Round,
    RoundState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import READ_RUN
from xueyou.kernel.calls.run_views import RunRow
from xueyou.kernel.calls.services.capacity import BY_HAND
from xueyou.kernel.calls.services.freezing import COUNTING, contested_in
from xueyou.kernel.calls.services.runs import DRAW
from xueyou.kernel.calls.views import CallRow, RoundRow
from xueyou.kernel.calls.windows import last_moment
from xueyou.kernel.draws.access import READ_DRAW
from xueyou.kernel.draws.selectors import DrawRow
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.models import PaperState
from xueyou.kernel.papers.views import PaperRow
from xueyou.kernel.publications.access import READ_PUBLICATION
from xueyou.kernel.publications.selectors import PublicationRow
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

OFFICES = ("bureau", "county")
OVER = (CallState.CLOSED, CallState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Openable:
    """A kind of call that the actor may open, and for whom."""

    kind: str
    zh: str
    organisation: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in the list, with the round that is furthest: its state, "" where there is none.

    A call that is over says so itself: closed or withdrawn.
    """

    row: CallRow
    kind_zh: str
    state: str
    mode: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineKept:
    """A line of an option's places; `by_hand` ones may be voided before the freeze."""

    id: int
    kind: str
    kind_zh: str
    batch: str
    pool: str
    delta: int
    reason: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class OptionKept:
    """An option with the sum of its lines in a round; `asked`: how many applications wish for it.

    `offered` is whether it has any line at all, be it one of 0 places.
    """

    uid: UUID
    code: str
    title: str
    lane: str
    lane_zh: str
    organisation: str
    places: int
    asked: int
    offered: bool
    lines: Sequence[LineKept]


@dataclass(frozen=True, slots=True)
class Counted:
    """Live counts of a round. `drafts` are not handed in; `contested` must be settled first."""

    drafts: int
    handed_in: int
    returned: int
    checked: int
    contested: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class PhaseKept:
    """A phase as it is written down."""

    step: str
    applicant_class: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class RoundDesk:
    """One round with all that decides what is next. `last_moment` is the end of its last window;
    `draws` whether its rules draw lots; runs, draws and orders newest first.
    """

    row: RoundRow
    last_moment: datetime
    options: int
    offered: int
    places: int
    counted: Counted
    draws: bool
    has_appeals: bool
    phases: Sequence[PhaseKept]
    runs: Sequence[RunRow]
    drawn: Sequence[DrawRow]
    orders: Sequence[PaperRow]
    lists: Sequence[PublicationRow]


def openable(actor: Actor) -> list[Openable]:
    """Return the calls that the actor may open: for his own organisation, and counties below it."""
    paths = {held.path for held, _ in grants_of(actor, OPEN_CALL)}
    if not paths:
        return []
    below = Q()
    for path in paths:
        below |= Q(path=path) | Q(path__startswith=path, kind__in=OFFICES)
    on = business_today()
    return [
        Openable(kind.code, kind.zh, one.uid, one.name)
        for one in Organisation.objects.filter(below, closed_on=None).order_by("path")
        for kind in call_kinds()
        if not kind.may_open(one, on)
    ]


def calls_listed(actor: Actor, page: int | str | None) -> Page[CallLine]:
    """Return a page of the calls that the actor sees, newest first; three queries."""
    rows = read(actor, READ_CALL, CallRow).order_by("-year", "-uid").page(page)
    rounds = Round.objects.filter(call__uid__in=[row.uid for row in rows.rows])
    live = rounds.exclude(state=RoundState.CANCELLED).select_related("call")
    last = {one.call.uid: one for one in live.order_by("ordinal")}
    lines = tuple(_line(row, last.get(row.uid)) for row in rows.rows)
    return Page(lines, rows.number, rows.size, rows.total)


def call_kept(actor: Actor, uid: UUID | str) -> CallRow:
    """Return a call that the actor sees. Raises NotFound."""
    return read(actor, READ_CALL, CallRow).get(uid)


def rounds_seen(actor: Actor, call_uid: UUID) -> list[RoundRow]:
    """Return the rounds of a call that the actor sees, in order."""
    rows = read(actor, READ_ROUND, RoundRow).restrict(Q(call__uid=call_uid))
    return list(rows.order_by("ordinal"))


def round_kept(actor: Actor, uid: UUID | str) -> RoundRow:
    """Return a round that the actor sees. Raises NotFound."""
    return read(actor, READ_ROUND, RoundRow).get(uid)


def round_desk(actor: Actor, uid: UUID | str) -> RoundDesk:
    """Return a round with what was done about it, as far as the actor may see it. NotFound."""
    row = round_kept(actor, uid)
    round_ = Round.objects.select_related("call").get(uid=row.uid)
    lines = CapacityLine.objects.filter(round=round_, voided_at=None, option__withdrawn_at=None)
    runs = read(actor, READ_RUN, RunRow).restrict(Q(round=round_)).order_by("-ordinal")
    ran = list(runs)
    about = Q(subject_uid__in=[run.uid for run in ran])
    draws = read(actor, READ_DRAW, DrawRow).restrict(Q(purpose=DRAW.code, subject_uid=row.uid))
    papers = read(actor, READ_PAPER, PaperRow).restrict(about).exclude(state=PaperState.WITHDRAWN)
    lists = read(actor, READ_PUBLICATION, PublicationRow).restrict(about)
    rules = rules_of(round_) if round_.rulebook_id else None
    phases = round_.phases.order_by("step", "applicant_class")
    return RoundDesk(
        row=row,
        last_moment=last_moment(round_),
        options=Option.objects.filter(call=round_.call, withdrawn_at=None).count(),
        offered=lines.values("option").distinct().count(),
        places=lines.aggregate(sum=Sum("delta"))["sum"] or 0,
        counted=counted(round_),
        draws=rules is not None and rules.draws,
        has_appeals=rules is not None and rules.appeal is not None,
        phases=[_phase(one) for one in phases],
        runs=ran,
        drawn=list(draws.order_by("-ordinal")),
        orders=list(papers.order_by("-uid")) if ran else [],
        lists=list(lists.order_by("-visible_from")) if ran else [],
    )


def counted(round_: Round) -> Counted:
    """Return how many applications of a round stand where; drafts are those of its call."""
    rows = Application.objects.filter(Q(round=round_) | Q(call=round_.call_id, round=None))
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return Counted(
        drafts=found.get("draft", 0),
        handed_in=sum(found.get(state, 0) for state in (*COUNTING, "contested")),
        returned=found.get("returned", 0),
        checked=found.get("checked", 0),
        contested=contested_in(round_).count(),
        withdrawn=found.get("withdrawn", 0),
    )


def options_kept(actor: Actor, round_uid: UUID | str) -> list[OptionKept]:
    """Return the options of the round's call with their lines, by lane and code; three queries.

    Raises NotFound.
    """
    row = round_kept(actor, round_uid)
    round_ = Round.objects.select_related("call").get(uid=row.uid)
    kind = kind_of(round_.call.kind)
    lines: dict[int, list[LineKept]] = defaultdict(list)
    for line in CapacityLine.objects.filter(round=round_, voided_at=None).order_by("id"):
        lines[line.option_id].append(_kept_line(line))
    wishes = Choice.objects.filter(round=round_, application__state__in=(*COUNTING, "contested"))
    asked = dict(
        wishes.order_by().values_list("option").annotate(n=Count("application", distinct=True))
    )
    rows = Option.objects.filter(call=round_.call, withdrawn_at=None)
    return [
        OptionKept(
            uid=one.uid,
            code=one.code,
            title=one.title,
            lane=one.lane,
            lane_zh=kind.lane_zh(round_.call, one.lane) if one.lane else "",
            organisation=one.organisation.name,
            places=sum(line.delta for line in lines[one.pk]),
            asked=asked.get(one.pk, 0),
            offered=bool(lines[one.pk]),
            lines=lines[one.pk],
        )
        for one in rows.select_related("organisation").order_by("lane", "code")
    ]


def may_take_part(actor: Actor, call_uid: UUID) -> list[tuple[UUID, str]]:
    """Return the organisations that an option of the call may belong to: (uid, name)."""
    call: Call = target(actor, READ_CALL, call_uid)
    rows = within_reach(call.organisation, business_today())
    if call.organisation.kind in OFFICES:
        rows = rows.filter(kind__in=("school", "kindergarten"))
    return list(rows.order_by("sort_key", "pk").values_list("uid", "name"))


def rules_written(actor: Actor, round_uid: UUID | str, form: str, given: dict[str, str]) -> str:
    """Return the rules that the kind of call writes by itself. NotFound, CallRefused."""
    round_: Round = target(actor, KEEP_ROUND, round_uid)
    return kind_of(round_.call.kind).write_rules(round_.call, form, given)


def kind_kept(code: str) -> CallKind:
    """Return the kind of a call that is there."""
    return kind_of(code)


def batches_of(actor: Actor, round_uid: UUID | str) -> list[tuple[str, str]]:
    """Return the batches (code, words) in which places of an announced round may lie."""
    round_: Round = target(actor, READ_ROUND, round_uid)
    if not round_.rulebook_id:
        return []
    return [(batch.id, batch.zh) for batch in rules_of(round_).batches]


def pools_of(actor: Actor, round_uid: UUID | str) -> list[tuple[str, str]]:
    """Return the pools (code, words) for which places of an announced round may be set aside."""
    round_: Round = target(actor, READ_ROUND, round_uid)
    if not round_.rulebook_id:
        return []
    pools = [pool for batch in rules_of(round_).batches for pool in batch.pools]
    named = {pool.id: pool.zh for pool in pools if pool.by is None and pool.places == "rows"}
    return list(named.items())


def _line(row: CallRow, round_: Round | None) -> CallLine:
    return CallLine(
        row,
        kind_of(row.kind).zh,
        row.state if row.state in OVER else "" if round_ is None else round_.state,
        "" if round_ is None else round_.mode,
        None if round_ is None else round_.opens_at,
        None if round_ is None else round_.closes_at,
    )


def _kept_line(line: CapacityLine) -> LineKept:
    return LineKept(
        line.pk,
        line.kind,
        str(LineKind(line.kind).label),
        line.batch,
        line.pool,
        line.delta,
        line.reason,
        line.kind in BY_HAND,
    )


def _phase(one: Phase) -> PhaseKept:
    return PhaseKept(one.step, one.applicant_class, one.opens_at, one.closes_at)


def run_kept(actor: Actor, uid: UUID | str) -> RunRow:
    """Return a run that the actor sees. Raises NotFound."""
    return read(actor, READ_RUN, RunRow).get(uid)


def orders_of(actor: Actor, run_uid: UUID | str) -> list[PaperRow]:
    """Return the orders about a run that are not withdrawn, newest first."""
    papers = read(actor, READ_PAPER, PaperRow).restrict(Q(subject_uid=run_uid))
    return list(papers.exclude(state=PaperState.WITHDRAWN).order_by("-uid"))


def signed_order_of(actor: Actor, run_uid: UUID | str) -> UUID:
    """Return the newest signed order about a run. Raises CallRefused where there is none."""
    for paper in orders_of(actor, run_uid):
        if paper.signed_at is not None:
            return paper.uid
    raise CallRefused("公布决定还没有签发，没有公布。请先核稿、签发。")


def publication_kept(actor: Actor, uid: UUID | str) -> PublicationRow:
    """Return a publication about a run that the actor keeps. Raises NotFound for any other."""
    return read(actor, READ_PUBLICATION, PublicationRow).filter(subject_kind="run").get(uid)


def call_of_application(actor: Actor, uid: UUID | str) -> tuple[UUID, str, str]:
    """Return uid, kind and title of the call that an application answers. Raises NotFound."""
    found: Application = target(actor, READ_APPLICATION, uid)
    return found.call.uid, found.call.kind, found.call.title
