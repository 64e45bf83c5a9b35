"""Owns which other rooms a plan's board leads to, for those who may enter them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from xueyou.domains.plans.access.forces import KEEP_FORCE
from xueyou.domains.plans.access.steering import READ_PLAN, RELEASE_PLAN, STEER_PLAN
from xueyou.platform.access.reading import can
from xueyou.platform.acts.actors import Actor

OF_THE_PLAN = (
    ("挂图", "bureau:wall:wall", READ_PLAN),
    ("开交办单", "bureau:papers:new_sheet", STEER_PLAN),
    ("向社会公开", "bureau:releases:choose", RELEASE_PLAN),
)
OF_ALL_PLANS = (("专班", "bureau:forces:list", KEEP_FORCE),)


@dataclass(frozen=True, slots=True)
class Door:
    """A link to another room."""

    name: str
    url: str


def doors(actor: Actor, plan_uid: UUID, plan_path: str) -> tuple[Door, ...]:
    """Return the rooms that the actor may enter from a plan's board."""
    found = [
        Door(name, reverse(view, args=[plan_uid]))
        for name, view, permission in OF_THE_PLAN
        if can(actor, permission, path=None if permission is READ_PLAN else plan_path)
    ]
    found += [
        Door(name, reverse(view))
        for name, view, permission in OF_ALL_PLANS
        if can(actor, permission, path=plan_path)
    ]
    return tuple(found)
