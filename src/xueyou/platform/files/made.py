"""Files that this program makes itself: no upload's limit, no quarantine, the same store."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xueyou.platform.files.names import harmless_name
from xueyou.platform.files.places import incoming_folder
from xueyou.platform.files.uploads import OCTETS, Incoming, take_back_unrecorded


class _Digesting:
    """Passes bytes on to a file, counting and digesting them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write a piece."""
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)


class Made:
    """A file being made: `write` pieces of it, then `done()` once."""

    def __init__(self, path: Path, file: BinaryIO, name: str, media_type: str) -> None:
        self._path, self._file, self._name, self._type = path, file, name, media_type
        self._out = _Digesting(file)
        self.arrived: Incoming | None = None

    def write(self, data: bytes) -> int:
        """Write a piece; return how many bytes."""
        return self._out.write(data)

    def done(self) -> Incoming:
        """Close the file and return it, ready for `receive` in an act."""
        self._file.close()
        self.arrived = Incoming(
            self._path,
            harmless_name(self._name),
            self._out.digest.hexdigest(),
            self._out.size,
            self._type,
        )
        return self.arrived


@contextmanager
def made(name: str, *, media_type: str = OCTETS) -> Iterator[Made]:
    """Make a file of our own for the store. Open no transaction around the writing::

        with made("名单.json", media_type=JSON) as file:
            file.write(body)
            arrived = file.done()
            with act(…) as a:
                attachment = receive(arrived, act=a, …)
                mark_clean(attachment.blob)

    The temporary file goes away with the block; what an undone transaction stored goes too.
    """
    descriptor, temporary = tempfile.mkstemp(suffix=".made", dir=incoming_folder())
    path = Path(temporary)
    with os.fdopen(descriptor, "wb") as file:
        making = Made(path, file, name, media_type)
        try:
            yield making
        finally:
            path.unlink(missing_ok=True)
            if making.arrived is not None and making.arrived.placed:
                take_back_unrecorded(making.arrived)
