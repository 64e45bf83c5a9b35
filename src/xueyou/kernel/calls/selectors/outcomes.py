"""What came of a round, for those who run it: counts by option, who may be called, appeals.

Counts and masked names only: what a single family is told has its own door (selectors.results).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Appeal,
    Choice,
    Decision,
    Offer,
    Option,
    Round,
    Run,
    Verdict,
    Waiting,
)
from xueyou.kernel.calls.models.sealed import APPEALED, EXPLAINED
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import READ_APPEAL, READ_RUN, REFILL_ROUND
from xueyou.kernel.calls.run_views import AppealRow
from xueyou.kernel.calls.selectors.arranged import arranged_in, why_arranged
from xueyou.kernel.calls.services.calling import room_of
from xueyou.kernel.calls.services.capacity import places_of
from xueyou.kernel.calls.services.loading import unpacked
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now


@dataclass(frozen=True, slots=True)
class RungCounted:
    """A pool of an option: how many were placed from it."""

    zh: str
    placed: int


@dataclass(frozen=True, slots=True)
class OptionCounted:
    """An option in one run. `asked` applications wished for it; `rungs` in the rules' order;
    `why` what 统筹 gave there, in words, "" where it gave nothing.
    """

    uid: UUID
    title: str
    lane_zh: str
    organisation: str
    places: int
    asked: int
    placed: int
    waiting: int
    rungs: Sequence[RungCounted]
    why: str

    @property
    def free(self) -> int:
        """Places that nobody got."""
        return max(self.places - self.placed, 0)


@dataclass(frozen=True, slots=True)
class Vacant:
    """An option with places given up: `room` of them, and how many wait."""

    uid: UUID
    title: str
    lane_zh: str
    room: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AppealSheet:
    """An appeal with its words, what the family was told, and the options it may be owed."""

    row: AppealRow
    call: UUID
    call_title: str
    words: str
    told: str
    until: date | None
    options: Sequence[tuple[UUID, str]]


def options_counted(actor: Actor, run_uid: UUID | str) -> list[OptionCounted]:
    """Return what a run gives by option, counts only; seven queries. Raises NotFound."""
    run: Run = target(actor, READ_RUN, run_uid)
    round_ = Round.objects.select_related("call").get(pk=run.round_id)
    kind, names = kind_of(round_.call.kind), _pools(round_)
    placed: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Decision.objects.filter(run=run, verdict=Verdict.PLACED).order_by()
    for option, pool, n in rows.values_list("option", "pool").annotate(n=Count("pk")):
        placed[option][pool] += n
    waiting = _by_option(Waiting.objects.filter(run=run))
    asked = _by_option(Choice.objects.filter(round=round_, application__decisions__run=run))
    arranged = arranged_in(run)
    places: Counter[int] = Counter()
    for one in places_of(round_):
        places[one.option_id] += one.count
    options = Option.objects.filter(call=round_.call, withdrawn_at=None, pk__in=list(places))
    return [
        OptionCounted(
            uid=one.uid,
            title=one.title,
            lane_zh=kind.lane_zh(round_.call, one.lane) if one.lane else "",
            organisation=one.organisation.name,
            places=places[one.pk],
            asked=asked.get(one.pk, 0),
            placed=sum(placed[one.pk].values()),
            waiting=waiting.get(one.pk, 0),
            rungs=[
                RungCounted(names.get(pool, pool) or "录取", n)
                for pool, n in sorted(placed[one.pk].items(), key=lambda row: _order(names, row[0]))
            ],
            why=why_arranged(asked.get(one.pk, 0), arranged.get(one.uid, 0)),
        )
        for one in options.select_related("organisation").order_by("lane", "code")
    ]


def vacant_options(actor: Actor, round_uid: UUID | str) -> list[Vacant]:
    """Return the options of a published round with places given up now. Raises NotFound."""
    round_: Round = target(actor, REFILL_ROUND, round_uid)
    run = effective(round_, business_now())
    if run is None:
        return []
    kind = kind_of(round_.call.kind)
    ended = Offer.objects.filter(decision__run__round=round_, holds_place=False)
    options = Option.objects.filter(pk__in=ended.values("option")).order_by("lane", "code")
    waiting = _by_option(Waiting.objects.filter(run=run, application__withdrawn_at=None))
    rooms = room_of(run, options)
    found = []
    for one in options:
        room = sum(n for n in rooms[one.pk].values() if n > 0)
        if room:
            lane = kind.lane_zh(round_.call, one.lane) if one.lane else ""
            found.append(Vacant(one.uid, one.title, lane, room, waiting.get(one.pk, 0)))
    return found


def appeals_listed(actor: Actor, call_uid: UUID | str, page: int | str | None) -> Page[AppealRow]:
    """Return a page of the appeals about a call: those that wait first, then the newest."""
    rows = read(actor, READ_APPEAL, AppealRow)
    mine = rows.restrict(Q(decision__run__round__call__uid=call_uid))
    return mine.order_by("answered_at", "-made_at").page(page)


def appeals_open(actor: Actor, call_uid: UUID | str) -> int:
    """Return how many appeals about a call wait for an answer."""
    rows = read(actor, READ_APPEAL, AppealRow)
    return rows.restrict(Q(decision__run__round__call__uid=call_uid, state="open")).count()


def appeal_sheet(actor: Actor, uid: UUID | str) -> AppealSheet:
    """Return one appeal for who answers for it. Raises NotFound."""
    row = read(actor, READ_APPEAL, AppealRow).get(uid)
    found = Appeal.objects.select_related("decision__run__round__call").get(uid=row.uid)
    decision, call = found.decision, found.decision.run.round.call
    options = Option.objects.filter(call=call, withdrawn_at=None).order_by("lane", "code")
    if decision.lane:
        options = options.filter(lane=decision.lane)
    rules = rules_of(decision.run.round).appeal
    told = "" if decision.explanation_enc is None else unpacked(EXPLAINED.text(decision))["zh"]
    return AppealSheet(
        row=row,
        call=call.uid,
        call_title=call.title,
        words=APPEALED.text(found),
        told=told,
        until=None if rules is None else date.fromordinal(rules.until),
        options=list(options.values_list("uid", "title")),
    )


def _by_option(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values_list("option")
    return dict(counted.annotate(n=Count("application", distinct=True)))


def _pools(round_: Round) -> dict[str, str]:
    """Return the pools of a round's rules in their order, with their words."""
    return {pool.id: pool.zh for batch in rules_of(round_).batches for pool in batch.pools}


def _order(names: dict[str, str], pool: str) -> int:
    known = list(names)
    return known.index(pool) if pool in names else len(known)
