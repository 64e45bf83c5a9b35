"""Sealed acts as an export file: digests, Merkle roots, the chain of seals, and their verification.

No Django and no clock: whoever holds an export and a published head can check it with this module.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex

GENESIS = "0" * 64


def act_digest(columns: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over every column of an act but its id and the digest itself."""
    return sha256_hex(canonical_json(dict(columns)))


def leaf(act_id: int, digest: str) -> bytes:
    """Return the Merkle leaf of an act: its id is bound here, as the database gives it last."""
    return hashlib.sha256(b"\x00" + f"{act_id}:{digest}".encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Return the Merkle root (hex) as RFC 9162 section 2.1.1 defines it, given leaf hashes."""
    return _subtree(leaves).hex()


def _subtree(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _subtree(leaves[:split]) + _subtree(leaves[split:])).digest()
