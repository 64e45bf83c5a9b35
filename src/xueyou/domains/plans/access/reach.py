"""How far somebody's hand reaches within a task: all of it, or his own county's part.

A permission says that a person may report on a task; a county that supports it reports its own
figures and nothing else. Owners, a task force, the leading unit and the plan's own departments
answer for the whole.
"""

from collections.abc import Iterator

from xueyou.domains.plans.access.steering import REPORT_TASK, STEER_PLAN, TASKS
from xueyou.domains.plans.models import Task
from xueyou.platform.access.anchors import PATH_SEGMENT
from xueyou.platform.access.holdings import Held, grants_of
from xueyou.platform.access.reading import NotFound, can
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind

HOUSES = (OrganisationKind.BUREAU, OrganisationKind.COUNTY)


def house_of(path: str) -> str:
    """Return the path of the bureau or county to which an organisation belongs ("" for none)."""
    ends = range(PATH_SEGMENT, len(path) + 1, PATH_SEGMENT)
    found = (
        Organisation.objects.filter(path__in=[path[:end] for end in ends], kind__in=HOUSES)
        .order_by("-depth")
        .values_list("path", flat=True)
        .first()
    )
    return found or ""


def steers(actor: Actor, plan_path: str) -> bool:
    """Return whether the actor steers the plans of that organisation: he is their owner."""
    return can(actor, STEER_PLAN, path=plan_path)


def answers_for_whole(actor: Actor, task: Task) -> bool:
    """Return whether the actor may report what concerns the task as a whole."""
    for held, anchor in _reporting(actor):
        way = anchor
        if anchor == "duty" and house_of(held.path) != task.plan.organisation.path:
            way = "lead"
        if _belongs(task, held, way):
            return True
    return False


def may_report_on(actor: Actor, task: Task, subject: Organisation) -> bool:
    """Return whether the actor, who may report on the task, may report this organisation's part."""
    if answers_for_whole(actor, task):
        return True
    return any(
        _belongs(task, held, anchor) and _within(subject.path, house_of(held.path))
        for held, anchor in _reporting(actor)
    )


def require_whole(actor: Actor, task: Task) -> None:
    """Raise NotFound unless the actor answers for the whole task."""
    if not answers_for_whole(actor, task):
        raise NotFound


def _reporting(actor: Actor) -> Iterator[tuple[Held, str]]:
    for held, grant in grants_of(actor, REPORT_TASK):
        if grant.anchor is not None:
            yield held, grant.anchor


def _belongs(task: Task, held: Held, anchor: str) -> bool:
    return Task.objects.filter(TASKS.condition(anchor, held), pk=task.pk).exists()


def _within(path: str, house: str) -> bool:
    return bool(house) and path.startswith(house)


def figures_seen(actor: Actor, plan_path: str) -> str | None:
    """Return below which path figures and notes are shown to the actor; None for everywhere.

    People of the plan's own house and its owners see every county, a county itself alone.
    """
    if steers(actor, plan_path):
        return None
    house = house_of(actor.org_path)
    return None if house == plan_path else house or actor.org_path or "none"
