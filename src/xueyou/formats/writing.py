"""Owns how files are written: to OUT.tmp, flushed to disk, then renamed; never half, never over.

An existing OUT is refused unless the caller forces it.
"""

import os
from contextlib import suppress
from pathlib import Path


class OutputExists(Exception):
    """The output is there already and was not touched."""


def claim(path: Path, *, force: bool = False) -> None:
    """Check that `path` may be written.

    Raises OutputExists, or FileNotFoundError when its folder does not exist.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(path.parent)
    if path.is_dir() or (path.exists() and not force):
        raise OutputExists(path)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it there, so that a reader sees all or nothing."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
