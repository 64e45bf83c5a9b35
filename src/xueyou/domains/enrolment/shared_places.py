"""What a school takes in one year over all calls: a school entrusted to two counties has one sum.

Each county plans places of its own in its own call. Whoever is above the school says how many it
takes in all; more than that nobody plans, however many counties plan at the same moment.
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

    Counties that add at the same moment stand in one line: the school's row. Raises CallRefused.
    """
    plan = _plan(round_.call, option.organisation) if delta > 0 else None
    if plan is None:
        return
    lock(option.organisation)
    found = _planned(round_.call, option.organisation, plan, more={round_.pk: delta})
    _require(round_.call, option.organisation, found, "没有登记。")


def require_plans_kept(round_: Round) -> None:
    """Refuse a round whose places, copied or planned before, are more than a school takes in all.

    Inside the act that announces it. Raises CallRefused.
    """
    offered = Organisation.objects.filter(options__call=round_.call, options__withdrawn_at=None)
    for school in offered.distinct().order_by("pk"):
        plan = _plan(round_.call, school)
        if plan is not None:
            lock(school)
            found = _planned(round_.call, school, plan, more={})
            _require(round_.call, school, found, "没有公布。")


def planned_of(call: Call, school: Organisation) -> Planned | None:
    """Return a school's plan beside the places planned of it; None where nobody set a plan."""
    plan = _plan(call, school)
    return None if plan is None else _planned(call, school, plan, more={})


def _require(call: Call, school: Organisation, found: Planned, undone: str) -> None:
    if found.total <= found.most:
        return
    own = found.by_call.get(call.pk, 0)
    others = found.total - own
    raise CallRefused(
        f"“{school.name}”{call.year}年一共招{found.most}人（{found.source}），"
        f"别的报名已经登记{others}个，这一项要登记到{own}个，加起来{found.total}个，"
        f"多了{found.total - found.most}个。{undone}请把人数改小，或者请上级教育局核对计划。"
    )


def _plan(call: Call, school: Organisation) -> Found | None:
    """Return what is set for the stage, else for the school as a whole; None: nothing is."""
    for applies_to in (str(call.settings.get("stage", "")), ""):
        try:
            return parameter(PLAN, school, date(call.year, 9, 1), applies_to)
        except ParameterMissing:
            continue
    return None


def _planned(call: Call, school: Organisation, plan: Found, more: dict[int, int]) -> Planned:
    """Count by call; `more` places are on the way to a round."""
    calls = Call.objects.filter(
        kind=KIND, year=call.year, settings__stage=call.settings.get("stage", "")
    ).exclude(state=CallState.WITHDRAWN)
    rounds = Round.objects.filter(call__in=calls).exclude(state=RoundState.CANCELLED)
    by_call: dict[int, list[Round]] = {}
    for one in rounds.order_by("call_id", "ordinal"):
        by_call.setdefault(one.call_id, []).append(one)
    laid = _laid(school, rounds.values_list("pk", flat=True))
    held = _held(school, rounds.values_list("pk", flat=True))
    return Planned(
        int(plan.value),
        plan.source,
        {pk: _most_at_once(some, laid, held, more) for pk, some in by_call.items()},
    )


def _most_at_once(
    rounds: list[Round], laid: dict[int, int], held: dict[int, int], more: dict[int, int]
) -> int:
    """Return the most that a call gives of the school at any of its rounds.

    What a later round lays is given beside what the earlier ones gave and is held: what nobody
    took of theirs is laid again there, and is not counted twice.
    """
    most = before = 0
    for one in rounds:
        most = max(most, before + laid.get(one.pk, 0) + more.get(one.pk, 0))
        before += held.get(one.pk, 0)
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
