"""A photograph that a family handed in, for who may open its file."""

from uuid import UUID

from xueyou.domains.checks.desk_access import OPEN_FILE
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.pictures import desk_jpeg
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor


def picture_of_file(actor: Actor, uid: UUID | str, picture_uid: UUID | str) -> bytes:
    """Return a photograph of an opened file, a JPEG; who opens it has been written down before.

    Raises NotFound, FileNotAvailable.
    """
    application: Application = target(actor, OPEN_FILE, uid)
    return desk_jpeg(application, picture_uid)
