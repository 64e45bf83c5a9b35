"""Photographs of papers: added while they are wanted, frozen with the application, then deleted."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.kernel.calls.world import AFTER, TODAY, World, child_of, hand_in, key, parent, send_back
from xueyou.formats.paper_photo import photo_drawn
from xueyou.formats.refusal import Refusal
from xueyou.kernel.calls import pictures
from xueyou.kernel.calls.models import Application, Picture
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.pictures import (
    desk_jpeg,
    handed_in_papers,
    own_jpeg,
    own_papers,
)
from xueyou.kernel.calls.services.changing import Missing, withdraw
from xueyou.kernel.calls.services.forgetting_pictures import forget_pictures
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.pictures import add_pictures, take_picture_back
from xueyou.kernel.registry.models import PersonBond
from xueyou.kernel.registry.personal_data import holders
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.models import Blob, BlobState
from xueyou.platform.files.places import path_of

CASE = "户口簿没有拍全"


def photograph(colour: str = "teal") -> SimpleUploadedFile:
    """Return a small photograph under a name that tells too much."""
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile("林小满的户口簿.jpg", out.getvalue())


class Returned:
    """An application that was sent back for the booklet of the household."""

    def __init__(self, world: World) -> None:
        self.world, self.mother, self.father = world, parent("林母"), parent("林父")
        self.child = child_of(self.mother, self.father)
        self.application = world.handed_in(self.mother, self.child)
        self.send_back()

    def send_back(self) -> None:
        """Ask for the papers."""
        send_back(
            actor=self.world.officer,
            application_uid=self.application.uid,
            missing=[Missing("hukou", CASE), Missing("lease", "要备案的")],
        )

    def add(self, family: SignedIn | None = None, **more: Any) -> Any:
        """Add a photograph of the booklet."""
        given = {"what": "hukou", "upload": photograph(), "key": key()} | more
        uid = self.application.uid
        return add_pictures(actor=family or self.mother, application_uid=uid, **given)

    def take_back(self, picture: Any, family: SignedIn | None = None) -> None:
        """Take one back."""
        take_picture_back(
            actor=family or self.mother,
            application_uid=self.application.uid,
            picture_uid=picture,
            key=key(),
        )

    def now(self) -> Application:
        """Return the application as it is."""
        return Application.objects.get(pk=self.application.pk)


def drawn_here(path: Path) -> list[bytes]:
    """Decode in this process: it starts none for every photograph of a test."""
    return photo_drawn(path, lambda done, total: None)


@pytest.fixture
def returned(
    world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Returned:
    """Send an application back, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    monkeypatch.setattr(pictures, "pictures_of", drawn_here)
    return Returned(world)


def test_both_guardians_add_and_see_and_it_leaves_with_the_application(returned: Returned) -> None:
    """Tests the order, the words asked with, and that nobody checks what was not handed in."""
    (first,) = returned.add()
    (second,) = returned.add(returned.father, upload=photograph("red"))
    booklet, lease = own_papers(returned.father, returned.application.uid)
    assert [page.uid for page in booklet.pages] == [first, second]
    assert (booklet.zh, booklet.why, booklet.wanted) == ("户口簿", CASE, True)
    assert not lease.pages
    assert handed_in_papers(returned.now()) == []
    with pytest.raises(NotFound):
        desk_jpeg(returned.now(), first)
    hand_in(returned.mother, returned.application)
    (paper,) = handed_in_papers(returned.now())
    assert (paper.why, len(paper.pages)) == (CASE, 2)
    shown = desk_jpeg(returned.now(), first)
    assert shown == own_jpeg(returned.father, returned.application.uid, first)
    assert Image.open(BytesIO(shown)).size == (40, 30)


def test_the_file_is_sealed_and_its_name_forgotten(returned: Returned) -> None:
    """Tests the bytes in the store, and the log."""
    (uid,) = returned.add()
    blob = Picture.objects.get(uid=uid).attachment.blob
    assert blob.enc_key_id
    assert b"\xff\xd8\xff" not in path_of(blob).read_bytes()
    assert Picture.objects.get(uid=uid).attachment.title == "材料照片.jpg"
    (told,) = Act.objects.filter(verb="calls.pictures.add")
    assert "户口簿" not in str(told.data)


def test_a_double_click_adds_one(returned: Returned) -> None:
    """Tests the same key with the same bytes, and with others."""
    same = key()
    assert returned.add(key=same) == returned.add(key=same)
    assert Picture.objects.count() == 1
    with pytest.raises(KeyReused):
        returned.add(key=same, upload=photograph("red"))


def test_what_was_added_is_taken_back_until_it_is_handed_in(returned: Returned) -> None:
    """Tests that its bytes are gone, and that what was handed in stays."""
    (first,), (second,) = returned.add(), returned.add(upload=photograph("red"))
    blob = Picture.objects.get(uid=first).attachment.blob
    returned.take_back(first, returned.father)
    blob.refresh_from_db()
    assert blob.state == BlobState.DESTROYED
    hand_in(returned.mother, returned.application)
    with pytest.raises(CallRefused, match="已经和申请一起交了"):
        returned.take_back(second)
    assert [one.uid for one in Picture.objects.all()] == [second]


