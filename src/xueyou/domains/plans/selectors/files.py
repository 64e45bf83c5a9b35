"""Files behind notes and figures: found for whoever may read the note or figure they prove."""

from uuid import UUID

from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.selectors.task_views import FileView
from xueyou.formats.media_types import JPEG
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.files.api import Attachment, BlobState


def file_of_task(actor: Actor, task_uid: UUID, uid: UUID) -> Attachment:
    """Return a file that the reader sees on a task's page. Raises NotFound."""
    view = task(actor, task_uid)
    seen = [one for note in view.notes for one in note.files]
    seen += [one for target in view.targets for value in target.values for one in value.files]
    return _among(seen, uid)


def file_of_project(actor: Actor, project_uid: UUID, uid: UUID) -> Attachment:
    """Return a file that the reader sees on a project's page. Raises NotFound."""
    view = project(actor, project_uid)
    return _among([one for note in view.notes for one in note.files], uid)


def is_picture(attachment: Attachment) -> bool:
    """Return whether it is a photograph that this program wrote, to be shown inline."""
    return attachment.blob.media_type == JPEG


def _among(seen: list[FileView], uid: UUID) -> Attachment:
    if all(one.uid != uid for one in seen):
        raise NotFound
    rows = Attachment.objects.filter(uid=uid, voided_at=None, blob__state=BlobState.CLEAN)
    found = rows.select_related("blob").first()
    if found is None:
        raise NotFound
    return found
