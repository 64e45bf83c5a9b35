"""The number is typed by hand and given once; the stamped scan is looked at before it is kept."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from tests.formats.made import picture_pdf
from tests.kernel.papers.conftest import LETTER, NOTE, Office, Write, key
from tests.kernel.papers.walk import JPEG, step, walk
from xueyou.formats.refusal import Refusal
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import NotItsTurn, NumberTaken, PaperRefused
from xueyou.kernel.papers.selectors import scan
from xueyou.kernel.papers.services.issuing import file_scan, number
from xueyou.platform.access.reading import NotFound
from xueyou.platform.files import turns
from xueyou.platform.files.api import Blob, ReaderBusy
from xueyou.platform.time import CITY


def give(office: Office, paper: Paper, text: str) -> None:
    """Give the paper a number."""
    number(actor=office.writer, paper_uid=paper.uid, number=text, key=key())


@pytest.mark.parametrize("typed", ["甲教〔2026〕7号", "甲教[2026]7号", " 甲教（２０２６）７号 "])
def test_brackets_and_wide_figures_are_put_right(office: Office, write: Write, typed: str) -> None:
    """Tests that a number typed on any keyboard is stored as it is printed."""
    paper = walk(office, write(), "sign")
    give(office, paper, typed)
    paper.refresh_from_db()
    assert paper.number == "甲教〔2026〕7号"


@pytest.mark.parametrize("typed", ["", "7", "甲教〔2025〕7号", "甲教〔2026〕号", "甲教〔2026〕0号"])
def test_what_is_no_number_of_the_year_is_refused(office: Office, write: Write, typed: str) -> None:
    """Tests that nothing is registered then."""
    paper = walk(office, write(), "sign")
    with pytest.raises(PaperRefused):
        give(office, paper, typed)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("signed", "")


def test_a_paper_signed_in_the_new_year_bears_its_number(
    office: Office, write: Write, business_clock: Any
) -> None:
    """Tests a paper drafted in December and signed in January, beside one drafted then."""
    late, other = walk(office, write(), "check"), walk(office, write(), "check")
    business_clock.move_to(datetime(2027, 1, 4, 9, tzinfo=CITY))
    for paper in (late, other):
        step(office, paper, "sign")
    with pytest.raises(PaperRefused):
        give(office, late, "甲教〔2028〕1号")
    give(office, late, "甲教〔2027〕1号")
    late.refresh_from_db()
    assert (late.number, late.year) == ("甲教〔2027〕1号", 2027)
    with pytest.raises(NumberTaken):
        give(office, other, "甲教〔2027〕1号")


def test_a_number_is_given_once_a_kind_and_year(office: Office, write: Write) -> None:
    """Tests that the second paper is refused, also by the database, and another kind is not."""
    first, second = walk(office, write(), "sign"), walk(office, write(), "sign")
    give(office, first, "甲教〔2026〕9号")
    with pytest.raises(NumberTaken):
        give(office, second, "甲教〔2026〕9号")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=second.pk).update(number="甲教〔2026〕9号")
    other = walk(office, write(NOTE.code, addressee=""), "check")
    step(office, other, "countersign")
    step(office, other, "sign")
    give(office, other, "甲教〔2026〕9号")


def test_the_scan_is_filed_and_can_be_read(office: Office, write: Write) -> None:
    """Tests a JPEG and then a PDF in its place; both stay filed."""
    paper = walk(office, write(), "file_scan")
    assert scan(office.chief, paper.uid).title == "盖章.jpg"
    pdf = ContentFile(picture_pdf(), name="盖章.pdf")
    file_scan(actor=office.writer, paper_uid=paper.uid, upload=pdf, key=key())
    found = scan(office.chief, paper.uid)
    assert (found.title, found.blob.state, found.blob.media_type) == (
        "盖章.pdf",
        "clean",
        "application/pdf",
    )
    assert Blob.objects.count() == 2
    with pytest.raises(NotFound):
        scan(office.stranger, paper.uid)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("盖章.jpg", b"\xff\xd8\xff\xe0 not a picture"),
        ("盖章.jpg", JPEG + b"PK\x03\x04 and an archive"),
        ("盖章.jpg", JPEG[:-2]),
        ("盖章.png", JPEG),
        ("盖章.pdf", b"%PDF-1.7\nbroken"),
        ("盖章.pdf", b"<html><script>alert(1)</script></html>"),
        ("盖章.exe", b"MZ\x90\x00"),
        ("盖章.docx", b"PK\x03\x04"),
    ],
)
def test_what_is_no_scan_leaves_no_trace(
    office: Office, write: Write, name: str, data: bytes
) -> None:
    """Tests that a broken, mixed or misnamed file is refused before it reaches the store."""
    paper = walk(office, write(), "number")
    with pytest.raises(Refusal):
        file_scan(
            actor=office.writer,
            paper_uid=paper.uid,
            upload=ContentFile(data, name=name),
            key=key(),
        )
    paper.refresh_from_db()
    assert paper.signed_scan is None
    assert not Blob.objects.exists()


def test_a_scan_waits_its_turn(
    office: Office, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF is opened only while fewer than two other files are looked at, of any room."""
    paper = walk(office, write(), "number")
    pdf = ContentFile(picture_pdf(), name="盖章.pdf")
    monkeypatch.setattr(turns, "WAITS", 0.05)
    with turns.turn(), turns.turn(), pytest.raises(ReaderBusy):
        file_scan(actor=office.writer, paper_uid=paper.uid, upload=pdf, key=key())
    assert not Blob.objects.exists()


def test_a_paper_without_its_scan_is_not_archived(office: Office, write: Write) -> None:
    """Tests that the archive asks for the stamped copy, and the scan for a number."""
    paper = walk(office, write(), "sign")
    with pytest.raises(NotItsTurn):
        step(office, paper, "file_scan")
    step(office, paper, "number")
    step(office, paper, "serve")
    with pytest.raises(PaperRefused, match="扫描件"):
        step(office, paper, "archive")
    assert LETTER.addressed
