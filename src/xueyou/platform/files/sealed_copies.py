"""Workbooks that hold numbers of people: kept encrypted, in clear only while they are read."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from xueyou.platform.files.made import made
from xueyou.platform.files.models import Attachment, Blob
from xueyou.platform.files.places import incoming_folder
from xueyou.platform.files.sealed import read_sealed, write_sealed
from xueyou.platform.files.store import ActOpen, mark_clean, receive
from xueyou.platform.files.uploads import Incoming


@dataclass(frozen=True, slots=True)
class SealedCopy:
    """A file encrypted for its owner, ready for `keep` inside an act."""

    file: Incoming
    key: str
    label: str
    uid: UUID

    def keep(
        self,
        a: ActOpen,
        *,
        purpose: str,
        owner_kind: str = "",
        delete_after: date | None = None,
    ) -> Attachment:
        """Store it inside the act."""
        attachment = receive(
            self.file,
            act=a,
            purpose=purpose,
            title=self.file.name,
            owner_kind=owner_kind or self.label,
            owner_uid=self.uid,
            delete_after=delete_after,
        )
        mark_clean(attachment.blob)
        Blob.objects.filter(pk=attachment.blob_id).update(enc_key_id=self.key)
        return attachment


@contextmanager
def sealed_copy(
    source: BinaryIO | bytes, name: str, *, label: str, uid: UUID
) -> Iterator[SealedCopy]:
    """Write a file encrypted; what an undone transaction stored goes away with the block."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    with made(name) as out:
        key = write_sealed(out, stream, label=label, uid=uid)
        yield SealedCopy(out.done(), key, label, uid)


@contextmanager
def opened_copy(attachment: Attachment, *, label: str, uid: UUID) -> Iterator[Path]:
    """Yield the path of the file in clear; it goes away with the block. Raises FileNotAvailable."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=incoming_folder()) as file:
        for piece in read_sealed(attachment.blob, label=label, uid=uid):
            file.write(piece)
        file.flush()
        yield Path(file.name)


def copy_bytes(attachment: Attachment, *, label: str, uid: UUID) -> bytes:
    """Return the file in clear. Raises FileNotAvailable."""
    return b"".join(read_sealed(attachment.blob, label=label, uid=uid))
