"""A publication stands for its time, and is gone the second after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Gone, NotYet, Served, served
from xueyou.kernel.publications.services.taking_down import end_expired
from xueyou.platform.files.api import BlobState, path_of
from xueyou.platform.files.models import Blob
from xueyou.platform.time import business_now

Shown = Callable[..., Publication]


def test_it_is_served_from_its_first_moment_to_its_last(shown: Shown, business_clock: Any) -> None:
    """Before the start nothing is there, at the end it is gone, to the second."""
    row = shown(start=business_now() + timedelta(hours=1))
    assert isinstance(served(row.uid), NotYet)
    assert isinstance(served(row.uid, row.visible_from), Served)
    assert isinstance(served(row.uid, row.visible_to - timedelta(seconds=1)), Served)
    assert isinstance(served(row.uid, row.visible_to), Gone)


def test_an_unknown_address_looks_like_one_before_its_time(shown: Shown) -> None:
    """Nobody learns that something will be published."""
    later = shown(start=business_now() + timedelta(hours=1))
    assert served(later.uid) == served(uuid4()) == served("no-uid") == NotYet()


def test_it_shows_the_rows_as_they_were_frozen(shown: Shown) -> None:
    """Columns and rows come from the file, in their order."""
    found = served(shown().uid)
    assert isinstance(found, Served)
    assert [column.zh for column in found.columns] == ["受理号", "学校"]
    assert found.rows == (("E001", "第一小学"), ("E002", "第二小学"))


def test_when_its_time_is_over_the_payload_is_deleted(shown: Shown, business_clock: Any,
    django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    """The duty deletes the bytes; digest, columns and reason stay."""
    row = shown()
    blob = Blob.objects.get(pk=row.payload_id)
    path = path_of(blob)
    assert end_expired() == 0
    assert path.exists()
    business_clock.move_to(row.visible_to)
    with django_capture_on_commit_callbacks(execute=True):
        assert end_expired() == 1
    row.refresh_from_db()
    blob.refresh_from_db()
    assert row.payload is None
    assert row.payload_sha256 == blob.sha256
    assert blob.state == BlobState.DESTROYED
    assert not path.exists()
    assert isinstance(served(row.uid), Gone)
    assert end_expired() == 0
