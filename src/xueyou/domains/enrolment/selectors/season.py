"""A season's live board for a county and for the city; as many queries for one call as for ten."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum

from xueyou.domains.checks.models import CheckLine
from xueyou.domains.enrolment.call_kinds import SECTORS
from xueyou.domains.enrolment.season_access import WATCH_SEASON
from xueyou.domains.enrolment.selectors.season_doubles import count_doubles
from xueyou.domains.enrolment.selectors.season_views import (
    CallLine,
    PhaseEnd,
    SchoolLine,
    Season,
)
from xueyou.kernel.calls.clocks import NAME, OWNER
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CallState,
    CapacityLine,
    Choice,
    Offer,
    Option,
    Phase,
    PhaseStep,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.selectors.left import untold_by_call
from xueyou.kernel.calls.services.capacity import MADE_BY_RESULTS
from xueyou.kernel.deadlines.models import Deadline, DeadlineState
from xueyou.kernel.registry.models import Stage
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY, business_now

PREFIX, SCHOOL = "enrolment.", "enrolment.school"
BEFORE = (PhaseStep.APPLY, PhaseStep.CHECK, PhaseStep.RETURN)
OVER = (RoundState.FROZEN, RoundState.RUN, RoundState.PUBLISHED)


def years_of(actor: Actor) -> list[int]:
    """Return the years in which calls stand that the actor watches, the newest first."""
    found = _calls(actor).order_by("-year").values_list("year", flat=True).distinct()
    return list(found)


def season(actor: Actor, year: int | None = None) -> Season:
    """Return the board of a year, the newest without one. Raises NotFound where there is none."""
    years = years_of(actor)
    if not years or (year is not None and year not in years):
        raise NotFound
    chosen = year or years[0]
    calls = list(
        _calls(actor)
        .filter(year=chosen)
        .select_related("organisation")
        .order_by("organisation__path", "kind", "pk")
    )
    counted = _Counted(calls, business_now())
    return Season(
        year=chosen,
        years=years,
        calls=[counted.line(call) for call in calls],
        doubles=count_doubles(actor, calls),
        whole=len({call.organisation_id for call in calls}) > 1,
    )


def _calls(actor: Actor) -> QuerySet[Call]:
    rows: QuerySet[Call] = scope(actor, WATCH_SEASON).filter(kind__startswith=PREFIX)
    return rows.exclude(state__in=(CallState.DRAFT, CallState.WITHDRAWN))


class _Counted:
    """What is counted of all calls at once."""

    def __init__(self, calls: Sequence[Call], now: datetime) -> None:
        self.now = now
        keys = [call.pk for call in calls]
        rounds_ = _rounds(keys)
        self.rounds = {one.call_id: one for one in rounds_}
        self.told = {one.call_id for one in rounds_ if one.published_at or _rolling(one)}
        self.names = _names(calls)
        rounds = [one.pk for one in self.rounds.values()]
        self.states = _states(keys)
        self.phases = _phases(list(self.rounds.values()), now)
        self.lists = _lists_out(keys)
        self.clocks = _clocks(keys, now)
        self.options = _options(keys)
        self.places = _places(rounds)
        later = [one for one in self.rounds.values() if one.ordinal > 1]
        for option, held in (_held_before(later) if later else {}).items():
            self.places[option] = self.places.get(option, 0) + held
        self.first = _first_wishes(rounds)
        self.held = _held(keys)
        self.untold = untold_by_call([call.uid for call in calls], now)

    def line(self, call: Call) -> CallLine:
        """Return one call's line."""
        states = self.states.get(call.pk, {})
        round_ = self.rounds.get(call.pk)
        lists, people = self.lists.get(call.pk, (0, 0))
        clocks, overdue, due = self.clocks.get(call.pk, (0, 0, None))
        schools = [self._school(one) for one in self.options.get(call.pk, [])]
        return CallLine(
            uid=call.uid,
            title=call.title,
            county=call.organisation.name,
            kind=call.kind,
            stage=self.names[call.pk],
            rolling=round_ is not None and _rolling(round_),
            round_zh="" if round_ is None else _round_zh(round_),
            total=sum(states.values()) - states.get("withdrawn", 0),
            undecided=0 if _closed(round_) else states.get("submitted", 0),
            contested=states.get("contested", 0),
            returned=states.get("returned", 0),
            checked=states.get("checked", 0),
            withdrawn=states.get("withdrawn", 0),
            lists_out=lists,
            asked_out=people,
            clocks=clocks,
            overdue=overdue,
            due_at=due,
            places=sum(one.places for one in schools),
            held=sum(one.held for one in schools),
            told=call.pk in self.told,
            untold=self.untold.get(call.uid, 0),
            phases=self.phases.get(0 if round_ is None else round_.pk, []),
            schools=schools,
        )

    def _school(self, one: Option) -> SchoolLine:
        name = one.organisation.short_name or one.organisation.name
        return SchoolLine(
            name=name,
            code=one.code,
            sector=SECTORS.get(str(one.attributes.get("sector", "")), ""),
            zone=str(one.attributes.get("zone", "")),
            places=self.places.get(one.pk, 0),
            first=self.first.get(one.pk, 0),
            held=self.held.get(one.pk, 0),
            point=_point(str(one.attributes.get("place", ""))),
        )


def _names(calls: Sequence[Call]) -> dict[int, str]:
    """Return what each call is called beside its county; its title where two are called alike."""
    found = {call.pk: _name(call) for call in calls}
    alike = Counter((call.organisation_id, found[call.pk]) for call in calls)
    return {
        call.pk: call.title if alike[call.organisation_id, found[call.pk]] > 1 else found[call.pk]
        for call in calls
    }


