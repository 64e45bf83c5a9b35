"""The API of enrolment in the leak harness: it names what the pages name, and shows no more."""

from typing import Any

from tests.leaks.world import World

Body = dict[str, Any]
NAMED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("call", "call_lists"), ("planned", "call_of")),
    **dict.fromkeys(("round_counts", "round_places"), ("planned", "round")),
    **dict.fromkeys(("arrivals_compared", "roster"), ("pupil", "school")),
    "publication": ("published", "publication"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""


def _nothing(world: World, owner: str) -> Body:
    return {}


FORMS: dict[str, Any] = {"roster": _nothing}


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    return {"api:roster": "clerk-a1"}
