"""One thing of today, and the page that holds at most five of them."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from xueyou.domains.plans.selectors.board_views import DutyView

KINDS = ("overdue", "red", "sign", "sheet", "soon")
"""Missed its day, newly red, waits for a signature, a sheet that did not come back, soon on the
wall: in the order in which they are seen to."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to see to today. `key` is for joining only."""

    kind: str
    """One of KINDS."""
    about: str
    """task | project | paper | sheet: what `uid` is of."""
    uid: UUID
    title: str = ""
    sentence: str = ""
    """What is the matter, in figures."""
    days: int = 0
    """How many days it has been late or waiting."""
    light: str = ""
    """A light, where it is about one."""
    on: date | None = None
    """The day it turned red; of what goes on the wall soon, the day it will hang there."""
    who: str = ""
    """Who answers for it: unit, post, holder."""
    key: int = 0

    def named(self, *, key: int, title: str) -> "Thing":
        """Return it with its title."""
        return replace(self, key=key, title=title)

    def led_by(self, lead: DutyView | None) -> "Thing":
        """Return it with who leads it."""
        if lead is None:
            return replace(self, who="还没有定责任单位")
        post = f" {lead.post}{lead.holder}" if lead.post else ""
        return replace(self, who=f"{lead.unit}{post}")


@dataclass(frozen=True, slots=True)
class Today:
    """What somebody should see to on a day."""

    day: date
    things: tuple[Thing, ...]
    more: int
    """How many further ones there are."""
    still_red: int
    """How many lights have been red for longer and missed no day: they hang on the wall."""
