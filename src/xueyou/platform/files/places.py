"""Where files lie in the data folder: `incoming/` until checked, `blobs/ab/cd/…` for good."""

import os
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xueyou.platform.files.models import Blob

FORGOTTEN_AFTER = 3600


def data_folder() -> Path:
    """Return the folder that holds all data of the deployment."""
    folder = settings.DATA
    assert isinstance(folder, Path)
    return folder


def incoming_folder() -> Path:
    """Return the folder of uploads that nobody has checked; made when needed, ours alone."""
    folder = data_folder() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def store_folder() -> Path:
    """Return the folder of stored bytes."""
    return data_folder() / "blobs"


def new_storage_key(sha256: str, generation: UUID) -> str:
    """Return where new bytes are stored: by digest, with a part that is never used again."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}-{generation.hex[-12:]}"


def path_of(blob: Blob) -> Path:
    """Return the path of a blob's bytes. What is not clean is for checking programs only."""
    return store_folder() / blob.storage_key


def put_in_store(temporary: Path, storage_key: str) -> Path:
    """Copy nothing, link the checked temporary file into the store, safe against a power cut."""
    final = store_folder() / storage_key
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    os.link(temporary, final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return final


def sweep_incoming() -> int:
    """Remove uploads that a killed process left behind; return how many."""
    swept = 0
    for left in incoming_folder().iterdir():
        try:
            if time.time() - left.stat().st_mtime > FORGOTTEN_AFTER:
                left.unlink()
                swept += 1
        except FileNotFoundError:  # its own process has just removed it
            continue
    return swept
