"""Quarantined, clean, refused, destroyed: what may be done with bytes in each state."""

from datetime import date
from uuid import UUID

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.platform.files.conftest import FileIt
from xueyou.platform.acts.models import Act
from xueyou.platform.files.api import (
    Attachment,
    BlobState,
    FileNotAvailable,
    mark_clean,
    open_blob,
    path_of,
    refuse,
    void,
)
from xueyou.platform.files.store import destroy_due

pytestmark = pytest.mark.django_db
Commits = DjangoCaptureOnCommitCallbacks


def test_only_clean_bytes_are_handed_out(file_it: FileIt) -> None:
    """What is not checked yet is refused with a sentence."""
    blob = file_it(b"body").blob
    with pytest.raises(FileNotAvailable) as refused:
        open_blob(blob)
    assert "还在检查" in refused.value.zh
    mark_clean(blob)
    with open_blob(blob) as file:
        assert file.read() == b"body"


def test_refused_bytes_are_removed_after_the_commit(
    file_it: FileIt, django_capture_on_commit_callbacks: Commits
) -> None:
    """The digest stays, the bytes go; the same file handed in again starts anew."""
    blob = file_it(b"body").blob
    path = path_of(blob)
    with django_capture_on_commit_callbacks(execute=True):
        refuse(blob)
        assert path.exists()
    assert not path.exists()
    with pytest.raises(FileNotAvailable):
        open_blob(blob)
    again = file_it(b"body").blob
    assert (again.pk, again.state) == (blob.pk, BlobState.QUARANTINED)
    assert path_of(again) != path
    assert path_of(again).read_bytes() == b"body"


def test_clean_bytes_cannot_be_refused_afterwards(file_it: FileIt) -> None:
    """Another's filing of the same bytes is not taken away."""
    blob = file_it(b"body").blob
    mark_clean(blob)
    refuse(blob)
    assert blob.state == BlobState.CLEAN
    assert path_of(blob).exists()


def test_bytes_live_as_long_as_somebody_files_them(
    file_it: FileIt, django_capture_on_commit_callbacks: Commits
) -> None:
    """The last filing that is withdrawn takes the bytes with it."""
    first, second = file_it(b"same"), file_it(b"same")
    with django_capture_on_commit_callbacks(execute=True):
        void(first)
    assert path_of(first.blob).exists()
    with django_capture_on_commit_callbacks(execute=True):
        void(second)
    assert not path_of(first.blob).exists()
    first.blob.refresh_from_db()
    assert first.blob.state == BlobState.DESTROYED


def test_what_is_due_is_destroyed_as_an_act(
    file_it: FileIt, business_clock: object, django_capture_on_commit_callbacks: Commits
) -> None:
    """On the day after its last day a file goes, and the log says which."""
    kept = file_it(b"kept", delete_after=date(2026, 11, 20))
    due = file_it(b"due", delete_after=date(2026, 11, 19))
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_due() == 1
    assert path_of(kept.blob).exists()
    assert not path_of(due.blob).exists()
    said = Act.objects.get(verb="files.blob.destroy")
    assert said.data["sha256"] == due.blob.sha256
    assert [UUID(uid) for uid in said.data["attachments"]] == [due.uid]
    assert Attachment.objects.get(pk=due.pk).voided_at is not None
    assert destroy_due() == 0
