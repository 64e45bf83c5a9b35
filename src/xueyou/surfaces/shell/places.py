"""Owns the list of rooms that the rail leads to. Each room enters itself when it starts."""

from dataclasses import dataclass

from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import can
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class PlaceOnRail:
    """A room: two characters, an icon, the name of its first page, who may enter."""

    name: str
    icon: str
    view: str
    permission: Permission

    def open_to(self, actor: Actor) -> bool:
        """Return whether the actor may enter."""
        return can(actor, self.permission)


PLACES: list[PlaceOnRail] = []


def put_on_rail(name: str, icon: str, view: str, permission: Permission) -> None:
    """Add a room to the rail."""
    PLACES.append(PlaceOnRail(name, icon, view, permission))
