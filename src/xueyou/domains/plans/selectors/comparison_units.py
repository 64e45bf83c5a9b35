"""Whose tasks, projects and steps they are: departments by what they lead, counties by the site."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Duty, Project
from xueyou.domains.plans.selectors.wall_lights import LightRow, OnWall
from xueyou.domains.plans.selectors.wall_steps import StepsOf, dated_steps
from xueyou.domains.plans.selectors.wall_views import WallPlan
from xueyou.platform.orgs.models import Organisation, OrganisationKind

OURS = (OrganisationKind.DEPARTMENT, OrganisationKind.INSTITUTION)
SITES = {OrganisationKind.BUREAU: "市本级", OrganisationKind.COUNTY: "县区"}


@dataclass(frozen=True, slots=True)
class Units:
    """The plan's tasks and projects with who leads them and where they are built."""

    leads: Mapping[UUID, Organisation]
    """Task or project → the department of ours that leads it."""
    sites: Mapping[UUID, Organisation]
    """Project → where it is built."""
    own: Mapping[UUID, LightRow]
    """Task or project → its light on the wall."""
    dated: StepsOf
    today: date

    def lights(self) -> Mapping[str, list[str]]:
        """Return the lights of what each department leads."""
        found: dict[str, list[str]] = defaultdict(list)
        for uid, place in self.leads.items():
            light = self.own.get(uid)
            found[place.display_name].append(light.light if light else "none")
        return found

    def steps(self, group: str) -> Mapping[str, list[bool]]:
        """Return, by place of the group, whether each step that was due was made in time."""
        found: dict[str, list[bool]] = defaultdict(list)
        places = self.leads if group == "department" else self.sites
        for uid, place in places.items():
            name = _name(place, group)
            if name:
                found[name] += self._in_time(uid)
        return found

    def _in_time(self, uid: UUID) -> list[bool]:
        light = self.own.get(uid)
        known_on = light.known_on(self.today) if light else date.min
        return [
            step.done_on is not None and step.done_on <= step.due_on
            for step in self.dated.get(uid, ())
            if step.due_on < known_on
        ]


def units_of(plan: WallPlan, lights: OnWall, today: date) -> Units:
    """Return who leads and where it is built, of the whole plan. Four queries."""
    leads = (
        Duty.objects.standing()
        .on(today)
        .filter(role="lead")
        .select_related("task", "project", "organisation", "post__organisation")
        .order_by("pk")
    )
    found: dict[UUID, Organisation] = {}
    for duty in [
        *leads.filter(task__plan__uid=plan.uid).exclude(task__state="dropped"),
        *leads.filter(project__plan__uid=plan.uid).exclude(project__state="dropped"),
    ]:
        place = duty.post.organisation if duty.post else duty.organisation
        if place is not None and place.kind in OURS:
            found[(duty.task or duty.project).uid] = place
    projects = (
        Project.objects.filter(plan__uid=plan.uid)
        .exclude(state="dropped")
        .select_related("organisation")
        .order_by("organisation__path", "number")
    )
    return Units(
        leads=dict(sorted(found.items(), key=lambda pair: pair[1].path)),
        sites={project.uid: project.organisation for project in projects},
        own={
            light.about_uid: light
            for light in lights.values()
            if light.organisation_uid == plan.organisation_uid and light.about_kind != "indicator"
        },
        dated=dated_steps(plan),
        today=today,
    )


def _name(place: Organisation, group: str) -> str:
    if group == "department":
        return place.display_name
    kind = OrganisationKind(place.kind)
    if group == "county":
        return place.display_name if kind == OrganisationKind.COUNTY else ""
    return SITES.get(kind, "")
