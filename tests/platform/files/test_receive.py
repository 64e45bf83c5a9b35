"""Taking a file in: checked before anything is stored, bytes kept once."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from tests.platform.files.conftest import FILE_IT, FileIt
from xueyou.formats.refusal import Refusal
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.files import uploads
from xueyou.platform.files.api import Attachment, Blob, BlobState, incoming, path_of, receive
from xueyou.platform.files.consistency import disagreements
from xueyou.platform.files.uploads import OCTETS

pytestmark = pytest.mark.django_db


def files_below(folder: Path) -> list[Path]:
    """Return every file in a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_are_stored_under_their_digest(file_it: FileIt, data: Path) -> None:
    """What was received lies in the store, quarantined, and nothing is left in incoming."""
    filed = file_it(b"body", check=lambda path, name: "application/pdf")
    digest = hashlib.sha256(b"body").hexdigest()
    blob = filed.blob
    assert (blob.sha256, blob.size, blob.media_type) == (digest, 4, "application/pdf")
    assert blob.state == BlobState.QUARANTINED
    assert path_of(blob).read_bytes() == b"body"
    assert path_of(blob).parent.name == digest[2:4]
    assert files_below(data) == [path_of(blob)]


def test_what_the_check_refuses_never_reaches_the_store(file_it: FileIt, data: Path) -> None:
    """A secrecy mark is found in the temporary file; nothing remains of it anywhere."""
    seen: list[Path] = []

    def first_page(path: Path, name: str) -> str:
        seen.append(path)
        assert path.read_bytes() == "机密★1年".encode()
        raise Refusal("classified")

    with pytest.raises(Refusal) as refused:
        file_it("机密★1年".encode(), check=first_page)
    assert refused.value.code == "classified"
    assert seen[0].parent == data / "incoming"
    assert files_below(data) == []
    assert not Blob.objects.exists()
    assert not Attachment.objects.exists()


def test_too_large_is_refused_while_it_streams(
    file_it: FileIt, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The byte after the limit ends it, whatever length was declared."""
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 1000)
    assert file_it(b"x" * 1000)
    with pytest.raises(Refusal) as refused:
        file_it(b"y" * 1001)
    assert refused.value.code == "too_large"
    assert files_below(data / "incoming") == []


def test_same_bytes_are_kept_once(file_it: FileIt, data: Path) -> None:
    """Two filings share one blob and one file."""
    first, second = file_it(b"same", "甲.txt"), file_it(b"same", "乙.txt")
    assert first.blob_id == second.blob_id
    assert len(files_below(data)) == 1
    assert {first.title, second.title} == {"甲.txt", "乙.txt"}


def test_a_rolled_back_act_leaves_no_bytes(data: Path) -> None:
    """Where the act fails after the bytes were placed, they go again."""

    class Mishap(Exception):
        pass

    def act_that_fails() -> None:
        with (
            incoming(ContentFile(b"body", name="a.txt")) as arrived,
            act(Actor("user", "1"), FILE_IT.name) as a,
        ):
            receive(arrived, act=a, purpose="p", title="t", owner_kind="k", owner_uid=a.uid)
            assert len(files_below(data / "blobs")) == 1
            raise Mishap

    with pytest.raises(Mishap):
        act_that_fails()
    assert files_below(data) == []
    assert list(disagreements()) == []


def test_receive_belongs_inside_an_act() -> None:
    """A call without an open transaction is a programming error."""
    with (
        incoming(ContentFile(b"body", name="a.txt")) as arrived,
        act(Actor("user", "1"), FILE_IT.name) as a,
    ):
        a.about("thing", a.uid)
        assert arrived.media_type == OCTETS
    assert not Blob.objects.exists()
