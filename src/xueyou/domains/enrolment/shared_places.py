"""What a school takes in one year over all calls: a school entrusted to two counties has one sum.

Each county plans places of its own in its own call. Whoever is above the school says how many it
takes in all; more than that nobody plans, however many counties plan at the same moment.

Rounds that families were told of count together: each by all its places until its result is out,
then by those that are held. A draft promises nothing yet, and counts beside what is held alone.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from xueyou.kernel.calls.models import (
    Call,
    CallState,
    CapacityLine,
    Offer,
    Option,
    Round,
    RoundState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.capacity import MADE_BY_RESULTS
from xueyou.kernel.registry.parameters import Found, ParameterMissing, parameter, parameter_kind
from xueyou.platform.db import lock
from xueyou.platform.orgs.models import Organisation

PLAN = "enrolment.school_plan"
KIND = "enrolment.school"
MOST = 10_000


def _wrong(value: Any) -> str:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
    return "" if right else f"要写一年一共招多少人，0到{MOST}的整数。"


parameter_kind(PLAN, zh="一所学校一年一共招多少人（各县区的报名加在一起）", check=_wrong)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a school may take in a year and stage, and what its calls have planned of it."""

    most: int
    source: str
    by_call: dict[int, int]

    @property
    def total(self) -> int:
        """Return the sum over all calls."""
        return sum(self.by_call.values())


def require_within_plan(round_: Round, option: Option, delta: int) -> None:
    """Refuse places beyond what the school takes in all, inside the open act that adds them.

    Or that calls somebody for them from a waiting list. Counties that add at the same moment stand
    in one line: the school's row. Raises CallRefused.
    """
    if delta > 0:
        published = round_.state == RoundState.PUBLISHED
        undone = "没有递补。" if published else "没有登记。"
        _require(round_, option.organisation, undone, more={round_.pk: delta})


def require_plans_kept(round_: Round) -> None:
    """Refuse a round whose places, copied or planned before, are more than a school takes in all.

    Inside the act that announces it. Raises CallRefused.
    """
    offered = Organisation.objects.filter(options__call=round_.call, options__withdrawn_at=None)
    for school in offered.distinct().order_by("pk"):
        _require(round_, school, "没有公布。", told=round_.pk)


def planned_of(call: Call, school: Organisation) -> Planned | None:
    """Return a school's plan beside the places planned of it; None where nobody set a plan."""
    stage = stage_of(call)
    plan = plan_of(school, call.year, stage)
    if plan is None:
        return None
    by_call = places_by_call([school.pk], call.year, stage).get(school.pk, {})
    return Planned(plan.value, plan.source, by_call)


def stage_of(call: Call) -> str:
    """Return the stage that a call takes children into."""
    return str(call.settings.get("stage", ""))


def plan_of(school: Organisation, year: int, stage: str) -> Found | None:
    """Return what is set for the stage, else for the school as a whole; None: nothing is."""
    for applies_to in (stage, ""):
        try:
            return parameter(PLAN, school, counted_on(year), applies_to)
        except ParameterMissing:
            continue
    return None


def counted_on(year: int) -> date:
    """Return the day whose plan is that of the year: when its children begin."""
    return date(year, 9, 1)


def _require(
    round_: Round,
    school: Organisation,
    undone: str,
    *,
    more: Mapping[int, int] | None = None,
    told: int | None = None,
) -> None:
    """Count under the school's lock: what others add is counted here, or what is added here there.

    A school without a plan is not locked: nothing binds it.
    """
    call = round_.call
    if plan_of(school, call.year, stage_of(call)) is None:
        return
    lock(school)
    plan = plan_of(school, call.year, stage_of(call))
    if plan is None:
        return
    counts = places_by_call([school.pk], call.year, stage_of(call), more=more, told=told)
    found = Planned(plan.value, plan.source, counts.get(school.pk, {}))
    if found.total <= found.most:
        return
    own = found.by_call.get(call.pk, 0)
    others = found.total - own
    raise CallRefused(
        f"“{school.name}”{call.year}年一共招{found.most}人（{found.source}），"
        f"别的报名已经登记{others}个，这一项要登记到{own}个，加起来{found.total}个，"
        f"多了{found.total - found.most}个（公布了、还没有出结果的几轮，学位加在一起算）。"
        f"{undone}请把人数改小，或者请上级教育局核对计划。"
    )


def places_by_call(
    schools: Collection[int],
    year: int,
    stage: str,
    *,
    more: Mapping[int, int] | None = None,
    told: int | None = None,
) -> dict[int, dict[int, int]]:
    """Count what calls of a year and stage may give, by school and call; three questions.

    `more` places are on the way to a round, and the round `told` is being announced.
    """
    calls = Call.objects.filter(kind=KIND, year=year, settings__stage=stage)
    rounds = Round.objects.filter(call__in=calls.exclude(state=CallState.WITHDRAWN)).exclude(
        state=RoundState.CANCELLED
    )
    laid, held = _laid(schools, rounds), _held(schools, rounds)
    by_call: dict[int, list[Round]] = {}
    for one in rounds.select_related("call").order_by("call_id", "ordinal"):
        by_call.setdefault(one.call_id, []).append(one)
    found: dict[int, dict[int, int]] = {}
    for school in schools:
        for call, some in by_call.items():
            counted = [
                _counted(one, laid[school, one.pk], held[school, one.pk], more or {}, told)
                for one in some
            ]
            if most := _most_at_once(counted):
                found.setdefault(school, {})[call] = most
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """A round: what it may give in all, what is held of it, whether families were told of it."""

    places: int
    held: int
    told: bool


def _counted(
    round_: Round, laid: int, held: int, more: Mapping[int, int], told: int | None
) -> _Counted:
    """Count a round by all its places until its result is out, then by those that are held.

    What nobody took is free for another round, until somebody is called for it.
    """
    coming = more.get(round_.pk, 0)
    done = round_.state == RoundState.PUBLISHED or round_.call.state == CallState.CLOSED
    places = held + coming if done else max(held, laid + coming)
    return _Counted(places, held, round_.state != RoundState.DRAFT or round_.pk == told)


def _most_at_once(rounds: list[_Counted]) -> int:
    """Return the most that a call may give of the school.

    All rounds that families were told of, in whatever order their results come; or, where that is
    more, a draft beside what the rounds before it gave and is held.
    """
    most = sum(one.places for one in rounds if one.told)
    before = 0
    for one in rounds:
        if not one.told:
            most = max(most, before + one.places)
        before += one.held
    return most


Where = tuple[int, int]
"""School and round."""


def _laid(schools: Collection[int], rounds: QuerySet[Round]) -> Counter[Where]:
    rows = CapacityLine.objects.filter(
        round__in=rounds, option__organisation__in=schools, voided_at=None
    ).exclude(kind__in=MADE_BY_RESULTS)
    counted = rows.order_by().values_list("option__organisation", "round")
    return Counter({(school, one): n for school, one, n in counted.annotate(n=Sum("delta"))})


def _held(schools: Collection[int], rounds: QuerySet[Round]) -> Counter[Where]:
    rows = Offer.objects.filter(
        decision__run__round__in=rounds, option__organisation__in=schools, holds_place=True
    )
    return Counter(rows.values_list("option__organisation", "decision__run__round"))
