"""The expert committee in the leak world: a child of county A for whom it has decided."""

from typing import Any

from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.enrolment.services.committee import decide_panel
from xueyou.kernel.calls.models import Option

Body = dict[str, Any]
DECIDED = "next-small"


def let_committee_decide(world: World) -> None:
    """Enter the committee's word."""
    decide_panel(
        actor=person(world, "enroller-a"),
        application_uid=world.one("handed_in", DECIDED),
        decided=str(Option.objects.get(call__uid=world.one("call_of", "A"), code="A1").uid),
        key=a_key(),
    )


NAMED: dict[str, tuple[str, str]] = {
    "list": ("application", "call_files"),
    "decide": ("application", "handed_in"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""
FORMS: dict[str, Any] = {"decide": lambda world, owner: {"decided": "none"}}
"""Name of the address, without its desk → what who keeps it posts there."""


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    return {"committee:decide": "enroller-a"}
