"""Owns how files are written: to OUT.tmp, flushed to disk, then renamed; never half, never over.

An existing OUT is refused unless the caller forces it.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree


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


def claim_folder(path: Path, *, force: bool = False) -> None:
    """Check that `path` may be written as a folder.

    Raises OutputExists, or FileNotFoundError when the folder above does not exist.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(path.parent)
    if path.exists() and not (force and path.is_dir()):
        raise OutputExists(path)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder beside `path` and rename it there; an older one goes."""
    temporary = path.with_name(path.name + ".tmp")
    rmtree(temporary, ignore_errors=True)
    try:
        temporary.mkdir()
        for name, data in files.items():
            write_whole(temporary / name, data)
        if path.is_dir():
            rmtree(path)
        temporary.replace(path)
    finally:
        rmtree(temporary, ignore_errors=True)
