"""A family photographs on its phone what is wanted, and hands it in: no script is needed."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from tests.kernel.calls.test_pictures import drawn_here
from tests.kernel.calls.world import World, key, send_back
from tests.surfaces.family.conftest import Family, family_of
from tests.surfaces.soup import one, page_of
from xueyou.formats.refusal import REASONS
from xueyou.kernel.calls import pictures
from xueyou.kernel.calls.models import Application, Picture
from xueyou.kernel.calls.selectors.pictures import handed_in_papers
from xueyou.kernel.calls.services.changing import Missing
from xueyou.platform.files import turns
from xueyou.surfaces.shell import passes

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200


def photograph() -> bytes:
    """Return a small JPEG."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


class Phone:
    """A family's phone on the pages of one application that was sent back."""

    def __init__(self, family: Family, application: Application) -> None:
        self.family, self.application = family, application
        self.base = f"/family/applications/{application.uid}/"

    def get(self, path: str = "") -> str:
        """Open a page of the application."""
        answer = self.family.phone.get(self.base + path)
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    def put(self, data: bytes, field: str = "photo", name: str = "p.jpg") -> HttpResponse:
        """Send the form of the booklet's page with a file."""
        given = {"idempotency_key": key(), field: SimpleUploadedFile(name, data)}
        answer = self.family.phone.post(self.base + "papers/hukou/", given)
        return answer  # type: ignore[return-value]

    def picture(self) -> str:
        """Return the address of the first photograph on the booklet's page."""
        address = one(page_of(self.family.phone.get(self.base + "papers/hukou/")), "ol.papers img")
        return str(address.get("src"))


@pytest.fixture
def phone(
    world: World, family: Family, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Phone:
    """Hand an application in, and have it sent back for two papers."""
    settings.DATA = tmp_path
    monkeypatch.setattr(pictures, "pictures_of", drawn_here)
    application = family.begin(world)
    family.fill(application, "answers", zone="东")
    family.fill(application, "wishes-1", wish=[str(world.options["S1"].uid)])
    assert family.hand_in(application).status_code == 302
    send_back(
        actor=world.officer,
        application_uid=application.uid,
        missing=[Missing("hukou", "没有拍全"), Missing("lease", "要备案的")],
    )
    return Phone(family, application)


def test_the_way_of_a_photograph(phone: Phone) -> None:
    """From the home page to the receipt: put up, looked at, handed in, looked at again."""
    assert "去补材料" in phone.family.phone.get("/family/").content.decode()
    assert "papers/hukou/" in phone.get()
    page = phone.get("papers/hukou/")
    assert 'capture="environment"' in page
    assert phone.put(photograph()).status_code == 302
    answer = phone.family.phone.get(phone.picture())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "no-store"
    assert "没有照片" in phone.get("check/"), "the other paper"
    assert phone.family.hand_in(phone.application).status_code == 302
    assert [paper.what for paper in handed_in_papers(phone.application)] == ["hukou"]
    page = phone.get("?look=1")
    assert "您交的照片" in page
    assert "拿掉" not in page


def test_what_was_never_handed_in_is_not_said_to_be(phone: Phone) -> None:
    """Taken back before it was completed: the photograph is the family's own, and may go."""
    phone.put(photograph())
    given = {"idempotency_key": key()}
    assert phone.family.phone.post(phone.base + "withdraw/", given).status_code == 302
    page = phone.get()
    assert "您交的照片" not in page
    assert "没有照片" not in page
    assert "拍了、没有交的照片" in page
    (form,) = page_of(phone.family.phone.get(phone.base)).cssselect("ol.papers form")
    assert phone.family.phone.post(str(form.get("action")), {"idempotency_key": key()})
    assert not Picture.objects.exists()
    assert "没有交的照片" not in phone.get()


def test_what_is_no_photograph_is_told_in_words(phone: Phone) -> None:
    """HEIC with the way out, nothing at all, and a page that keeps what was there."""
    assert phone.put(photograph(), "file").status_code == 302
    for data, words in ((HEIC, REASONS["heic"].zh), (b"MZ\x90", REASONS["no_picture"].zh)):
        answer = phone.put(data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    path = phone.base + "papers/hukou/"
    answer = phone.family.phone.post(path, {"idempotency_key": key()})
    assert "还没有拍" in answer.content.decode()
    assert Picture.objects.count() == 1


def test_too_much_is_refused_before_it_is_read(phone: Phone) -> None:
    """By the length that is declared, and while other photographs are on their way."""
    path = phone.base + "papers/hukou/"
    answer = phone.family.phone.post(path, {}, CONTENT_LENGTH=str(11 * 1024 * 1024))
    assert "超过10兆" in answer.content.decode()
    taken = [turns.ON_THE_WAY.acquire(blocking=False) for _ in range(3)]
    try:
        answer = phone.put(photograph())
        assert turns.ReaderBusy.zh in answer.content.decode()
    finally:
        for _ in taken:
            turns.ON_THE_WAY.release()
    assert not Picture.objects.exists()


def test_one_is_taken_down_and_another_put_up(phone: Phone) -> None:
    """Tests the button below it, and that a second press finds nothing to do."""
    phone.put(photograph())
    (form,) = page_of(phone.family.phone.get(phone.base + "papers/hukou/")).cssselect(
        "ol.papers form"
    )
    for status in (302, 404):
        answer = phone.family.phone.post(str(form.get("action")), {"idempotency_key": key()})
        assert answer.status_code == status
    assert not Picture.objects.exists()


def test_its_address_opens_for_one_account_and_some_minutes(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a pass, with another's, and an old one; another family's never."""
    phone.put(photograph())
    address = phone.picture()
    bare, _, mark = address.partition("?")
    other = family_of("苏家长")
    assert other.phone.get(address).status_code == 404
    assert phone.family.phone.get(bare).status_code == 410
    assert phone.family.phone.get(f"{bare}?{mark[:-1]}").status_code == 410
    later = time.time() + passes.MINUTES * 60 + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    over = phone.family.phone.get(address)
    assert over.status_code == 410
    assert "照片还在" in over.content.decode()
    assert "公开期满" not in over.content.decode(), "a family's photograph was never public"


def test_another_familys_papers_are_not_there(phone: Phone) -> None:
    """Tests every address of them, and a paper that is not wanted."""
    phone.put(photograph())
    picture = Picture.objects.get().uid
    other = family_of("苏家长").phone
    for path in ("papers/hukou/", f"pictures/{picture}/"):
        assert other.get(phone.base + path).status_code == 404
    given = {"idempotency_key": key(), "photo": SimpleUploadedFile("p", photograph())}
    for path in ("papers/hukou/", f"pictures/{picture}/down/"):
        assert other.post(phone.base + path, given).status_code == 404
    assert phone.family.phone.get(phone.base + "papers/zone/").status_code == 404
    assert Picture.objects.count() == 1
