"""What everybody sees of a publication, and for how long."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.publications.access import PUBLICATIONS
from xueyou.kernel.publications.kinds import kind_of
from xueyou.kernel.publications.models import Publication
from xueyou.platform.access.views import view_of
from xueyou.platform.files.api import FileNotAvailable, open_blob
from xueyou.platform.time import business_now

_log = logging.getLogger(__name__)

ENDED = "公示期满"
CACHE_CONTROL = "no-cache"
"""A copy may be kept but must be asked for each time: taken down means gone the next second."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and the words above it."""

    name: str
    zh: str


@dataclass(frozen=True, slots=True)
class Served:
    """A publication as everybody sees it: `etag` is the digest of `body`, the frozen file."""

    uid: UUID
    kind: str
    kind_zh: str
    title: str
    organ: str
    subject_kind: str
    subject_uid: UUID
    paper_uid: UUID | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    visible_from: datetime
    visible_to: datetime
    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Gone:
    """It was here and is not any more: answer 410. Of what it said only the digest is left.

    `why` is told to whoever opens the old address; `renewed` is what stands in its place, None
    where nothing does.
    """

    uid: UUID
    ended_at: datetime
    why: str
    sha256: str
    renewed: UUID | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A publication in the list of what anybody may read now."""

    uid: UUID
    kind_zh: str
    title: str
    organ: str
    visible_from: datetime
    visible_to: datetime


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing there for anybody, now: answer as for an address that does not exist."""


@view_of(PUBLICATIONS, organisation="organisation__name")
class PublicationRow:
    """A line of the register of publications."""

    uid: UUID
    kind: str
    subject_kind: str
    subject_uid: UUID
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
            data = file.read()
    except (FileNotAvailable, FileNotFoundError):  # it was taken down while this was read
        return _gone(found, at or business_now())
    if sha256_hex(data) != found.payload_sha256:
        _log.error("publication %s is not what was frozen", found.uid)
        return _gone(found, found.visible_from)
    body: dict[str, Any] = json.loads(data)
    return Served(
        uid=found.uid,
        kind=found.kind,
        kind_zh=kind_of(found.kind).zh,
        title=found.title,
        organ=body["organ"],
        subject_kind=found.subject_kind,
        subject_uid=found.subject_uid,
        paper_uid=found.paper_uid,
        columns=tuple(Column(one["name"], one["zh"]) for one in body["fields"]),
        rows=tuple(tuple(row) for row in body["rows"]),
        visible_from=found.visible_from,
        visible_to=found.visible_to,
        etag=found.payload_sha256,
        body=data,
    )


def matching(found: Served, typed: str) -> list[tuple[str, ...]]:
    """Return the rows with what was typed in a cell: with and without hyphens, in any case."""
    wanted = _plain(typed)
    return [row for row in found.rows if not wanted or any(wanted in _plain(cell) for cell in row)]


def listed(page: int = 1, size: int = 20, at: datetime | None = None) -> list[Listed]:
    """Return a page of what anybody may read now, newest first; one row more where there are."""
    rows = _standing_at(at or business_now()).select_related("organisation")
    start = (page - 1) * size
    return [
        Listed(
            uid=row.uid,
            kind_zh=kind_of(row.kind).zh,
            title=row.title,
            organ=row.organisation.name,
            visible_from=row.visible_from,
            visible_to=row.visible_to,
        )
        for row in rows.order_by("-visible_from", "-pk")[start : start + size + 1]
    ]


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
        return _gone(found, found.taken_down_at or found.visible_to, ENDED)
    return found


def standing_of(subject_kind: str, subject_uid: UUID, at: datetime | None = None) -> list[UUID]:
    """Return the publications about a subject that stand now, oldest first."""
    about = {"subject_kind": subject_kind, "subject_uid": subject_uid}
    rows = _standing_at(at or business_now()).filter(**about)
    return list(rows.order_by("pk").values_list("uid", flat=True))


def _standing_at(now: datetime) -> QuerySet[Publication]:
    return Publication.objects.filter(taken_down_at=None, visible_from__lte=now, visible_to__gt=now)


def _gone(row: Publication, ended_at: datetime, why: str = "") -> Gone:
    renewed = Publication.objects.filter(supersedes=row).values_list("uid", flat=True).first()
    ended = min(ended_at, row.visible_to)
    return Gone(row.uid, ended, row.taken_down_why or why, row.payload_sha256, renewed)


def _plain(text: str) -> str:
    """Return a text as it is compared: people type receipt numbers with and without hyphens."""
    return "".join(text.replace("-", "").split()).upper()
