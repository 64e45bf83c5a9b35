"""An upload on its way in: counted while it streams, in a temporary file until it is checked."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from xueyou.formats.refusal import Refusal
from xueyou.platform.files.models import Blob
from xueyou.platform.files.names import harmless_name
from xueyou.platform.files.places import incoming_folder, store_folder

MAX_FILE_BYTES = 50 * 1024 * 1024
OCTETS = "application/octet-stream"

Check = Callable[[Path, str], str | None]
"""Looks at the temporary file under its name; returns a media type or raises Refusal."""


class Readable(Protocol):
    """What is handed in: Django's uploads and files have this shape."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes."""


@dataclass(slots=True)
class Incoming:
    """A checked upload in its temporary file, which goes away with the `with` block.

    `placed` lists what was linked into the store for it: where the transaction that should have
    recorded it was rolled back, the bytes go too.
    """

    path: Path
    name: str
    sha256: str
    size: int
    media_type: str = OCTETS
    placed: list[str] = field(default_factory=list)


@contextmanager
def incoming(upload: Readable, *, check: Check | None = None) -> Iterator[Incoming]:
    """Stream an upload into a temporary file, have it checked, and remove it at the end.

    Open no transaction around this: checking takes time. `check` may raise Refusal; then nothing
    has reached the store, a log or a job. More than MAX_FILE_BYTES is Refusal("too_large").
    """
    descriptor, temporary = tempfile.mkstemp(suffix=".incoming", dir=incoming_folder())
    path = Path(temporary)
    arrived: Incoming | None = None
    try:
        sha256, size = _stream(upload, descriptor)
        arrived = Incoming(path, harmless_name(upload.name or ""), sha256, size)
        if check is not None:
            arrived.media_type = check(path, arrived.name) or OCTETS
        yield arrived
    finally:
        path.unlink(missing_ok=True)
        if arrived is not None and arrived.placed:
            take_back_unrecorded(arrived)


def uploaded(request: HttpRequest, name: str = "file") -> "UploadedFile[bytes] | None":
    """Return the uploaded file of a form field, None where none was sent.

    Raises Refusal("too_large") where the upload was cut off because it grew too large.
    """
    found = request.FILES.get(name)  # reads the body
    if getattr(request, "upload_too_large", False):
        raise Refusal("too_large")
    assert found is None or isinstance(found, UploadedFile)
    return found


class CappedUploadHandler(FileUploadHandler):
    """Django's part of it: every uploaded file goes to `incoming/`, and stops at the limit."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the temporary file; it vanishes when the request is closed."""
        super().new_file(*args, **kwargs)
        self.size = 0
        self.file: Any = tempfile.NamedTemporaryFile(suffix=".upload", dir=incoming_folder())  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece; past the limit drop everything and read the rest into nothing."""
        self.size += len(raw_data)
        if self.size > MAX_FILE_BYTES:
            self.file.close()
            assert self.request is not None
            self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Hand the file to the request."""
        self.file.seek(0)
        return UploadedFile(
            file=File(self.file),
            name=harmless_name(self.file_name or ""),
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Remove what had arrived when the sender went away."""
        if hasattr(self, "file"):
            self.file.close()


def _stream(upload: Readable, descriptor: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > MAX_FILE_BYTES:
                raise Refusal("too_large")
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest(), size


def take_back_unrecorded(arrived: Incoming) -> None:
    """Remove from the store what the transaction that should have recorded it did not."""
    recorded = set(
        Blob.objects.filter(storage_key__in=arrived.placed).values_list("storage_key", flat=True)
    )
    for key in arrived.placed:
        if key not in recorded:
            (store_folder() / key).unlink(missing_ok=True)
