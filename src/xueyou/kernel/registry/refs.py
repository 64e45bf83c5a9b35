"""Where a row of the registry came from: the kind of thing and its uid."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Ref:
    """A source: `Ref("offer", offer.uid)`. The same source hands a thing over once."""

    kind: str
    uid: UUID
