"""Owns which other rooms a plan's board leads to, for those who may enter them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from xueyou.domains.plans.access.forces import KEEP_FORCE
from xueyou.domains.plans.access.steering import READ_PLAN, RELEASE_PLAN, STEER_PLAN
from xueyou.domains.plans.selectors.checkpoints import may_read_packets
from xueyou.domains.plans.selectors.progress import may_report_by_file
from xueyou.kernel.registry.access import READ_POST
from xueyou.platform.access.reading import can
from xueyou.platform.acts.actors import Actor

FOR_READERS = (
    ("挂图", "bureau:wall:wall", READ_PLAN),
    ("晾晒", "bureau:wall:compare", READ_PLAN),
)
"""Rooms about one plan, for whoever may read it."""
FOR_HOUSE = (("盘点", "bureau:checkpoints:list"), ("对账", "bureau:settlements:list"))
"""Rooms about one plan, for its owners and the departments of their house."""
FOR_OWNERS = (
    ("开交办单", "bureau:papers:new_sheet", STEER_PLAN),
    ("向社会公开", "bureau:releases:choose", RELEASE_PLAN),
)
"""Rooms about one plan, for those to whom it belongs."""
BESIDE = (("岗位", "bureau:posts:list", READ_POST), ("专班", "bureau:forces:list", KEEP_FORCE))
"""Rooms that are about no single plan."""


@dataclass(frozen=True, slots=True)
class Door:
    """A link to another room."""

    name: str
    url: str


def doors(actor: Actor, plan_uid: UUID, plan_path: str) -> tuple[Door, ...]:
    """Return the rooms that the actor may enter from a plan's board."""
    about_it = [row[:2] for row in FOR_READERS if can(actor, row[2])]
    if may_report_by_file(actor, plan_uid):
        about_it.append(("批量报数", "bureau:figures:workbook"))
    about_it += FOR_HOUSE if may_read_packets(actor, plan_uid) else ()
    about_it += [row[:2] for row in FOR_OWNERS if can(actor, row[2], path=plan_path)]
    beside = [row for row in BESIDE if can(actor, row[2])]
    return (
        *(Door(name, reverse(view, args=[plan_uid])) for name, view in about_it),
        *(Door(name, reverse(view)) for name, view, _ in beside),
    )


def way_back(actor: Actor, plan_uid: UUID) -> Door:
    """Return where a task's page leads back to: its board, or a member's own task forces."""
    if can(actor, READ_PLAN):
        return Door("台账", reverse("bureau:board:plan", args=[plan_uid]))
    return Door("专班", reverse("bureau:forces:mine"))
