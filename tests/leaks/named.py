"""How the parameters of an address are filled: with which kinds of things, of which content."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tests.leaks.world import World

MANY = {"task": 3, "value": 2, "session": 3, "paper_looked_at": 2}
"""Of how many things of a kind an owner's are asked for; of all others of the first."""


@dataclass(frozen=True, slots=True)
class Named:
    """How an address is filled: parameter → kind of thing, or a parameter's fixed kind by owner."""

    content: str
    kinds: tuple[tuple[str, str], ...]
    written: str = ""
    """Content class of what a post adds, where that is the writer's own part of another's thing."""

    def filled(self, world: World) -> Iterator[tuple[str, dict[str, UUID]]]:
        """Yield owner and parameters of each thing; of several kinds the owner's first ones."""
        (first, kind), *rest = self.kinds
        for owner, uids in world.things.get(kind, {}).items():
            if all(owner in world.things.get(other, {}) for _, other in rest):
                more = {name: world.one(other, owner) for name, other in rest}
                for uid in uids[: MANY.get(kind, 1)]:
                    yield owner, {first: uid, **more}


def named(content: str, **kinds: str) -> Named:
    """Return how an address is filled: parameter = kind of thing."""
    return Named(content, tuple(kinds.items()))