def _name(call: Call) -> str:
    stage = str(call.settings.get("stage", ""))
    stage_zh = str(Stage(stage).label) if stage in Stage.values and stage else ""
    zh = kind_of(call.kind).zh
    return stage_zh if stage_zh and call.kind == SCHOOL else f"{stage_zh}{zh}"


def _rolling(round_: Round) -> bool:
    return bool(round_.mode == RoundMode.ROLLING)


def _closed(round_: Round | None) -> bool:
    """Return whether its applications are not checked any more: frozen, or over."""
    return round_ is not None and round_.state != RoundState.ANNOUNCED


def _round_zh(round_: Round) -> str:
    return f"第{round_.ordinal}轮 · {RoundState(round_.state).label}"


def _point(text: str) -> tuple[int, int] | None:
    try:
        east, north = (int(part) for part in text.split())
    except ValueError:
        return None
    return east, north


def _rounds(calls: Sequence[int]) -> list[Round]:
    rows = Round.objects.filter(call__in=calls).exclude(
        state__in=(RoundState.DRAFT, RoundState.CANCELLED)
    )
    return list(rows.order_by("call_id", "ordinal"))


def _states(calls: Sequence[int]) -> dict[int, dict[str, int]]:
    rows = Application.objects.filter(call__in=calls).exclude(receipt_no="")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = rows.order_by().values_list("call_id", "state").annotate(n=Count("pk"))
    for call, state, count in counted:
        found[call][state] = count
    return found


def _phases(rounds: Sequence[Round], now: datetime) -> dict[int, list[PhaseEnd]]:
    """Return what is still open or to come of each round, the next end first.

    A step without windows of its own ends with the round: asking, and replying once it is out.
    """
    rows = Phase.objects.filter(round__in=rounds).values_list("round_id", "step", "closes_at")
    ends: dict[int, set[tuple[str, datetime]]] = defaultdict(set)
    for round_, step, closes in rows:
        ends[round_].add((step, closes))
    for one in rounds:
        known = {step for step, _ in ends[one.pk]}
        if PhaseStep.APPLY not in known:
            ends[one.pk].add((PhaseStep.APPLY.value, one.closes_at))
        if PhaseStep.REPLY not in known and one.reply_by is not None:
            ends[one.pk].add((PhaseStep.REPLY.value, one.reply_by))
    today = now.astimezone(CITY).date()
    return {
        one.pk: [
            PhaseEnd(
                str(PhaseStep(step).label), closes, (closes.astimezone(CITY).date() - today).days
            )
            for closes, step in sorted((closes, step) for step, closes in ends[one.pk])
            if closes > now and not (one.state in OVER and step in BEFORE)
        ]
        for one in rounds
    }


def _lists_out(calls: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = CheckLine.objects.filter(
        list__round__call__in=calls, list__ended_at=None, answers=None
    ).order_by()
    counted = rows.values_list("list__round__call").annotate(
        lists=Count("list", distinct=True), people=Count("pk")
    )
    return {call: (lists, people) for call, lists, people in counted}


def _clocks(calls: Sequence[int], now: datetime) -> dict[int, tuple[int, int, Any]]:
    whose = Application.objects.filter(uid=OuterRef("owner_uid")).values("call_id")[:1]
    asked = Application.objects.filter(call__in=calls).values("uid")
    rows = Deadline.objects.filter(
        owner_kind=OWNER,
        name=NAME,
        state__in=(DeadlineState.RUNNING, DeadlineState.PAUSED),
        owner_uid__in=asked,
    )
    counted = (
        rows.annotate(call=Subquery(whose))
        .order_by()
        .values_list("call")
        .annotate(n=Count("pk"), over=Count("pk", filter=Q(due_at__lte=now)), due=Min("due_at"))
    )
    return {call: (n, over, due) for call, n, over, due in counted}


def _options(calls: Sequence[int]) -> Mapping[int, list[Option]]:
    rows = Option.objects.filter(call__in=calls, withdrawn_at=None).select_related("organisation")
    found: dict[int, list[Option]] = defaultdict(list)
    for one in rows.order_by("call_id", "code"):
        found[one.call_id].append(one)
    return found


def _places(rounds: Sequence[int]) -> dict[int, int]:
    rows = CapacityLine.objects.filter(round__in=rounds, voided_at=None)
    rows = rows.exclude(kind__in=MADE_BY_RESULTS).order_by()
    return dict(rows.values_list("option_id").annotate(n=Sum("delta")))


def _held_before(rounds: Sequence[Round]) -> dict[int, int]:
    """Return the places that earlier rounds of these calls gave and that are held.

    A later round's lines are what is given then: those that were given before stand beside them.
    """
    rows = Offer.objects.filter(call__in=[one.call_id for one in rounds], holds_place=True)
    rows = rows.exclude(decision__run__round__in=[one.pk for one in rounds]).order_by()
    return dict(rows.values_list("option_id").annotate(n=Count("pk")))


def _first_wishes(rounds: Sequence[int]) -> dict[int, int]:
    rows = Choice.objects.filter(round__in=rounds, rank=1, application__withdrawn_at=None)
    rows = rows.exclude(application__receipt_no="").order_by()
    return dict(rows.values_list("option_id").annotate(n=Count("application", distinct=True)))


def _held(calls: Sequence[int]) -> dict[int, int]:
    rows = Offer.objects.filter(call__in=calls, holds_place=True).order_by()
    return dict(rows.values_list("option_id").annotate(n=Count("pk")))
