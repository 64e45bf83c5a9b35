"""Owns what is said when two officers changed one item: his words, yours, and the document's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.models import Item, ItemChange


@dataclass(frozen=True, slots=True)
class Theirs:
    """An item as it stands now, and who brought it there. `by` is empty where nobody did."""

    item_uid: UUID
    key: str
    kind: str
    state: str
    content: Mapping[str, Any]
    revision: int
    quote: str
    deed: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Yours:
    """What somebody wanted to do: the deed, and the content he typed (None: he typed nothing)."""

    deed: str
    content: Mapping[str, Any] | None = None
    parts: Sequence[Mapping[str, Any]] = ()
    """Of a split: the content of each part."""


class Conflict(Exception):
    """The item was changed after the actor saw it. Nothing of his was written; both are here."""

    def __init__(self, theirs: Theirs, yours: Yours) -> None:
        super().__init__(f"{theirs.key}: revision {theirs.revision}")
        self.theirs = theirs
        self.yours = yours


def check_revision(item: Item, revision: int, yours: Yours) -> None:
    """Raise Conflict unless the item, locked, still has the revision that the actor saw."""
    if item.revision == revision:
        return
    last = ItemChange.objects.filter(item=item).select_related("by").order_by("-revision").first()
    theirs = Theirs(
        item_uid=item.uid,
        key=item.key,
        kind=item.kind,
        state=item.state,
        content=item.content,
        revision=item.revision,
        quote=item.quote,
        deed=last.deed if last else "",
        by=last.by.name if last else "",
        at=last.at if last else None,
    )
    raise Conflict(theirs, yours)
