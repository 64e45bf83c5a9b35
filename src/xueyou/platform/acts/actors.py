"""Who acts: a person's account, a job, a connector, or the system itself."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["user", "job", "connector", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `str(actor)` is what an act keeps: kind and uid, never a name."""

    kind: ActorKind
    id: str
    user: object | None = field(default=None, compare=False, repr=False)
    org_path: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "system")
