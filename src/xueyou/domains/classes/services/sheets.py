"""Sheets that a school hands in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from xueyou.platform.files.api import Incoming


@contextmanager
def under_its_name(arrived: Incoming) -> Iterator[Path]:
    """Yield the path of an upload under the name it was sent with: faults name it, and its
    ending says what it is.
    """
    with TemporaryDirectory(prefix="xueyou-classes-") as folder:
        path = Path(folder) / arrived.name
        path.symlink_to(arrived.path)
        yield path
