"""What everybody sees of a publication, and for how long."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.kernel.publications.access import PUBLICATIONS
from xueyou.kernel.publications.models import Publication
from xueyou.platform.access.views import view_of
from xueyou.platform.files.api import FileNotAvailable, open_blob
from xueyou.platform.time import business_now

CACHE_CONTROL = "no-cache"
"""A copy may be kept but must be asked for each time: taken down means gone the next second."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and the words above it."""

    name: str
    zh: str


@dataclass(frozen=True, slots=True)
class Served:
    """A publication as everybody sees it. `etag` stays the same as long as its bytes do."""

    uid: UUID
    kind: str
    title: str
    organ: str
    subject_uid: UUID
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    visible_from: datetime
    visible_to: datetime
    etag: str


@dataclass(frozen=True, slots=True)
class Gone:
    """It was here and is taken down: answer 410."""

    uid: UUID


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing there for anybody, now: answer as for an address that does not exist."""


@view_of(PUBLICATIONS, organisation="organisation__name")
class PublicationRow:
    """A line of the register of publications."""

    uid: UUID
    kind: str
    title: str
    organisation: str
    visible_from: datetime
    visible_to: datetime
    taken_down_at: datetime | None
    taken_down_why: str
    payload_sha256: str


def served(uid: UUID | str, at: datetime | None = None) -> Served | Gone | NotYet:
    """Return what everybody sees under this address at this moment (default: now)."""
    found = standing(uid, at)
    if not isinstance(found, Publication):
        return found
    try:
        assert found.payload is not None
        with open_blob(found.payload) as file:
            body: dict[str, Any] = json.load(file)
    except (FileNotAvailable, FileNotFoundError):  # it was taken down while this was read
        return Gone(found.uid)
    return Served(
        uid=found.uid,
        kind=found.kind,
        title=found.title,
        organ=body["organ"],
        subject_uid=found.subject_uid,
        columns=tuple(Column(one["name"], one["zh"]) for one in body["fields"]),
        rows=tuple(tuple(row) for row in body["rows"]),
        visible_from=found.visible_from,
        visible_to=found.visible_to,
        etag=found.payload_sha256,
    )


def standing(uid: UUID | str, at: datetime | None = None) -> Publication | Gone | NotYet:
    """Return the row that stands now, without opening its file: one query."""
    now = at or business_now()
    try:
        found = Publication.objects.select_related("payload").filter(uid=uid).first()
    except (ValidationError, ValueError):
        found = None
    if found is None or now < found.visible_from:
        return NotYet()
    if found.taken_down_at is not None or now >= found.visible_to:
        return Gone(found.uid)
    return found


def standing_of(subject_kind: str, subject_uid: UUID, at: datetime | None = None) -> list[UUID]:
    """Return the publications about a subject that stand now, oldest first."""
    now = at or business_now()
    rows = Publication.objects.filter(
        subject_kind=subject_kind,
        subject_uid=subject_uid,
        taken_down_at=None,
        visible_from__lte=now,
        visible_to__gt=now,
    )
    return list(rows.order_by("pk").values_list("uid", flat=True))
