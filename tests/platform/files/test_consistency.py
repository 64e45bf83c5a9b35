"""The store and its table are compared, both ways."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.platform.files.conftest import FileIt
from xueyou.platform.files.api import path_of
from xueyou.platform.files.consistency import disagreements, remove_orphans
from xueyou.platform.files.models import Blob, BlobState
from xueyou.platform.files.places import sweep_incoming

pytestmark = pytest.mark.django_db


def age(path: Path) -> None:
    """Make a file two hours old."""
    past = time.time() - 7200
    os.utime(path, (past, past))


def test_every_kind_of_disagreement_is_found(file_it: FileIt, data: Path) -> None:
    """An orphan, a lost file, changed bytes, a leftover, a blob that nobody files."""
    whole, lost, changed, left, alone = (file_it(body) for body in (b"1", b"2", b"3", b"4", b"5"))
    assert list(disagreements()) == []
    path_of(lost.blob).unlink()
    path_of(changed.blob).write_bytes(b"other")
    Blob.objects.filter(pk=left.blob_id).update(state=BlobState.DESTROYED)
    alone.delete()
    orphan = data / "blobs" / "aa" / "bb" / "orphan"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"?")
    assert "orphan" not in {d.kind for d in disagreements()}  # it may belong to an open act
    age(orphan)
    found = {(d.kind, d.place) for d in disagreements()}
    assert found == {
        ("orphan", "aa/bb/orphan"),
        ("missing", lost.blob.storage_key),
        ("changed", changed.blob.storage_key),
        ("leftover", left.blob.storage_key),
        ("unowned", alone.blob.storage_key),
    }
    assert remove_orphans() == 2
    assert not orphan.exists()
    assert path_of(whole.blob).exists()


def test_the_command_says_it_and_exits_1(file_it: FileIt) -> None:
    """`check_files` is quiet where all is well."""
    filed = file_it(b"1")
    out = StringIO()
    call_command("check_files", stdout=out)
    assert "一致" in out.getvalue()
    path_of(filed.blob).unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("check_files", stdout=out)
    assert ended.value.code == 1
    assert filed.blob.storage_key in out.getvalue()


def test_uploads_of_killed_processes_are_swept(data: Path) -> None:
    """What lies in incoming for more than an hour is nobody's."""
    incoming = data / "incoming"
    incoming.mkdir()
    old, new = incoming / "old.incoming", incoming / "new.incoming"
    for path in (old, new):
        path.write_bytes(b"x")
    age(old)
    assert sweep_incoming() == 1
    assert [path.name for path in incoming.iterdir()] == ["new.incoming"]


def test_looking_for_orphans_reads_no_file(
    file_it: FileIt, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daily duty lists the store; reading all of it is for `check_files`."""
    left = file_it(b"1")
    Blob.objects.filter(pk=left.blob_id).update(state=BlobState.DESTROYED)
    file_it(b"2")
    orphan = data / "blobs" / "aa" / "bb" / "orphan"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"?")
    age(orphan)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a stored file was opened")

    monkeypatch.setattr(Path, "open", opened)
    assert remove_orphans() == 2
    assert not orphan.exists()
