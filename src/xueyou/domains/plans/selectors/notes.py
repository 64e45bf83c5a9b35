"""Notes and the files behind notes and figures; what one county wrote is not another's to read."""

from collections.abc import Iterable
from uuid import UUID

from xueyou.domains.plans.models import ProgressNote
from xueyou.domains.plans.selectors.task_views import FileView, NoteView
from xueyou.formats.media_types import JPEG
from xueyou.platform.files.models import Attachment, BlobState
from xueyou.platform.orgs.models import Organisation, OrganisationKind

MOST_NOTES = 60


def notes_of(
    *, task_id: int | None = None, project_id: int | None = None, below: str | None, plan_path: str
) -> tuple[NoteView, ...]:
    """Return the latest notes of a task or project, the newest first; at most three queries.

    `below`: None for all; else the path of the one county whose notes, of all counties', are shown.
    """
    rows = ProgressNote.objects.filter(task=task_id, project=project_id)
    if below is not None:
        for path in _other_counties(plan_path, below):
            rows = rows.exclude(organisation__path__startswith=path)
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


def _other_counties(plan_path: str, below: str) -> list[str]:
    counties = Organisation.objects.filter(
        kind=OrganisationKind.COUNTY, path__startswith=plan_path
    ).exclude(path=below)
    return list(counties.values_list("path", flat=True))


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
