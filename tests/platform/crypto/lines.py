"""Lines of key files that the tests use: made by rule, so that a failure can be repeated."""

import hashlib


def line(use: str, name: str) -> str:
    """Return a line with a key that depends on use and name only."""
    size = {"sm4-gcm": 16}.get(use, 32)
    return f"{use} {name} {hashlib.sha256(f'{use} {name}'.encode()).digest()[:size].hex()}"
