"""Owns the keyed hash under draws and pseudonyms: HMAC-SHA-256 (RFC 2104) over parts of text.

It lies below engines and formats, which may not know one another: a ticket, a pseudonym and a salt
are the same arithmetic, and whoever checks one checks all.
"""

import hashlib
import hmac

SEPARATOR = "\x1f"
_BLOCK = 64  # bytes SHA-256 takes in at a time; keys are no longer


def keyed(key: bytes, *parts: str) -> bytes:
    """Return HMAC-SHA-256 over the parts in UTF-8 with byte 0x1F between them."""
    return hmac.digest(key, SEPARATOR.join(parts).encode(), "sha256")


class Keyed:
    """`keyed` for many texts under one key, with the same parts before or after: the key and what
    comes before are absorbed once.
    """

    def __init__(self, key: bytes, *, first: str | None = None, last: str | None = None) -> None:
        block = key.ljust(_BLOCK, b"\0")
        self._within = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        if first is not None:
            self._within.update((first + SEPARATOR).encode())
        self._around = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
        self._ending = b"" if last is None else (SEPARATOR + last).encode()

    def __call__(self, text: str) -> bytes:
        """Return keyed(key, first, text, last), without the parts that are None."""
        within, around = self._within.copy(), self._around.copy()
        within.update(text.encode() + self._ending)
        around.update(within.digest())
        return around.digest()
