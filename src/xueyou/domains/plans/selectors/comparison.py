"""The open comparison of counties, departments and levels: what hangs on the wall, side by side.

Everybody who may see the plan sees the same page; nothing in it hangs anywhere but on the wall.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.plans.comparisons import small_base
from xueyou.domains.plans.models import TaskIndicator
from xueyou.domains.plans.selectors.comparison_indicators import (
    compared_by,
    dimension_of,
    together,
)
from xueyou.domains.plans.selectors.comparison_places import placed, spread_of
from xueyou.domains.plans.selectors.comparison_shares import (
    OF_LIGHTS,
    OF_STEPS,
    share_in_time,
    share_of_lights,
)
from xueyou.domains.plans.selectors.comparison_units import Units, units_of
from xueyou.domains.plans.selectors.comparison_views import (
    GROUPS,
    LIGHTS,
    STEPS,
    Compared,
    Comparison,
    Dimension,
    Refused,
)
from xueyou.domains.plans.selectors.wall import wall_plan
from xueyou.domains.plans.selectors.wall_indicators import Judged, in_period, judged_indicators
from xueyou.domains.plans.selectors.wall_lights import OnWall, lights_on_wall
from xueyou.domains.plans.selectors.wall_views import WallPlan
from xueyou.kernel.indicators.comparisons import refused_in_comparison
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import business_today

LEVELS = {
    OrganisationKind.BUREAU: "市本级",
    OrganisationKind.COUNTY: "县区",
    OrganisationKind.INSTITUTION: "直属单位",
    OrganisationKind.SCHOOL: "学校",
}
COUNTIES_TOGETHER = "县区合计"


def comparison(actor: Actor, plan_uid: UUID | str, group: str = "", asked: str = "") -> Comparison:
    """Return places side by side: `group` a key of GROUPS, `asked` the code of a dimension.

    What is not known falls back to counties and to their lights. Raises NotFound.
    """
    plan = wall_plan(actor, plan_uid)
    group = group if group in GROUPS else "county"
    today = business_today()
    material = _gather(plan, group, today)
    refused = _refused(plan)
    dimensions = material.dimensions()
    asked_refused = refused.get(asked)
    wanted = next((one for one in dimensions if one.code == asked), None)
    dimension = None if asked_refused else wanted or next(iter(dimensions), None)
    base = small_base(Organisation.objects.get(uid=plan.organisation_uid), today)
    rows = placed(material.rows(dimension), dimension, base.value) if dimension else ()
    return Comparison(
        plan=plan,
        today=today,
        group=group,
        dimension=dimension,
        dimensions=dimensions,
        rows=rows,
        spread=spread_of(rows, dimension) if dimension else None,
        refused=tuple(refused.values()),
        asked_refused=asked_refused,
        small_base=base.value,
        small_base_source=base.source,
        small_base_verified=base.verified,
    )


@dataclass(frozen=True, slots=True)
class _Material:
    """Everything from which a group is compared. Five to eight queries, however large the plan."""

    group: str
    judged: tuple[Judged, ...]
    units: Units

    def dimensions(self) -> tuple[Dimension, ...]:
        """Return in what the places of this group can be compared."""
        found = [dimension for dimension in (OF_LIGHTS, OF_STEPS) if self.rows(dimension)]
        if self.group == "department":
            return tuple(found)
        return (*found, *(dimension_of(rows) for rows in self._indicators().values()))

    def rows(self, dimension: Dimension) -> tuple[Compared, ...]:
        """Return the places of the group in one dimension."""
        if dimension.code == LIGHTS:
            return tuple(share_of_lights(name, found) for name, found in self._lights().items())
        if dimension.code == STEPS:
            steps = self.units.steps(self.group)
            return tuple(share_in_time(name, found) for name, found in steps.items())
        rows = self._indicators()[dimension.code]
        if self.group == "county":
            return tuple(compared_by(dimension, _name(one), one) for one in _of_counties(rows))
        own = [
            compared_by(dimension, LEVELS[OrganisationKind.BUREAU], one) for one in rows if one.own
        ]
        counties = _of_counties(rows)
        return (*own, together(dimension, COUNTIES_TOGETHER, counties)) if counties else tuple(own)

    def _indicators(self) -> Mapping[str, list[Judged]]:
        """Return the indicators that at least two places of the group have, by code."""
        found: dict[str, list[Judged]] = defaultdict(list)
        for one in self.judged:
            found[str(one.target.indicator.uid)].append(one)
        return {code: rows for code, rows in found.items() if self._side_by_side(rows)}

    def _side_by_side(self, rows: Sequence[Judged]) -> bool:
        counties = len(_of_counties(rows))
        return counties > 1 if self.group == "county" else any(r.own for r in rows) and counties > 0

    def _lights(self) -> Mapping[str, list[str]]:
        if self.group == "department":
            return self.units.lights()
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.judged:
            name = _name(one) if self.group == "county" else LEVELS.get(_kind(one), "")
            if name and (self.group == "level" or _kind(one) == OrganisationKind.COUNTY):
                found[name].append(one.light.light if one.light else "none")
        return found


def _gather(plan: WallPlan, group: str, today: date) -> _Material:
    lights: OnWall = lights_on_wall(plan.uid)
    judged = in_period(judged_indicators(plan, lights), today)
    ordered = sorted(judged, key=lambda one: one.target.subject.path)
    return _Material(group, tuple(ordered), units_of(plan, lights, today))


def _refused(plan: WallPlan) -> dict[str, Refused]:
    """Return the plan's indicators that may not be compared, by code. One query."""
    rows = (
        TaskIndicator.objects.filter(task__plan__uid=plan.uid)
        .exclude(task__state="dropped")
        .order_by("task__number", "ordinal")
        .values_list("indicator__uid", "indicator__name")
    )
    found = {}
    for uid, name in rows:
        sentence = refused_in_comparison(name)
        if sentence is not None:
            found[str(uid)] = Refused(name, sentence)
    return found


def _of_counties(rows: Iterable[Judged]) -> list[Judged]:
    return [one for one in rows if _kind(one) == OrganisationKind.COUNTY]


def _kind(one: Judged) -> OrganisationKind:
    return OrganisationKind(one.target.subject.kind)


def _name(one: Judged) -> str:
    return one.target.subject.display_name
