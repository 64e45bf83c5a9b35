"""Tables of the clubs room."""

from xueyou.domains.clubs.models.menu import Club, Place, Session, SessionState
from xueyou.domains.clubs.models.money import (
    COMING_IN,
    Bill,
    Billing,
    BillLine,
    Entry,
    EntryKind,
)
from xueyou.domains.clubs.models.presence import (
    NAME,
    Collector,
    HandOver,
    Leave,
    Mark,
    PickupCode,
    Presence,
    Relation,
    WrongCode,
)

__all__ = [
    "COMING_IN",
    "NAME",
    "Bill",
    "BillLine",
    "Billing",
    "Club",
    "Collector",
    "Entry",
    "EntryKind",
    "HandOver",
    "Leave",
    "Mark",
    "PickupCode",
    "Place",
    "Presence",
    "Relation",
    "Session",
    "SessionState",
    "WrongCode",
]
