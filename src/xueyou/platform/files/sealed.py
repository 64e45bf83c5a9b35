"""Files whose bytes are encrypted in the store: written in pieces, bound to their owner and order.

A file is a row of pieces: length and name of the key, length and bytes of the sealed piece. The
number of each piece, and whether it is the last, are bound in: none can be cut off or exchanged.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from xueyou.platform.crypto import Unreadable, seal_bytes, unseal_bytes
from xueyou.platform.files.made import Made
from xueyou.platform.files.models import Blob
from xueyou.platform.files.store import open_blob

PIECE = 4 * 1024 * 1024
_HEAD = struct.Struct(">BI")


def write_sealed(file: Made, source: BinaryIO, *, label: str, uid: UUID) -> str:
    """Write the source encrypted for `label` of the owner `uid`; return the newest key's name."""
    number, key = 0, ""
    piece = source.read(PIECE)
    while True:
        following = source.read(PIECE)
        kept = seal_bytes(_place(label, number, last=not following), uid, piece)
        key = kept.key_id
        file.write(_HEAD.pack(len(key.encode()), len(kept.value)) + key.encode() + kept.value)
        if not following:
            return key
        number, piece = number + 1, following


def read_sealed(blob: Blob, *, label: str, uid: UUID) -> Iterator[bytes]:
    """Yield the bytes of a sealed file. Raises Unreadable, FileNotAvailable."""
    with open_blob(blob) as file:
        number = 0
        head = file.read(_HEAD.size)
        while True:
            if len(head) != _HEAD.size:
                raise Unreadable(label, uid, blob.enc_key_id)
            name, size = _HEAD.unpack(head)
            key, value = file.read(name).decode(), file.read(size)
            head = file.read(_HEAD.size)
            yield unseal_bytes(_place(label, number, last=not head), uid, value, key)
            if not head:
                return
            number += 1


def _place(label: str, number: int, *, last: bool) -> str:
    return f"{label}:{number}:{'last' if last else 'more'}"
