"""A sealed file cannot be read in the store, nor cut, nor exchanged for another."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto import Unreadable
from xueyou.platform.files import sealed
from xueyou.platform.files.api import (
    Blob,
    made,
    mark_clean,
    path_of,
    read_sealed,
    receive,
    write_sealed,
)

KEEP = register_verb("files.test.keep", zh="存一份文件")
TEXT = ("张三的报名材料，" * 2000).encode()


@pytest.fixture(autouse=True)
def own_folder(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test its own store, and small pieces."""
    settings.DATA = tmp_path
    monkeypatch.setattr(sealed, "PIECE", 10_000)


def kept(uid: UUID, data: bytes = TEXT) -> Blob:
    """Store bytes sealed for an owner."""
    with made("材料.zip") as file:
        write_sealed(file, io.BytesIO(data), label="test", uid=uid)
        arrived = file.done()
        with act(SYSTEM, KEEP.name) as a:
            a.about("test", uid)
            found = receive(
                arrived, act=a, purpose="test", title="t", owner_kind="test", owner_uid=uid
            )
            mark_clean(found.blob)
            return found.blob


@pytest.mark.parametrize("data", [b"", b"x", b"y" * 10_000, b"z" * 10_001, TEXT])
def test_what_is_kept_comes_back(data: bytes) -> None:
    """Of any length, whole pieces or not."""
    uid = uuid4()
    assert b"".join(read_sealed(kept(uid, data), label="test", uid=uid)) == data


def test_the_store_holds_none_of_its_words() -> None:
    """Neither text nor a piece of it."""
    stored = path_of(kept(uuid4())).read_bytes()
    assert "报名".encode() not in stored


def test_for_another_owner_it_does_not_open() -> None:
    """The owner is bound in."""
    blob = kept(uuid4())
    with pytest.raises(Unreadable):
        list(read_sealed(blob, label="test", uid=uuid4()))


@pytest.mark.parametrize("cut", [1, 5, 20_000, 30_000])
def test_a_file_cut_short_does_not_open(cut: int) -> None:
    """Also where it is cut between two pieces."""
    uid = uuid4()
    blob = kept(uid)
    whole = path_of(blob).read_bytes()
    sizes = [len(piece) for piece in read_sealed(blob, label="test", uid=uid)]
    assert len(sizes) > 2
    path_of(blob).write_bytes(whole[:-cut])
    with pytest.raises(Unreadable):
        list(read_sealed(blob, label="test", uid=uid))
