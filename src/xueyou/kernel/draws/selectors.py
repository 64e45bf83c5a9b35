"""The register of draws, and the folder of one that a run reads."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.formats.proof.source_forms import expected
from xueyou.kernel.draws.access import DRAWS, READ_DRAW
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import ordered, write_folder
from xueyou.kernel.draws.services.keeping import bytes_of, kept_files
from xueyou.platform.access.reading import read
from xueyou.platform.access.views import view_of
from xueyou.platform.acts.actors import Actor


@view_of(DRAWS, organisation="organisation__name")
class DrawRow:
    """A line of the register: also the void ones, each with its number."""

    uid: UUID
    purpose: str
    subject_uid: UUID
    organisation: str
    ordinal: int
    official: bool
    commitment_sha256: str
    previous_sha256: str
    not_before: datetime
    committed_at: datetime
    revealed_at: datetime | None
    seed: str
    void_reason: str


@dataclass(frozen=True, slots=True)
class DrawFound:
    """What a room needs to know of a draw before it runs with it."""

    id: int
    purpose: str
    subject_uid: UUID
    official: bool
    ready: bool  # revealed and not void


def draw_found(uid: UUID | str) -> DrawFound | None:
    """Return a draw by its uid, None where there is none."""
    try:
        draw = Draw.objects.filter(uid=uid).first()
    except (ValidationError, ValueError):
        draw = None
    return None if draw is None else _found(draw)


def _found(draw: Draw) -> DrawFound:
    return DrawFound(
        draw.pk,
        draw.purpose,
        draw.subject_uid,
        draw.official,
        draw.revealed_at is not None and not draw.void_reason,
    )


def write_draw(draw_id: int, folder: Path) -> None:
    """Write a revealed draw's folder as `xueyou admit run --draw` reads it. Raises DrawNotMade."""
    draw = Draw.objects.select_related("commitment", "reveal").get(pk=draw_id)
    roster = kept_files(draw)["roster"]
    write_folder(folder, bytes_of(draw.commitment), bytes_of(draw.reveal), roster)


def drawn_order(uid: UUID | str) -> list[str]:
    """Return the groups of a revealed draw in the order in which they were drawn.

    With one ticket for all, the smallest first: the order that anybody finds from the seed.
    """
    draw = Draw.objects.get(uid=uid, void_reason="", revealed_at__isnull=False)
    roster = kept_files(draw)["roster"]
    return ordered(draw.seed, roster)


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A declared source, and what a line of it looks like."""

    name: str
    form: str
    zh: str


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """A draw with its sources in the order in which they count, and how many lines are sealed."""

    row: DrawRow
    sources: tuple[SourceShown, ...]
    seals: int
    published: str


def draw_sheet(actor: Actor, uid: UUID | str) -> DrawSheet:
    """Return a draw for those who keep it. Raises NotFound."""
    row = read(actor, READ_DRAW, DrawRow).get(uid)
    found = Draw.objects.get(uid=row.uid)
    return DrawSheet(
        row=row,
        sources=_sources(found),
        seals=len(found.seals),
        published=found.randomness,
    )


def public_files(actor: Actor, uid: UUID | str) -> dict[str, bytes]:
    """Return commit.json and, once revealed, reveal.json, as everybody may have them. NotFound."""
    row = read(actor, READ_DRAW, DrawRow).get(uid)
    return _files(Draw.objects.select_related("commitment", "reveal").get(uid=row.uid))


@dataclass(frozen=True, slots=True)
class DrawRegistered:
    """A line of the register as everybody reads it: the void ones too, each with its number."""

    ordinal: int
    official: bool
    sources: tuple[SourceShown, ...]
    seals: int
    not_before: datetime
    committed_at: datetime
    commitment_sha256: str
    previous_sha256: str
    revealed_at: datetime | None
    published: str
    seed: str
    void_reason: str


def draws_registered(purpose: str, subject_uid: UUID) -> list[DrawRegistered]:
    """Return the official draws about a subject in the order of their numbers."""
    rows = Draw.objects.filter(purpose=purpose, subject_uid=subject_uid, official=True)
    return [
        DrawRegistered(
            ordinal=one.ordinal,
            official=one.official,
            sources=_sources(one),
            seals=len(one.seals),
            not_before=one.not_before,
            committed_at=one.committed_at,
            commitment_sha256=one.commitment_sha256,
            previous_sha256=one.previous_sha256,
            revealed_at=one.revealed_at,
            published=one.randomness,
            seed=one.seed,
            void_reason=one.void_reason,
        )
        for one in rows.order_by("ordinal")
    ]


def files_registered(purpose: str, subject_uid: UUID, ordinal: int) -> dict[str, bytes]:
    """Return the public files of one of these draws; none where there is no such draw."""
    found = (
        Draw.objects.select_related("commitment", "reveal")
        .filter(purpose=purpose, subject_uid=subject_uid, ordinal=ordinal, official=True)
        .first()
    )
    return {} if found is None else _files(found)


def _files(found: Draw) -> dict[str, bytes]:
    files = {"commit.json": bytes_of(found.commitment)}
    if found.reveal is not None:
        files["reveal.json"] = bytes_of(found.reveal)
    return files


def _sources(found: Draw) -> tuple[SourceShown, ...]:
    return tuple(
        SourceShown(one["name"], one["form"], expected(one["form"])) for one in found.sources
    )
