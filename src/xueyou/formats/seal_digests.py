"""Sealed acts: how an act, a batch and the chain of batches are digested. Pure.

An act's digest covers all its columns but `id`; its leaf binds the id; a seal binds the leaves of
its batch, in order, and the seal before. Verification of an export is in `sealed`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex

GENESIS = "0" * 64
"""What the first seal names as the seal before it."""

_PREFIX = 16


@dataclass(frozen=True, slots=True)
class SealedLeaf:
    """What a seal says of one act: its id and the first 64 bits of its leaf (16 hex digits)."""

    act_id: int
    prefix: str


def act_digest(columns: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over every column of an act but `id` and `digest` itself.

    Raises ValueError for what canonical JSON cannot hold; no act was ever written with that.
    """
    return sha256_hex(canonical_json(dict(columns)))


def leaf(act_id: int, digest: str) -> bytes:
    """Return the Merkle leaf of an act: the id, which the database gives last, is bound here."""
    return hashlib.sha256(b"\x00" + f"{act_id}:{digest}".encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Return the Merkle root (hex) of one or more leaf hashes, as RFC 9162 section 2.1.1 has it."""
    return _subtree(leaves).hex()


def _subtree(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _subtree(leaves[:split]) + _subtree(leaves[split:])).digest()


def leaves_text(leaves: Mapping[int, bytes]) -> str:
    """Return the text a seal keeps: `id:prefix`, one an act, in order, so a fault has a name."""
    return " ".join(f"{act_id}:{each.hex()[:_PREFIX]}" for act_id, each in leaves.items())


def read_leaves(text: str) -> list[SealedLeaf]:
    """Return what a seal says of its acts; a text of another shape is a ValueError."""
    found = []
    for word in text.split(" "):
        act_id, colon, prefix = word.partition(":")
        if not colon or len(prefix) != _PREFIX:
            raise ValueError("a leaf is id:16 hex digits")
        found.append(SealedLeaf(int(act_id), prefix))
    return found


def fits(expected: SealedLeaf, found: bytes) -> bool:
    """Return whether a leaf is the one that the seal saw."""
    return found.hex()[:_PREFIX] == expected.prefix


def seal_digest(seal: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over a seal's columns; `leaves` enters by its own digest.

    Raises ValueError or KeyError where the columns are not a seal's.
    """
    bound = {name: seal[name] for name in ("seq", "first_id", "last_id", "count", "root", "at")}
    bound |= {"prev": seal["prev"], "leaves": sha256_hex(seal["leaves"].encode())}
    return sha256_hex(canonical_json(bound))
