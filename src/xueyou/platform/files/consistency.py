"""Whether the store and its table agree."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xueyou.platform.files.models import Blob, BlobState
from xueyou.platform.files.places import FORGOTTEN_AFTER, path_of, store_folder

WITHOUT_BYTES = (BlobState.REFUSED, BlobState.DESTROYED)
Kind = Literal["orphan", "missing", "changed", "leftover", "unowned"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that is wrong. `place` is a storage key."""

    kind: Kind
    place: str

    @property
    def zh(self) -> str:
        """Say it."""
        return {
            "orphan": "库里多出一个没有登记的文件",
            "missing": "登记了的文件不在库里",
            "changed": "文件内容和登记的摘要不符",
            "leftover": "应当已经销毁的文件还在库里",
            "unowned": "登记了的文件没有任何归属",
        }[self.kind] + f"：{self.place}"


def disagreements(*, now: float | None = None) -> Iterator[Disagreement]:
    """Yield every disagreement. A file younger than an hour may belong to an open transaction."""
    yield from _superfluous(time.time() if now is None else now)
    for blob in Blob.objects.exclude(state__in=WITHOUT_BYTES).order_by("storage_key").iterator():
        yield from _of_blob(blob)


def remove_orphans() -> int:
    """Remove stored bytes that nothing records; return how many. Reads no file."""
    found = list(_superfluous(time.time()))
    for each in found:
        (store_folder() / each.place).unlink(missing_ok=True)
    return len(found)


def _superfluous(moment: float) -> Iterator[Disagreement]:
    """Yield what lies in the store and should not, told by names and ages alone."""
    states = dict(Blob.objects.values_list("storage_key", "state"))
    for path in sorted(_stored()):
        key = path.relative_to(store_folder()).as_posix()
        if key not in states:
            if moment - path.stat().st_mtime > FORGOTTEN_AFTER:
                yield Disagreement("orphan", key)
        elif states[key] in WITHOUT_BYTES:
            yield Disagreement("leftover", key)


def _of_blob(blob: Blob) -> Iterator[Disagreement]:
    key, path = blob.storage_key, path_of(blob)
    if not path.exists():
        yield Disagreement("missing", key)
    elif _sha256(path) != blob.sha256:
        yield Disagreement("changed", key)
    if not blob.attachments.filter(voided_at=None).exists():
        yield Disagreement("unowned", key)


def _stored() -> Iterator[Path]:
    folder = store_folder()
    if folder.is_dir():
        yield from (path for path in folder.glob("*/*/*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
