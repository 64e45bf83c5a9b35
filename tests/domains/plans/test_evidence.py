"""Of a photograph its pixels are kept; nothing tells any more where it was taken."""

from io import BytesIO

import pytest
from django.core.files.base import File
from PIL import Image

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import GPS, key, pdf, photo, world
from xueyou.domains.plans.models import ProgressNote
from xueyou.domains.plans.services.notes import write_note
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.photos import MOST_PIXELS
from xueyou.platform.files.models import Attachment, Blob
from xueyou.platform.files.places import path_of


def note_with(city: City, *photos: object) -> ProgressNote:
    """Write a note with these photographs on a task."""
    uid = write_note(
        actor=city.officer,
        owner_kind="task",
        owner_uid=world(city).task("均衡编班").uid,
        words="编班完成。",
        photos=photos,  # type: ignore[arg-type]
        key=key(),
    )
    return ProgressNote.objects.get(uid=uid)


def test_place_camera_and_comment_are_gone(city: City) -> None:
    """The stored picture stands upright and carries no EXIF, no comment, no profile."""
    note = note_with(city, photo())
    attachment = Attachment.objects.get(owner_uid=note.uid)
    path = path_of(attachment.blob)
    with Image.open(path) as kept:
        assert kept.size == (480, 640)
        assert not dict(kept.getexif())
        assert not kept.getexif().get_ifd(GPS)
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    stored = path.read_bytes()
    assert b"Exif" not in stored
    assert b"somebody" not in stored


def test_a_large_photograph_is_made_smaller(city: City) -> None:
    """The longest side is 1920 pixels."""
    note = note_with(city, photo(size=(4000, 1000)))
    with Image.open(path_of(Attachment.objects.get(owner_uid=note.uid).blob)) as kept:
        assert max(kept.size) == 1920


def test_what_hides_behind_a_picture_is_not_kept(city: City) -> None:
    """A picture with a page of script behind it comes out as a picture only."""
    hidden = photo().read() + b"<script>alert(1)</script>"
    note = note_with(city, File(BytesIO(hidden), name="x.jpg"))
    kept = path_of(Attachment.objects.get(owner_uid=note.uid).blob).read_bytes()
    assert b"<script>" not in kept


@pytest.mark.parametrize(
    "upload",
    [
        pdf("照片.jpg"),
        File(BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), name="a.svg"),
        File(BytesIO(b"\xff\xd8\xff\xe0 broken"), name="b.jpg"),
    ],
    ids=["pdf", "svg", "broken"],
)
def test_what_is_no_photograph_is_refused_and_not_stored(city: City, upload: object) -> None:
    """A PDF under another name, a drawing with script, half a file: said in words, no trace."""
    before = Blob.objects.count()
    with pytest.raises(PlanRefused) as caught:
        note_with(city, upload)
    assert "没有存下" in caught.value.wrong["files"]
    assert Blob.objects.count() == before + 1  # the plan's own document alone
    assert not ProgressNote.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pixels are counted before they are decoded."""
    monkeypatch.setitem(MOST_PIXELS, "JPEG", 1000)
    with pytest.raises(PlanRefused) as caught:
        note_with(city, photo())
    assert "像素太多" in caught.value.wrong["files"]


def test_seven_files_are_too_many(city: City) -> None:
    """Six at a time."""
    with pytest.raises(PlanRefused) as caught:
        note_with(city, *(photo() for _ in range(7)))
    assert "最多交6个" in caught.value.wrong["files"]
