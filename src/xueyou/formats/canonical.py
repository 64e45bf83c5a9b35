"""Owns canonical JSON and digests: one value, one sequence of bytes, on every machine."""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20


def canonical_json(value: Any) -> bytes:
    """Return the canonical bytes: UTF-8, keys sorted, no spaces, no NaN.

    Raises ValueError for NaN and infinities, and for floats at all: stored numbers are scaled
    integers, and a float prints differently in other languages.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        kind = "a float" if math.isfinite(value) else "not a number"
        raise ValueError(f"{value!r} is {kind}; canonical JSON holds integers and text")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError(f"key {key!r} is not text")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` in 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
