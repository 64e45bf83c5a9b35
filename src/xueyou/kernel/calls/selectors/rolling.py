"""Rolling rounds: what waits, what was decided and what is next; and for everybody the sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from xueyou.engines.working_days import Calendar
from xueyou.kernel.calls.access import READ_APPLICATION, READ_ROUND
from xueyou.kernel.calls.clocks import NAME, OWNER
from xueyou.kernel.calls.kinds import Term, kind_of
from xueyou.kernel.calls.models import (
    Application,
    CallState,
    Choice,
    Offer,
    Option,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.run_access import READ_RUN
from xueyou.kernel.calls.run_views import RunRow
from xueyou.kernel.calls.selectors.answering import Promise, promised
from xueyou.kernel.calls.services.capacity import given_unpublished, places_of
from xueyou.kernel.calls.services.places_left import places_left
from xueyou.kernel.calls.services.rolling import CLAIMED, ready_in, undecided_in
from xueyou.kernel.calls.views import HomeSees
from xueyou.kernel.deadlines.services import by_owner
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.models import Paper, PaperState
from xueyou.kernel.papers.views import PaperRow
from xueyou.platform.access.reading import read, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now

MOST = 100
"""Applications that wait, on one page; the list of applications has them all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that is not decided yet. `promise`: what its family reads of its clock, None
    where none runs; `claimed` while nobody has confirmed whose child it is: until then it is not
    decided.
    """

    row: HomeSees
    ready: bool
    claimed: bool
    promise: Promise | None

    @property
    def overdue(self) -> bool:
        """Whether the term is over without an answer."""
        return self.promise is not None and self.promise.overdue


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the order about it; `step`: running, failed, draft, sign, publish, ordered,
    done.
    """

    run: RunRow
    order: PaperRow | None
    step: str


@dataclass(frozen=True, slots=True)
class Left:
    """An option of a rolling round: `given` are held or decided, `asked` wished for so far."""

    title: str
    organisation: str
    places: int
    given: int
    left: int
    asked: int


@dataclass(frozen=True, slots=True)
class RollingDesk:
    """What a rolling round's page shows. `waiting` is empty for who may not see applications."""

    waiting: Sequence[Waiting]
    ready: int
    undecided: int
    decided: Sequence[Decided]
    options: Sequence[Left]


@dataclass(frozen=True, slots=True)
class Pool:
    """A rolling call as everybody may see it: sums, no option with one or two children in it.

    `total` is what was made public; without one it is the sum of the places. `asked` counts
    applications, `given` places held; `left` what may still be given, none of who is closed. What
    is decided and not published shows in none of them. What is neither given nor left is `unlaid`,
    with no school yet, or `shut`, with one that takes nobody now: the four sum up to the total.
    `term`: in what time who asks is answered.
    """

    call: UUID
    round: UUID
    title: str
    organisation: str
    total: int
    asked: int
    given: int
    left: int
    unlaid: int
    shut: int
    term: Term | None


def rolling_desk(actor: Actor, round_uid: UUID | str) -> RollingDesk:
    """Return a rolling round for its desk. Raises NotFound."""
    round_: Round = target(actor, READ_ROUND, round_uid)
    ready = {one.uid for one in ready_in(round_)}
    return RollingDesk(
        waiting=_waiting(actor, round_, ready),
        ready=len(ready),
        undecided=undecided_in(round_).count(),
        decided=_decided(actor, round_),
        options=_left(round_),
    )


def pools_open(at: datetime | None = None) -> list[Pool]:
    """Return the sums of rolling rounds that are open now, by title; seven queries a call."""
    now = at or business_now()
    rounds = Round.objects.filter(
        mode=RoundMode.ROLLING,
        state=RoundState.ANNOUNCED,
        call__state=CallState.OPEN,
        opens_at__lte=now,
        closes_at__gt=now,
    ).select_related("call__organisation")
    return [_pool(one) for one in rounds.order_by("call__organisation__path", "call__title", "pk")]


def pool_of(call_uid: UUID, at: datetime | None = None) -> Pool | None:
    """Return the sums of one call's rolling round that is open; None where none is."""
    return next((one for one in pools_open(at) if one.call == call_uid), None)


