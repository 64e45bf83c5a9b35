"""The folder a run works in, and its archives in the store.

The folder holds facts of children in clear: it is ours alone, and goes with the run; what a killed
process leaves behind is removed by the next attempt, or by the hourly sweep.
"""

import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from xueyou.formats.media_types import ZIP
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.files.api import (
    Attachment,
    Blob,
    Incoming,
    Trust,
    made,
    mark_clean,
    read_sealed,
    receive,
    write_sealed,
)
from xueyou.platform.files.places import data_folder

INPUT = "calls.round.input"
SEALED = "calls.run.sealed"
PUBLIC = "calls.run.public"
_DATE = (2020, 1, 1, 0, 0, 0)
_FAST = 1


@contextmanager
def work_folder(uid: UUID) -> Iterator[Path]:
    """Give a run an empty folder of its own."""
    folder = _work() / str(uid)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_work(keep: set[UUID], *, older_than: float = 0) -> int:
    """Remove what killed processes left behind, of a certain age in seconds; return how many."""
    names, now = {str(uid) for uid in keep}, time.time()
    left = [
        one
        for one in _work().iterdir()
        if one.name not in names and now - one.stat().st_mtime >= older_than
    ]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


@contextmanager
def sealed_archive(folder: Path, name: str, *, label: str, uid: UUID
) -> Iterator[tuple[Incoming, str]]:  # fmt: skip
    """Pack a folder and write it encrypted; yield the file and the name of its key."""
    packed = folder.with_name(f"{folder.name}.zip")
    try:
        with packed.open("wb") as file:
            _pack(folder, file, _FAST)
        with packed.open("rb") as source, made(name) as out:
            key = write_sealed(out, source, label=label, uid=uid)
            packed.unlink()
            yield out.done(), key
    finally:
        packed.unlink(missing_ok=True)


@contextmanager
def open_archive(folder: Path, name: str) -> Iterator[tuple[Incoming, str]]:
    """Pack a folder that everybody may have."""
    packed = folder.with_name(f"{folder.name}.zip")
    try:
        with packed.open("wb") as file:
            _pack(folder, file, 6)
        with packed.open("rb") as source, made(name, media_type=ZIP) as out:
            shutil.copyfileobj(source, out)
            yield out.done(), ""
    finally:
        packed.unlink(missing_ok=True)


def keep_archive(a: ActInProgress, file: tuple[Incoming, str], *, purpose: str, uid: UUID) -> Blob:
    """Store an archive inside the act, owned by what `uid` names."""
    arrived, key = file
    attachment = receive(
        arrived,
        act=a,
        purpose=purpose,
        title=arrived.name,
        owner_kind=purpose,
        owner_uid=uid,
        trust=Trust.OFFICIAL,
    )
    mark_clean(attachment.blob)
    if key:
        Blob.objects.filter(pk=attachment.blob_id).update(enc_key_id=key)
    return attachment.blob


def unpack_sealed(blob: Blob, folder: Path, *, label: str, uid: UUID) -> None:
    """Unpack an encrypted archive into a new folder. Raises Unreadable, FileNotAvailable."""
    packed = folder.with_name(f"{folder.name}.zip")
    try:
        with packed.open("wb") as file:
            for piece in read_sealed(blob, label=label, uid=uid):
                file.write(piece)
        folder.mkdir()
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(folder)
    finally:
        packed.unlink(missing_ok=True)


def filed(purpose: str, uid: UUID) -> Blob | None:
    """Return the latest archive kept for a purpose of an owner, None where there is none yet."""
    row = (
        Attachment.objects.filter(
            owner_kind=purpose, owner_uid=uid, purpose=purpose, voided_at=None
        )
        .select_related("blob")
        .order_by("-pk")
        .first()
    )
    return None if row is None else row.blob


def _pack(folder: Path, file: IO[bytes], level: int) -> None:
    """Write a folder as a zip file whose bytes depend on nothing but its files."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DATE)
            info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target)


def _work() -> Path:
    folder = data_folder() / "work"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
