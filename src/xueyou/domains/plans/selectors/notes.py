"""Notes and the files behind notes and figures; what one county wrote is not another's to read."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from xueyou.domains.plans.models import ProgressNote
from xueyou.domains.plans.selectors.task_views import FileView, NoteView
from xueyou.formats.photos import JPEG
from xueyou.platform.files.models import Attachment, BlobState

MOST_NOTES = 60


def notes_of(
    *, task_id: int | None = None, project_id: int | None = None, below: str | None, plan_path: str
) -> tuple[NoteView, ...]:
    """Return the latest notes of a task or project, the newest first; two queries.

    `below`: None for all; else the notes of organisations below that path, and those of the
    plan's own organisation itself.
    """
    rows = ProgressNote.objects.filter(task=task_id, project=project_id)
    if below is not None:
        rows = rows.filter(
            Q(organisation__path__startswith=below) | Q(organisation__path=plan_path)
        )
    notes = list(rows.select_related("by", "organisation").order_by("-on", "-pk")[:MOST_NOTES])
    files = files_of([note.uid for note in notes])
    return tuple(
        NoteView(
            uid=note.uid,
            on=note.on,
            words=note.words,
            by=note.by.name,
            organisation=note.organisation.display_name,
            files=files.get(note.uid, ()),
        )
        for note in notes
    )


def files_of(owner_uids: Iterable[UUID]) -> dict[UUID, tuple[FileView, ...]]:
    """Return the files that were handed in with each note or figure; one query."""
    found: dict[UUID, tuple[FileView, ...]] = {}
    rows = Attachment.objects.filter(
        owner_uid__in=list(owner_uids), voided_at=None, blob__state=BlobState.CLEAN
    ).select_related("blob")
    for row in rows.order_by("pk"):
        view = FileView(row.uid, row.title, row.blob.media_type == JPEG)
        found[row.owner_uid] = (*found.get(row.owner_uid, ()), view)
    return found