def _pool(round_: Round) -> Pool:
    call, kind = round_.call, kind_of(round_.call.kind)
    laid = sum(one.count for one in places_of(round_, made_by_results=True))
    most = kind.most_places(call)
    total = laid if most is None else most
    asked = Application.objects.filter(round=round_, withdrawn_at=None)
    given = Offer.objects.filter(decision__run__round=round_, holds_place=True).count()
    options = list(Option.objects.filter(call=call, withdrawn_at=None))
    free = sum(one.count for one in places_left(round_, options, as_published=True))
    left, unlaid = max(min(total - given, free), 0), max(total - laid, 0)
    return Pool(
        call.uid,
        round_.uid,
        call.title,
        call.organisation.name,
        total,
        asked.count(),
        given,
        left=left,
        unlaid=unlaid,
        shut=max(total - given - left - unlaid, 0),
        term=kind.term(call),
    )


def _waiting(actor: Actor, round_: Round, ready: set[UUID]) -> list[Waiting]:
    rows = read(actor, READ_APPLICATION, HomeSees).restrict(
        Q(pk__in=undecided_in(round_).values("pk"))
    )
    found = list(rows.order_by("submitted_at").page(1, MOST).rows)
    clocks = by_owner(OWNER, [row.uid for row in found], NAME)
    unknown = Application.objects.filter(CLAIMED, uid__in=[row.uid for row in found])
    claimed = set(unknown.values_list("uid", flat=True))
    now, made = business_now(), []
    tables: dict[str, Calendar] = {}
    for row in found:
        clock = clocks.get(row.uid)
        runs = clock is not None and clock.is_open and clock.amount is not None
        promise = promised(clock, now, tables) if clock is not None and runs else None
        made.append(Waiting(row, row.uid in ready, row.uid in claimed, promise))
    return sorted(made, key=_when_due)


def _when_due(one: Waiting) -> tuple[bool, float]:
    """Return the place in the list: what is due first comes first, what has no end comes last."""
    by = None if one.promise is None else one.promise.by
    return by is None, 0.0 if by is None else by.timestamp()


def _decided(actor: Actor, round_: Round) -> list[Decided]:
    runs = list(read(actor, READ_RUN, RunRow).restrict(Q(round=round_)).order_by("-ordinal"))
    about = Q(subject_uid__in=[run.uid for run in runs])
    papers = read(actor, READ_PAPER, PaperRow).restrict(about).exclude(state=PaperState.WITHDRAWN)
    of = dict(Paper.objects.filter(about).values_list("uid", "subject_uid"))
    orders: dict[UUID, PaperRow] = {of[paper.uid]: paper for paper in papers.order_by("uid")}
    return [Decided(run, orders.get(run.uid), _step(run, orders.get(run.uid))) for run in runs]


def _step(run: RunRow, order: PaperRow | None) -> str:
    if run.state == "failed":
        return "failed"
    if run.state != "done":
        return "running"
    if run.took_effect_at is not None:
        return "done"
    if run.ordered_at is not None:
        return "ordered"
    if order is None:
        return "draft"
    return "publish" if order.signed_at is not None else "sign"


def _left(round_: Round) -> list[Left]:
    rows = Option.objects.filter(call=round_.call_id, withdrawn_at=None)
    options = list(rows.select_related("organisation").order_by("code"))
    left, places, given, asked = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for one in places_left(round_, options):
        left[one.option_id] += one.count
    for one in places_of(round_, made_by_results=True):
        places[one.option_id] += one.count
    held = Offer.objects.filter(decision__run__round=round_, holds_place=True)
    for some in (held, given_unpublished().filter(run__round=round_)):
        given.update(some.values_list("option", flat=True))
    wished = Choice.objects.filter(round=round_, application__withdrawn_at=None).order_by()
    counted = wished.values_list("option").annotate(n=Count("application", distinct=True))
    asked.update(dict(counted))
    return [
        Left(
            one.title,
            one.organisation.name,
            places[one.pk],
            given[one.pk],
            left[one.pk],
            asked[one.pk],
        )
        for one in options
        if one.pk in places
    ]
