"""Blind indexes: equal numbers meet without being readable; and digests that tell nothing.

HMAC-SHA-256 under a key that the database never sees: whoever has the database alone cannot try
all citizen numbers against it. The purpose is bound in, so indexes of two kinds never meet.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from xueyou.platform.crypto.key_files import IndexKeys, Key, read_index_keys


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """What a row keeps of a number; `next` is the value under the key that is to follow."""

    value: bytes
    key_id: str
    next: bytes | None

    def columns(self) -> dict[str, bytes | str | None]:
        """Return the three columns of a row: bidx, bidx_key_id, bidx_next."""
        return {"bidx": self.value, "bidx_key_id": self.key_id, "bidx_next": self.next}

    def found(self, prefix: str = "") -> Q:
        """Return the condition for rows of this number, at every step of an exchange of keys.

        Values under two keys never coincide, so asking for both finds each row exactly once.
        """
        values = [self.value] if self.next is None else [self.value, self.next]
        return Q(**{f"{prefix}bidx__in": values}) | Q(**{f"{prefix}bidx_next__in": values})


def blind_index(kind: str, canonical: str) -> BlindIndex:
    """Return the blind index of a canonical number, for example ("citizen:CHN", "1101…2X")."""
    keys = index_keys()
    following = keys.following
    return BlindIndex(
        indexed_under(keys.current, kind, canonical),
        keys.current.name,
        None if following is None else indexed_under(following, kind, canonical),
    )


def indexed_under(key: Key, kind: str, canonical: str) -> bytes:
    """Return the blind index under one key: 32 bytes."""
    return _mac(key, "blind-index", kind, canonical)


def keyed_digest(label: str, text: str) -> str:
    """Return 64 hex digits that prove a text to whoever has the key, and tell nobody else."""
    return _mac(index_keys().digest, "digest", label, text).hex()


def index_keys() -> IndexKeys:
    """Return the keys of this deployment (XUEYOU_INDEX_KEY_FILE), read once a process."""
    return _read_once(settings.XUEYOU_INDEX_KEY_FILE)


@cache
def _read_once(path: Path) -> IndexKeys:
    return read_index_keys(path)


def _mac(key: Key, use: str, purpose: str, text: str) -> bytes:
    if "\0" in purpose:
        raise ValueError("a purpose holds no NUL: it ends there")
    message = f"xueyou/{use}/1\0{purpose}\0{text}"
    return hmac.new(key.secret, message.encode(), hashlib.sha256).digest()
