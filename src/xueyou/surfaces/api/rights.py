"""Owns who may use which address of the API: the permission of the page that shows the same."""

from dataclasses import dataclass

from xueyou.domains.arrivals.access import COUNT_ARRIVALS, KEEP_ARRIVALS
from xueyou.domains.checks.access import READ_LIST
from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.roll.access import EXPORT_ROSTER
from xueyou.kernel.calls.access import READ_CALL, READ_ROUND
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.routes import PUBLIC, Content, Door

READ = ("GET",)
WRITE = ("POST",)


@dataclass(frozen=True, slots=True)
class Right:
    """Who may ask, what kind of content it answers, by which methods; `objects` as of a route."""

    permission: Permission | Door
    content: Content
    methods: tuple[str, ...]
    objects: str | None = None


RIGHTS: dict[str, Right] = {
    "clubs_roll": Right(CALL_ROLL, "personal", READ + WRITE),
    "clubs_hand_overs": Right(CALL_ROLL, "personal", READ + WRITE),
    "calls": Right(READ_CALL, "internal", READ),
    "call": Right(READ_CALL, "internal", READ),
    "call_lists": Right(READ_LIST, "internal", READ, "calls.call"),
    "round_counts": Right(READ_ROUND, "internal", READ),
    "round_places": Right(READ_ROUND, "internal", READ),
    "arrival_counts": Right(COUNT_ARRIVALS, "internal", READ, ""),
    "arrivals_compared": Right(KEEP_ARRIVALS, "internal", READ, "orgs.organisation"),
    "roster": Right(EXPORT_ROSTER, "personal", WRITE, "orgs.organisation"),
    "publications": Right(PUBLIC, "public", READ),
    "publication": Right(PUBLIC, "public", READ),
}
"""Name of the address → its right."""
