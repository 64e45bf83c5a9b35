"""What schools take in a year beside what calls offer of them, as each office may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xueyou.domains.enrolment.plan_access import READ_SCHOOL_PLAN, SCHOOLS, SET_SCHOOL_PLAN
from xueyou.domains.enrolment.shared_places import KIND, PLAN, counted_on, places_by_call
from xueyou.kernel.calls.access import READ_CALL
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.kernel.registry.models import Parameter, Stage, Standing
from xueyou.platform.access.reading import Page, can, read, scope
from xueyou.platform.access.views import view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.paths import ancestor_paths
from xueyou.platform.time import business_today

STAGES = (Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR)


@view_of(SCHOOLS)
class PlannedSchool:
    """A school whose year somebody may look at."""

    id: int
    uid: UUID
    name: str
    code: str
    path: str


@dataclass(frozen=True, slots=True)
class SetPlan:
    """What was said of a school's year: how many, by which paper, since when."""

    most: int
    source: str
    verified: bool
    since: date


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """A school in a stage: what it takes in all, and what is offered of it.

    `own` are the calls that the actor may see, by office and title; `elsewhere` is the sum of the
    others.
    """

    school: PlannedSchool
    stage_zh: str
    plan: SetPlan | None
    own: Sequence[tuple[str, int]]
    elsewhere: int

    @property
    def total(self) -> int:
        """Return what all calls offer together."""
        return self.elsewhere + sum(n for _, n in self.own)

    @property
    def left(self) -> int:
        """Return what may still be offered; below nothing: so many are too much."""
        return 0 if self.plan is None else self.plan.most - self.total

    @property
    def over(self) -> int:
        """Return how many are offered beyond the plan."""
        return max(-self.left, 0)


def may_set_plans(actor: Actor) -> bool:
    """Return whether there is a school of which the actor may say how many it takes."""
    return can(actor, SET_SCHOOL_PLAN) and scope(actor, SET_SCHOOL_PLAN).exists()


def years_planned(actor: Actor) -> tuple[list[int], int]:
    """Return the years that may be looked at, the latest first, and the newest that has calls.

    Those of calls, this one and the next.
    """
    this = business_today().year
    calls = scope(actor, READ_CALL).filter(kind=KIND)
    called = set(calls.order_by().values_list("year", flat=True).distinct())
    return sorted({*called, this, this + 1}, reverse=True), max(called, default=this)


def school_plans(actor: Actor, year: int, page: int | str | None = 1) -> Page[SchoolPlan]:
    """Return a page of the schools that have a plan in the year, or are entrusted in it."""
    set_ = Parameter.objects.standing().on(counted_on(year)).filter(name=PLAN)
    entrusted = Standing.objects.standing().filter(
        Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1)),
        kind=ENTRUSTED.name,
        valid_from__lt=date(year + 1, 1, 1),
    )
    wanted = Q(pk__in=set_.values("jurisdiction")) | Q(pk__in=entrusted.values("organisation"))
    found = read(actor, READ_SCHOOL_PLAN, PlannedSchool).restrict(wanted)
    some = found.order_by("code").page(page)
    rows = tuple(_rows(actor, year, some.rows, _plans(set_.select_related("jurisdiction"))))
    return Page(rows, some.number, some.size, some.total)


Plans = Mapping[tuple[str, str], SetPlan]
"""What is set, by path and stage."""


def _plans(rows: Iterable[Parameter]) -> Plans:
    return {
        (row.jurisdiction.path, row.applies_to): SetPlan(
            row.value, row.source, row.verified, row.valid_from
        )
        for row in rows
    }


def _plan_of(path: str, stage: str, plans: Plans) -> SetPlan | None:
    """Return what holds for a school, as `parameter` finds it: the stage first, nearest first."""
    return next(
        (
            plans[above, applies_to]
            for applies_to in (stage, "")
            for above in (path, *reversed(ancestor_paths(path)))
            if (above, applies_to) in plans
        ),
        None,
    )


def _rows(
    actor: Actor, year: int, schools: Sequence[PlannedSchool], plans: Plans
) -> list[SchoolPlan]:
    keys = [one.id for one in schools]
    offered = {stage: places_by_call(keys, year, stage) for stage in STAGES}
    calls = {call for counts in offered.values() for some in counts.values() for call in some}
    readable = scope(actor, READ_CALL).filter(pk__in=calls)
    rows = readable.values_list("pk", "organisation__name", "title")
    titles = {pk: f"{office}：{title}" for pk, office, title in rows}
    found = []
    for school in schools:
        mine = {stage: offered[stage].get(school.id, {}) for stage in STAGES}
        own = {stage for stage in STAGES if (school.path, stage) in plans}
        stages: list[Stage] = [one for one in STAGES if one in own or mine[one]] or [Stage.NONE]
        for stage in stages:
            counts = mine.get(stage, {})
            known = [(titles[call], n) for call, n in counts.items() if call in titles]
            elsewhere = sum(n for call, n in counts.items() if call not in titles)
            plan = _plan_of(school.path, stage, plans)
            words = stage.label if stage else "每个学段"
            found.append(SchoolPlan(school, words, plan, sorted(known), elsewhere))
    return found
