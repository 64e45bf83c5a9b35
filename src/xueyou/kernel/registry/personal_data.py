"""Holders: a room's duty to export, merge and erase what it keeps about one person.

Every table that points to a person belongs to exactly one holder; a house test looks. Holders are
found in the module `holders` of each room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from xueyou.kernel.registry.models import Person


class PersonalDataHolder(Protocol):
    """What a room does with its rows about a person, inside an open act."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return everything kept about the person, as plain JSON values."""

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move rows of `gone` to `keep`. Raises RegistryRefused where two rows exclude each other.

        Both are locked; nothing is lost: what cannot stand twice is voided, with its reason.
        """

    def erase(self, person: Person, at: datetime) -> None:
        """Remove what tells of the person; counts may stay. Raises RegistryRefused to keep it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A registered holder: the room's name, the tables it answers for, and the holder itself."""

    room: str
    models: tuple[str, ...]
    holder: PersonalDataHolder


T = TypeVar("T", bound=PersonalDataHolder)
_held: dict[str, Held] = {}


def personal_data_holder(room: str, *, models: Sequence[str]) -> Callable[[type[T]], type[T]]:
    """Register a room's holder class; `models` are labels such as "calls.Application"."""

    def register(cls: type[T]) -> type[T]:
        if room in _held:
            raise ValueError(f"{room} has a holder already")
        _held[room] = Held(room, tuple(models), cls())
        return cls

    return register


def holders() -> list[Held]:
    """Return every holder, by the room's name."""
    return [_held[room] for room in sorted(_held)]
