"""Codes by which a guardian lets the other one in: twelve characters, kept nowhere."""

from datetime import timedelta
from uuid import UUID

from xueyou.platform.crypto import keyed_digest

LIFE = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people mix up."""
_CHARACTERS = 12
_READ_AS = str.maketrans("01IO", "QLLQ")


def code_of(uid: UUID) -> str:
    """Return the code of an invitation: it follows from its uid under a key (60 bits)."""
    number = int(keyed_digest("registry.invitation", str(uid)), 16)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CHARACTERS))


def digest_of(code: str) -> str:
    """Return the digest by which a typed code is found; blanks, dashes and case do not matter."""
    typed = "".join(code.split()).replace("-", "").upper().translate(_READ_AS)
    return keyed_digest("registry.invitation.code", typed)
