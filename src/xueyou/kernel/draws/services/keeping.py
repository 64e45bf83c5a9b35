"""The files of a draw in the store: what is public as it is, roster and tables encrypted."""

import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from uuid import UUID

from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import PARTS
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.files.api import (
    Attachment,
    Blob,
    Incoming,
    Trust,
    made,
    mark_clean,
    open_blob,
    read_sealed,
    receive,
    write_sealed,
)

OWNER = "draw"
SEALED = "draws.sealed"


@contextmanager
def written(uid: UUID, plain: Mapping[str, bytes], kept: Mapping[str, bytes]
) -> Iterator[dict[str, tuple[Incoming, str]]]:  # fmt: skip
    """Write the files of a draw outside any transaction: `plain` as they are, `kept` sealed."""
    found: dict[str, tuple[Incoming, str]] = {}
    with ExitStack() as stack:
        for name, data in plain.items():
            file = stack.enter_context(made(f"{name}.json", media_type="application/json"))
            file.write(data)
            found[name] = (file.done(), "")
        for name, data in kept.items():
            file = stack.enter_context(made(name))
            key = write_sealed(file, io.BytesIO(data), label=f"{SEALED}.{name}", uid=uid)
            found[name] = (file.done(), key)
        yield found


def keep(a: ActInProgress, uid: UUID, name: str, file: tuple[Incoming, str]) -> Blob:
    """Store one written file inside the act; return its blob."""
    arrived, key = file
    attachment = receive(
        arrived,
        act=a,
        purpose=name,
        title=name,
        owner_kind=OWNER,
        owner_uid=uid,
        trust=Trust.OFFICIAL,
    )
    mark_clean(attachment.blob)
    if key:
        Blob.objects.filter(pk=attachment.blob_id).update(enc_key_id=key)
    return attachment.blob


def bytes_of(blob: Blob | None) -> bytes:
    """Return the bytes of a public file of a draw."""
    assert blob is not None
    with open_blob(blob) as file:
        return file.read()


def kept_files(draw: Draw) -> dict[str, bytes]:
    """Return roster, rules, places and options as they were committed."""
    rows = Attachment.objects.filter(
        owner_kind=OWNER, owner_uid=draw.uid, purpose__in=PARTS, voided_at=None
    ).select_related("blob")
    return {
        row.purpose: b"".join(read_sealed(row.blob, label=f"{SEALED}.{row.purpose}", uid=draw.uid))
        for row in rows
    }
