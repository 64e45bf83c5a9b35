"""Who acts and on what: people and places by their short names, things of a plan by their keys.

Looked up when they are needed, so that a replay that was interrupted goes on where it stood.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Protocol
from uuid import UUID

from xueyou.domains.plans.models import (
    Item,
    Milestone,
    Plan,
    PlanDocument,
    Project,
    Task,
    TaskIndicator,
)
from xueyou.kernel.indicators.models import Indicator, Target
from xueyou.kernel.registry.models import Post
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY


class Deed(Protocol):
    """Calls one verb with the key and the business moment of its event."""

    def __call__(self, *, key: str, at: datetime) -> object:
        """Do it. A key that was used before changes nothing."""


def at_once() -> bool:
    """Say that nothing has to be waited for."""
    return True


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the city: when, its own key, what one says of it, the verb."""

    at: datetime
    key: str
    said: str
    deed: Deed
    routine: bool = False
    """Whether it is one of a long row of its kind: a shorter history may begin later."""
    ready: Callable[[], bool] = at_once
    """Whether what it needs is there: a job of the product may still be at work on it."""

    def happen(self) -> None:
        """Call the verb."""
        self.deed(key=self.key, at=self.at)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of the city on a day."""
    return datetime.combine(day, time(hour, minute), CITY)


def person(login_name: str) -> Actor:
    """Return somebody as he acts."""
    return actor_for(User.objects.get(login_name=login_name))


def place(code: str) -> Organisation:
    """Return an organisation by its code."""
    return Organisation.objects.get(code=code)


def post(code: str, title: str) -> Post:
    """Return a post of an organisation."""
    return Post.objects.get(organisation__code=code, title=title)


def received(title: str) -> PlanDocument:
    """Return a document by its title."""
    return PlanDocument.objects.get(title=title)


class Steered:
    """A plan of the city with its things by the keys under which the reader found them."""

    def __init__(self, title: str) -> None:
        self.title = title

    @cached_property
    def plan(self) -> Plan:
        """The plan itself."""
        return Plan.objects.get(title=self.title)

    @cached_property
    def threads(self) -> dict[str, UUID]:
        """Key of an item → its identity over versions."""
        found = Item.objects.filter(version__plan=self.plan, version__number=1)
        return dict(found.values_list("key", "thread"))

    def item(self, key: str) -> Item:
        """Return an item of the first version as it is now."""
        return Item.objects.get(version__plan=self.plan, version__number=1, key=key)

    def task(self, key: str) -> UUID:
        """Return the uid of a task."""
        return Task.objects.get(plan=self.plan, thread=self.threads[key]).uid

    def project(self, key: str) -> UUID:
        """Return the uid of a project."""
        return Project.objects.get(plan=self.plan, thread=self.threads[key]).uid

    def milestone(self, key: str) -> UUID:
        """Return the uid of a step that the document prints."""
        return Milestone.objects.get(thread=self.threads[key]).uid

    def step(self, project: str, title: str) -> UUID:
        """Return the uid of a step that was added to a project."""
        found = Milestone.objects.get(project__uid=self.project(project), title=title)
        return found.uid

    def indicator(self, key: str) -> Indicator:
        """Return an indicator by its key, or by its name where a person typed it."""
        links = TaskIndicator.objects.filter(task__plan=self.plan).select_related("indicator")
        if key in self.threads:
            return links.get(item__thread=self.threads[key]).indicator
        return links.get(indicator__name=key).indicator

    def target(self, key: str, subject: str = "LC") -> UUID:
        """Return the uid of the target that an indicator has for an organisation."""
        rows = Target.objects.filter(indicator=self.indicator(key), superseded_at=None)
        found: UUID = rows.get(subject__code=subject).uid
        return found

    def is_shared(self, key: str, code: str) -> bool:
        """Return whether the document itself names the county's share."""
        rows = Target.objects.filter(indicator=self.indicator(key), superseded_at=None)
        return rows.filter(subject__code=code, source_kind="plan_thread").exists()
