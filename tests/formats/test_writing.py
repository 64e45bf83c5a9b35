"""Results are written whole or not at all, and never over something by accident."""

from pathlib import Path

import pytest

from xueyou.formats import writing
from xueyou.formats.writing import (
    OutputExists,
    claim,
    claim_folder,
    write_folder,
    write_whole,
)


def test_a_file_is_whole_when_it_appears(tmp_path: Path) -> None:
    """The temporary file beside it is gone afterwards."""
    write_whole(tmp_path / "o.json", b"{}")
    assert [p.name for p in tmp_path.iterdir()] == ["o.json"]
    assert (tmp_path / "o.json").read_bytes() == b"{}"


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails, what was there stays, and nothing half-written stays beside it."""
    out = tmp_path / "o.json"
    out.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(out, b"new")
    assert out.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["o.json"]


def test_claiming_refuses_what_exists(tmp_path: Path) -> None:
    """A file only by force, a folder never, a missing folder by its own name."""
    out = tmp_path / "o"
    claim(out)
    out.write_bytes(b"")
    with pytest.raises(OutputExists):
        claim(out)
    claim(out, force=True)
    with pytest.raises(OutputExists):
        claim(tmp_path, force=True)
    with pytest.raises(FileNotFoundError):
        claim(tmp_path / "no" / "o")


def test_a_folder_appears_whole_and_replaces_only_by_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older folder goes with all its files; a failure leaves it as it was."""
    out = tmp_path / "D"
    claim_folder(out)
    write_folder(out, {"a": b"1", "b": b"2"})
    with pytest.raises(OutputExists):
        claim_folder(out)
    claim_folder(out, force=True)
    write_folder(out, {"c": b"3"})
    assert [p.name for p in out.iterdir()] == ["c"]

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_folder(out, {"d": b"4"})
    assert [p.name for p in tmp_path.iterdir()] == ["D"]
    assert [p.name for p in out.iterdir()] == ["c"]
    with pytest.raises(OutputExists):
        claim_folder(out / "c", force=True)
    with pytest.raises(FileNotFoundError):
        claim_folder(tmp_path / "no" / "D")
