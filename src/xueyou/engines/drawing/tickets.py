"""Owns the ticket of a group: HMAC-SHA-256 (RFC 2104) under the seed of the draw."""

import hashlib
from collections.abc import Sequence

SEED_BYTES = 32
TICKET_BYTES = 32
EVERY_OPTION = "*"
_SEPARATOR = b"\x1f"
_BLOCK = 64  # bytes SHA-256 takes in at a time


def tickets(seed: bytes, groups: Sequence[str], option: str = EVERY_OPTION) -> list[bytes]:
    """Return one ticket of 32 bytes for each group id, in the order given.

    The message is the group id, byte 0x1F and the option id in UTF-8; `*` stands for one ticket
    that counts at every option. Members of a group share its id and so its ticket.
    Raises ValueError where the seed is not 32 bytes long.
    """
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    # HMAC is two hashes, each begun with the seed: begun once, copied for each group.
    block = seed.ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
    ending = _SEPARATOR + option.encode()
    drawn = []
    for group in groups:
        within, around = inner.copy(), outer.copy()
        within.update(group.encode() + ending)
        around.update(within.digest())
        drawn.append(around.digest())
    return drawn
