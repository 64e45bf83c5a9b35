"""Who was left without a place: for the desk by name, for its family what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.contacts import contact_of
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.left import Told, given, left_in, told_after, untold_in
from xueyou.kernel.calls.models import Application, Call, CallState, RoundMode
from xueyou.kernel.calls.paper_kinds import ONWARD_KIND
from xueyou.kernel.calls.run_access import READ_RESULT, TELL_LEFT
from xueyou.kernel.calls.views import HomeSees
from xueyou.kernel.calls.windows import round_at
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.models import PaperState
from xueyou.kernel.papers.views import PaperRow
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now, business_today


@dataclass(frozen=True, slots=True)
class LeftDesk:
    """Who is left of a call. `untold`: how many of them nobody has told; `told`: what was last
    said; `papers`: what was drafted and is not withdrawn, the newest first.
    """

    rows: Page[HomeSees]
    untold: int
    told: Told | None
    papers: Sequence[PaperRow]


@dataclass(frozen=True, slots=True)
class Onward:
    """What is next for a child without a place. With `opens_at` a round it may ask in, the
    `round`-th, until `closes_at`; else what was signed for it (`told`, `over` once its
    day has passed); else nothing yet. `contact`: whom to ask, "" where nobody is named.
    """

    round: int
    opens_at: datetime | None
    closes_at: datetime | None
    told: Told | None
    over: bool
    contact: str


def left_desk(actor: Actor, call_uid: UUID | str, page: int | str | None) -> LeftDesk:
    """Return who is left without a place, for who must tell them. Raises NotFound."""
    call: Call = target(actor, TELL_LEFT, call_uid)
    now = business_now()
    left = left_in([call], now)
    rows = read(actor, READ_APPLICATION, HomeSees).restrict(Q(pk__in=left.values("pk")))
    papers = read(actor, READ_PAPER, PaperRow).restrict(Q(kind=ONWARD_KIND, subject_uid=call.uid))
    return LeftDesk(
        rows=rows.order_by("receipt_no").page(page),
        untold=untold_in([call], now).count(),
        told=told_after(call.rounds.all()),
        papers=list(papers.exclude(state=PaperState.WITHDRAWN).order_by("-uid")),
    )


def untold_by_call(calls: Sequence[UUID], at: datetime | None = None) -> Mapping[UUID, int]:
    """Return how many are left and told nothing, by call; calls without any, and those that have
    ended since, are missing.
    """
    known = list(Call.objects.filter(uid__in=calls, state=CallState.OPEN))
    rows = untold_in(known, at or business_now()).order_by()
    return dict(rows.values_list("call__uid").annotate(n=Count("pk")))


def onward_of(actor: Actor, application_uid: UUID | str) -> Onward | None:
    """Return what is next for an application that found no place; None where it found one.

    Raises NotFound.
    """
    application: Application = target(actor, READ_RESULT, application_uid)
    call, round_, now = application.call, application.round, business_now()
    if round_ is None or not kind_of(call.kind).owes_everybody:
        return None
    if round_.mode != RoundMode.BATCH or round_.published_at is None or round_.published_at > now:
        return None
    if given(application.offers.all()).exists():
        return None
    again = round_at(call, now)
    if again is not None and (again.ordinal <= round_.ordinal or again.closes_at <= now):
        again = None
    told = told_after([round_])
    return Onward(
        round=0 if again is None else again.ordinal,
        opens_at=None if again is None else again.opens_at,
        closes_at=None if again is None else again.closes_at,
        told=told,
        over=told is not None and told.until < business_today(),
        contact=contact_of(call, business_today()),
    )
