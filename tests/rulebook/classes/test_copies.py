"""Sealed copies and slips: what goes to the hall on a stick, and what comes back."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.classes.copies import (
    COMMIT,
    MOST_SLIP_BYTES,
    CopyBroken,
    CopyChanged,
    Slip,
    hall_json,
    lot_rules,
    opened_copy,
    read_slip,
    sealed_copy,
)

FILES = {
    "roster.csv": b"id\n0001\n",
    "rules.yaml": b"schema: x\n",
    "run.json": b"{}",
    "hall.json": hall_json(
        datetime(2026, 8, 28, 9, tzinfo=UTC), datetime(2026, 8, 28, 12, tzinfo=UTC)
    ),
}
COMMITTED = canonical_json({"rules": {"sha256": sha256_hex(lot_rules("list", FILES))}})
SLIP = Slip("a" * 64, "4 1 0 7 3 9", ("三七二九", "8 1 4 4"), "b" * 64)


def test_three_copies_are_one() -> None:
    """The bytes depend on nothing but what is sealed, and opening gives it back."""
    first, second = (sealed_copy(FILES, COMMITTED) for _ in range(2))
    assert first == second
    assert opened_copy(first, "list") == (FILES, COMMITTED)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_told(name: str) -> None:
    """One byte in any of the sealed files, and the copy is not what was committed."""
    other = sealed_copy({**FILES, name: FILES[name] + b" "}, COMMITTED)
    with pytest.raises(CopyChanged, match="有人动过"):
        opened_copy(other, "list")


def test_a_copy_of_another_purpose_is_told() -> None:
    """What was sealed for teams is no list of pupils."""
    with pytest.raises(CopyChanged):
        opened_copy(sealed_copy(FILES, COMMITTED), "teams")


@pytest.mark.parametrize("commit", [b"", b"[]", b"{}", b'{"rules": 1}', b'{"rules": {}}'])
def test_a_commitment_that_is_none_is_told(commit: bytes) -> None:
    """A copy whose commitment cannot be read is no copy."""
    with pytest.raises(CopyBroken, match="承诺读不懂"):
        opened_copy(sealed_copy(FILES, commit), "list")


def test_what_is_no_copy_is_told() -> None:
    """Something else, a cut file, a zip without a part, a bomb."""
    whole = sealed_copy(FILES, COMMITTED)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(COMMIT, COMMITTED)
    hurt = bytearray(whole)
    hurt[60:70] = bytes(10)
    for data in (b"", b"roster", whole[: len(whole) // 2], packed.getvalue(), bytes(hurt)):
        with pytest.raises(CopyBroken, match="不是封存的那一份"):
            opened_copy(data, "list")
    with pytest.raises(CopyBroken, match="太大"):
        opened_copy(sealed_copy({**FILES, "roster.csv": bytes(30_000_000)}, COMMITTED), "list")


def test_a_slip_comes_back_as_it_went() -> None:
    """What is written is read; it holds digits, words and digests, nothing else."""
    assert read_slip(SLIP.as_json()) == SLIP


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "class-slip/2"},
        {"published": 7},
        {"witnesses": "三七二九"},
        {"witnesses": [1]},
        {"witnesses": ["一"] * 21},
        {"published": "1" * 401},
        {"result_sha256": None},
        {"result_sha256": "!" * 64},
        {"commitment_sha256": "A" * 64},
    ],
)
def test_what_is_no_slip_is_told(change: dict[str, object]) -> None:
    """Another schema, another type, too many lines, too long a line."""
    said = {**json.loads(SLIP.as_json()), **change}
    with pytest.raises(CopyBroken, match="不是抽签的回执"):
        read_slip(json.dumps(said).encode())


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"1", b"{}", b"[" * 60_000])
def test_what_is_no_json_is_told(data: bytes) -> None:
    """Anything a clerk may pick by mistake."""
    with pytest.raises(CopyBroken, match="不是抽签的回执"):
        read_slip(data)


def test_a_long_file_is_not_read() -> None:
    """A slip is short."""
    with pytest.raises(CopyBroken, match="不是抽签的回执"):
        read_slip(SLIP.as_json() + b" " * MOST_SLIP_BYTES)