def test_what_is_wanted_no_more_is_still_taken_back(returned: Returned) -> None:
    """A photograph that never left is the family's, also once nobody wants the paper any more."""
    (first,) = returned.add()
    Application.objects.filter(pk=returned.application.pk).update(state="submitted", missing=[])
    returned.take_back(first)
    assert not Picture.objects.exists()


def test_only_what_is_wanted_and_while_it_is(returned: Returned) -> None:
    """Tests another paper, the time before and after, and that no picture is decoded in vain."""
    for what in ("zone", "", "x" * 60):
        with pytest.raises(CallRefused, match="不用补"):
            returned.add(what=what)
    hand_in(returned.mother, returned.application)
    with pytest.raises(CallRefused, match="不用补"):
        returned.add(upload=SimpleUploadedFile("p.jpg", b"nothing"))
    assert not Picture.objects.exists()


def test_the_freeze_ends_it(returned: Returned) -> None:
    """Later photographs never change what is decided, nor are earlier ones taken away."""
    (first,) = returned.add()
    world = returned.world
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    for attempt in (lambda: returned.add(at=AFTER), lambda: returned.take_back(first)):
        with pytest.raises(CallRefused, match="封存"):
            attempt()
    (paper, _) = own_papers(returned.mother, returned.application.uid, at=AFTER)
    assert (len(paper.pages), paper.wanted) == (1, False)
    assert Blob.objects.filter(state=BlobState.CLEAN).count() == 1


def test_others_find_nothing(returned: Returned) -> None:
    """Tests another family, another application of one's own, and a bond that has ended."""
    (uid,) = returned.add()
    stranger = parent("苏母")
    other = returned.world.handed_in(stranger, child_of(stranger, name="苏一"))
    for attempt in (
        lambda: returned.add(stranger),
        lambda: returned.take_back(uid, stranger),
        lambda: own_jpeg(stranger, returned.application.uid, uid),
        lambda: own_jpeg(stranger, other.uid, uid),
        lambda: own_papers(stranger, returned.application.uid),
    ):
        with pytest.raises(NotFound):
            attempt()
    PersonBond.objects.filter(holder__account=returned.father.user).update(
        valid_from=TODAY - timedelta(days=1), valid_to=TODAY
    )
    with pytest.raises(NotFound):
        own_jpeg(returned.father, returned.application.uid, uid)
    with pytest.raises(NotFound):
        returned.add(returned.father)


def test_there_is_an_end_to_one_paper_and_to_one_photograph(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests how many pages, how many bytes, and what is no photograph."""
    monkeypatch.setattr(pictures, "MOST_A_PAPER", 1)
    returned.add()
    with pytest.raises(CallRefused, match="最多放"):
        returned.add(upload=photograph("red"))
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(CallRefused, match="超过10兆"):
        returned.add(what="lease")
    monkeypatch.undo()
    with pytest.raises(Refusal) as refused:
        returned.add(upload=SimpleUploadedFile("p.jpg", b"%PDF-1.7 /JavaScript"))
    assert refused.value.code == "script"
    assert Picture.objects.count() == 1
    assert not [one for one in Blob.objects.all() if one.state == BlobState.QUARANTINED]


def test_a_withdrawn_one_is_deleted_some_days_later(returned: Returned) -> None:
    """Tests the day before and the day, and the act."""
    returned.add()
    withdraw(actor=returned.mother, application_uid=returned.application.uid, key=key())
    gone = returned.now().withdrawn_at
    assert gone is not None
    assert forget_pictures(at=gone + timedelta(days=60)) == 0
    assert forget_pictures(at=gone + timedelta(days=61)) == 1
    assert not Picture.objects.exists()
    assert Blob.objects.get().state == BlobState.DESTROYED
    (told,) = Act.objects.filter(verb="calls.pictures.forget")
    assert told.data["pictures"] == 1
    assert told.data["applications"] == [str(returned.application.uid)]
    assert forget_pictures(at=gone + timedelta(days=90)) == 0


def test_how_long_they_are_kept_is_read_once_a_call(returned: Returned) -> None:
    """A county with thousands of them asks no question for each."""
    returned.add()
    withdraw(actor=returned.mother, application_uid=returned.application.uid, key=key())
    other = Returned(returned.world)
    other.add()
    withdraw(actor=other.mother, application_uid=other.application.uid, key=key())
    gone = other.now().withdrawn_at
    assert gone is not None
    with CaptureQueriesContext(connection) as caught:
        assert forget_pictures(at=gone + timedelta(days=10)) == 0
    read = [one for one in caught.captured_queries if "registry_parameter" in one["sql"]]
    assert len(read) == 1


def test_they_are_personal_data(returned: Returned) -> None:
    """Tests that they are handed out whole, and erased with the person."""
    returned.add()
    holder: Any = next(held.holder for held in holders() if held.room == "calls")
    (told,) = holder.export(returned.child)["applications"]
    (kept,) = told["pictures"]
    assert (kept["what"], kept["why"]) == ("hukou", CASE)
    assert kept["jpeg_base64"].startswith("/9j/")
    withdraw(actor=returned.mother, application_uid=returned.application.uid, key=key())
    holder.erase(returned.child, AFTER)
    assert not Picture.objects.exists()
    assert Blob.objects.get().state == BlobState.DESTROYED
