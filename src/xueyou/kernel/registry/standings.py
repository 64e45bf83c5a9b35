"""Kinds of standing: who reads one declares it, who writes it says so.

A standing is a dated, sourced statement about an organisation or a person that another room must
honour when it decides: places cut, a licence, an aid category, a fee exemption.
"""

from dataclasses import dataclass
from enum import Enum


class Party(Enum):
    """What a standing is about."""

    ORGANISATION = "organisation"
    PERSON = "person"


ORGANISATION = Party.ORGANISATION
PERSON = Party.PERSON


@dataclass(frozen=True, slots=True)
class StandingKind:
    """A kind of standing. With `quantity` a row says how much; without, that it is so at all."""

    name: str
    zh: str
    party: Party
    quantity: bool


_kinds: dict[str, StandingKind] = {}
_written: set[str] = set()


def standing_kind(name: str, *, party: Party, quantity: bool = False, zh: str) -> StandingKind:
    """Declare a kind, in the room that reads it. Raises ValueError for a second one."""
    if name in _kinds:
        raise ValueError(f"standing {name} is declared twice")
    return _kinds.setdefault(name, StandingKind(name, zh, party, quantity))


def writes(*kinds: StandingKind) -> None:
    """Say, in the room that makes them, that standings of these kinds are granted there."""
    _written.update(kind.name for kind in kinds)


def is_written(kind: StandingKind) -> bool:
    """Return whether some room has said that it grants this kind."""
    return kind.name in _written


def standing_kinds() -> list[StandingKind]:
    """Return every declared kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
