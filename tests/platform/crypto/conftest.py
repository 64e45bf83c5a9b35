"""Key files of a test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

WriteKeys = Callable[..., Path]


@pytest.fixture
def field_keys(tmp_path: Path, settings: object) -> WriteKeys:
    """Return a function that makes these lines the field keys of the running process."""
    return _writer(tmp_path, settings, "XUEYOU_FIELD_KEYS")


@pytest.fixture
def index_keys(tmp_path: Path, settings: object) -> WriteKeys:
    """Return a function that makes these lines the index keys of the running process."""
    return _writer(tmp_path, settings, "XUEYOU_INDEX_KEY_FILE")


def _writer(folder: Path, settings: object, name: str) -> WriteKeys:
    count = 0

    def write(*lines: str) -> Path:
        nonlocal count
        count += 1  # a process reads a file once: another set of keys is another file
        path = folder / f"{name}-{count}"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        setattr(settings, name, path)
        return path

    return write
