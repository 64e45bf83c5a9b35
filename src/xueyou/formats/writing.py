"""Owns how files are written: to OUT.tmp, flushed to disk, then renamed; never half, never over.

An existing OUT is refused unless the caller forces it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
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
    temporary = _beside(path, "tmp")
    file = temporary.open("xb")
    try:
        with file:
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
    with folder_in_making(path) as making:
        for name, data in files.items():
            write_whole(making / name, data)


@contextmanager
def folder_in_making(path: Path) -> Iterator[Path]:
    """Yield a new folder beside `path` that takes its place at the end; an older one goes then.

    What fails on the way leaves the older one as it was, and nothing beside it.
    """
    making = _beside(path, "tmp")
    making.mkdir()
    older = _beside(path, "old")
    try:
        yield making
        if path.is_dir():
            path.replace(older)
        try:
            making.replace(path)
        except BaseException:
            if older.is_dir():
                older.replace(path)
            raise
    finally:
        rmtree(making, ignore_errors=True)
    rmtree(older, ignore_errors=True)


def _beside(path: Path, ending: str) -> Path:
    """Return a name beside `path` that nothing bears: what bears the plain one is somebody's."""
    plain = path.with_name(f"{path.name}.{ending}")
    if not os.path.lexists(plain):
        return plain
    return path.with_name(f"{path.name}.{token_hex(4)}.{ending}")
