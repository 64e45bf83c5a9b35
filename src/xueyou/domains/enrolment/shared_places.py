"""What a school takes in one year over all calls: a school entrusted to two counties has one sum.

Each county plans places of its own in its own call. Whoever is above the school says how many it
takes in all; more than that nobody plans, however many counties plan at the same moment.

Rounds that families were told of count together: each by all its places until its result is out,
then by those that are held. A draft promises nothing yet, and counts beside what is held alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

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


def _wrong(value: Any) -> str:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000
    return "" if right else "要写一年一共招多少人，0到10000的整数。"


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
    plan = _plan(call, school)
    return None if plan is None else _planned(call, school, plan)


def _require(
    round_: Round,
    school: Organisation,
    undone: str,
    *,
    more: dict[int, int] | None = None,
    told: int | None = None,
) -> None:
    """Count under the school's lock: what others add is counted here, or what is added here there.

    A school without a plan is not locked: nothing binds it.
    """
    call = round_.call
    if _plan(call, school) is None:
        return
    lock(school)
    plan = _plan(call, school)
    if plan is None:
        return
    found = _planned(call, school, plan, more=more, told=told)
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


def _plan(call: Call, school: Organisation) -> Found | None:
    """Return what is set for the stage, else for the school as a whole; None: nothing is."""
    for applies_to in (str(call.settings.get("stage", "")), ""):
        try:
            return parameter(PLAN, school, date(call.year, 9, 1), applies_to)
        except ParameterMissing:
            continue
    return None


def _planned(
    call: Call,
    school: Organisation,
    plan: Found,
    more: dict[int, int] | None = None,
    told: int | None = None,
) -> Planned:
    """Count by call; `more` places are on the way to a round, and `told` is being announced."""
    calls = Call.objects.filter(
        kind=KIND, year=call.year, settings__stage=call.settings.get("stage", "")
    ).exclude(state=CallState.WITHDRAWN)
    rounds = Round.objects.filter(call__in=calls).exclude(state=RoundState.CANCELLED)
    laid = _laid(school, rounds.values_list("pk", flat=True))
    held = _held(school, rounds.values_list("pk", flat=True))
    by_call: dict[int, list[_Counted]] = {}
    for one in rounds.select_related("call").order_by("call_id", "ordinal"):
        counted = _counted(one, laid, held, more or {}, told)
        by_call.setdefault(one.call_id, []).append(counted)
    return Planned(
        int(plan.value),
        plan.source,
        {pk: _most_at_once(some) for pk, some in by_call.items()},
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A round: what it may give in all, what is held of it, whether families were told of it."""

    places: int
    held: int
    told: bool


def _counted(
    round_: Round,
    laid: dict[int, int],
    held: dict[int, int],
    more: dict[int, int],
    told: int | None,
) -> _Counted:
    """Count a round by all its places until its result is out, then by those that are held.

    What nobody took is free for another round, until somebody is called for it.
    """
    has, coming = held.get(round_.pk, 0), more.get(round_.pk, 0)
    done = round_.state == RoundState.PUBLISHED or round_.call.state == CallState.CLOSED
    places = has + coming if done else max(has, laid.get(round_.pk, 0) + coming)
    return _Counted(places, has, round_.state != RoundState.DRAFT or round_.pk == told)


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


def _laid(school: Organisation, rounds: Iterable[int]) -> dict[int, int]:
    rows = CapacityLine.objects.filter(
        round__in=rounds, option__organisation=school, voided_at=None
    ).exclude(kind__in=MADE_BY_RESULTS)
    return dict(rows.order_by().values_list("round").annotate(n=Sum("delta")))


def _held(school: Organisation, rounds: Iterable[int]) -> dict[int, int]:
    rows = Offer.objects.filter(
        decision__run__round__in=rounds, option__organisation=school, holds_place=True
    )
    found: dict[int, int] = {}
    for pk in rows.values_list("decision__run__round", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found
