"""Owns what hides a person and binds a row: pseudonyms, salts, labels, row commitments.

All of them come by HMAC-SHA-256 from one secret of 32 bytes that lies in the sealed bundle alone;
none of them tells anything about it or about one another.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence

import numpy as np

from xueyou.keyed import Keyed, keyed

SCHEMA = "xueyou-row/1"
_LINE_END = 10


def new_secret(seed: bytes | None) -> bytes:
    """Return the secret of a bundle: from the system's chance, or of a rehearsal from its seed."""
    return os.urandom(32) if seed is None else keyed(seed, "bundle")


def pool_label(secret: bytes, batch: str, option: str, name: str) -> str:
    """Return 16 hex digits that stand for a pool that asks for a fact."""
    return keyed(secret, "pool", batch, option, name)[:8].hex()


def opening(name: str, salted: str, head: bytes, row: bytes, more: bytes, rows: bytes) -> bytes:
    """Return the text whose SHA-256 is a row commitment; the family keeps it and can check it.

    `head`, `row`: the header of applicants.csv and the applicant's line; `more`, `rows`: the header
    of choices.csv and his lines; all of them with their line ends.
    """
    first = f"{SCHEMA}\nsalt: {salted}\npseudonym: {name}\n".encode()
    return b"".join((first, head, row, more, rows))


def openings(
    secret: bytes, applicants: Sequence[str], table: bytes, choices: bytes
) -> Iterator[tuple[str, str, str, bytes]]:
    """Yield (applicant, pseudonym, salt, opening) in the order of applicants.csv.

    A pseudonym is 32 hex digits that stand for an applicant in all that is public; a salt 64 that
    make his row commitment impossible to guess.

    `table` and `choices` are the canonical files, both sorted by applicant, no line end in a cell.
    Raises ValueError when choices.csv holds a line of nobody.
    """
    own = table.split(b"\n")
    starts = (np.flatnonzero(np.frombuffer(choices, dtype=np.uint8) == _LINE_END) + 1).tolist()
    head, more, at, guess = own[0] + b"\n", choices[: starts[0]], 0, 0
    named, salts = Keyed(secret, first="pseudonym"), Keyed(secret, first="salt")
    for applicant, row in zip(applicants, own[1:], strict=False):
        first = _cell(row) + b","
        end = at
        # Most lists are as long as the one before: then its last line is his, and the next is not.
        if guess and at + guess < len(starts) and choices.startswith(first, starts[at + guess - 1]):
            end = at + guess
        while choices.startswith(first, starts[end]):
            end += 1
        lines = choices[starts[at] : starts[end]]
        guess, at = end - at, end
        name, salted = named(applicant)[:16].hex(), salts(applicant).hex()
        yield applicant, name, salted, opening(name, salted, head, row + b"\n", more, lines)
    if starts[at] != len(choices):
        raise ValueError("choices.csv is not sorted by applicant as applicants.csv is")


def _cell(row: bytes) -> bytes:
    """Return the first cell of a line as it is written, with its quotes."""
    if not row.startswith(b'"'):
        return row.partition(b",")[0]
    end = 1
    while end < len(row) and (row[end : end + 1] != b'"' or row[end + 1 : end + 2] == b'"'):
        end += 2 if row[end : end + 1] == b'"' else 1
    return row[: end + 1]


def commitment(text: bytes) -> str:
    """Return the row commitment of an opening."""
    return hashlib.sha256(text).hexdigest()
