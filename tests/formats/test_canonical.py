"""Canonical JSON and digests: one value, one sequence of bytes."""

from pathlib import Path

import pytest

from xueyou.formats.canonical import canonical_json, sha256_hex, sha256_of_file


def test_keys_are_sorted_and_text_is_utf8() -> None:
    """No spaces, no escapes but those JSON needs."""
    assert canonical_json({"乙": [1, None], "a": "甲\n"}) == '{"a":"甲\\n","乙":[1,null]}'.encode()


@pytest.mark.parametrize("value", [1.5, {"a": float("nan")}, [[0.0]], {1: "a"}])
def test_what_prints_differently_elsewhere_is_refused(value: object) -> None:
    """Floats and keys that are no text have no canonical form."""
    with pytest.raises(ValueError, match=r"canonical|not text"):
        canonical_json(value)


def test_a_file_and_its_bytes_have_one_digest(tmp_path: Path) -> None:
    """Read in blocks or at once."""
    data = b"x" * 3_000_000
    (tmp_path / "f").write_bytes(data)
    assert sha256_of_file(tmp_path / "f") == sha256_hex(data)
