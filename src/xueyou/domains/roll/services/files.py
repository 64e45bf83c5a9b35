"""The workbook of a roll in the store: encrypted, for it holds the numbers of children."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.roll.models import RollImport
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.files.api import (
    Attachment,
    Blob,
    Incoming,
    made,
    mark_clean,
    read_sealed,
    receive,
    void,
    write_sealed,
)
from xueyou.platform.files.places import incoming_folder

LABEL = "roll.import"


@contextmanager
def sealed_copy(arrived: Incoming, uid: UUID) -> Iterator[tuple[Incoming, str]]:
    """Write an upload encrypted; yield the file for `keep` and the name of its key."""
    with arrived.path.open("rb") as source, made(arrived.name) as out:
        key = write_sealed(out, source, label=LABEL, uid=uid)
        yield out.done(), key


def keep(a: ActInProgress, copy: tuple[Incoming, str], uid: UUID) -> Attachment:
    """Store the encrypted file inside the act."""
    file, key = copy
    attachment = receive(
        file, act=a, purpose="roll", title=file.name, owner_kind="roll", owner_uid=uid
    )
    mark_clean(attachment.blob)
    Blob.objects.filter(pk=attachment.blob_id).update(enc_key_id=key)
    return attachment


def destroy(rolls: QuerySet[RollImport]) -> None:
    """Destroy the workbooks of rolls, inside an act: what they were for is over."""
    for roll in rolls.select_related("attachment").order_by("pk"):
        void(roll.attachment)


@contextmanager
def opened(roll: RollImport) -> Iterator[Path]:
    """Yield the path of the workbook in clear; it goes away with the block."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=incoming_folder()) as file:
        for piece in read_sealed(roll.attachment.blob, label=LABEL, uid=roll.uid):
            file.write(piece)
        file.flush()
        yield Path(file.name)
