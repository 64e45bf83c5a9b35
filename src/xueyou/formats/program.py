"""Owns the digest of the program that runs: what a proof names as its code."""

import hashlib
from pathlib import Path

import xueyou


def code_digest() -> str:
    """Return the SHA-256 over names and bytes of the package's Python files, in name order."""
    root = Path(next(iter(xueyou.__path__)))
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\x00")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
