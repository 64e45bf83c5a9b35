"""The job that reads a document, and the officers who steer it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import File
from pypdf import PdfReader, PdfWriter

from tests.domains.plans.conftest import WORK_POINTS, City, HandIn
from tests.formats.made import pdf_of, picture_pdf
from xueyou.domains.plans.handlers import unread
from xueyou.domains.plans.models import PlanDocument, Reading
from xueyou.domains.plans.selectors.documents import document, documents
from xueyou.domains.plans.selectors.views import Paragraph
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.domains.plans.services.steer_reading import (
    AlreadyEnded,
    AlreadyRead,
    FileGone,
    read_again,
    stop_reading,
)
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.files.api import BlobState, path_of
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.duties import forget_finished
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import wall_now


def test_reading_puts_items_beside_their_words(city: City, hand_in: HandIn) -> None:
    """Tests that task, numbers and units come back with spans of the text."""
    uid = hand_in(city.officer)
    work_off()
    shown = document(city.officer, uid)
    assert shown.state == "read"
    assert shown.title == "甲市教育局2026年工作要点"
    values = {item.name: item for item in shown.items if item.kind == "indicator"}
    assert any("4,200" in item.summary for item in values.values())
    for item in shown.items:
        start, end = item.spans[0]
        assert WORK_POINTS[start:end] == item.quote
    texts = ["".join(s.text for s in b.segments) for b in shown.blocks if isinstance(b, Paragraph)]
    assert "".join(texts) == "".join(line.strip() for line in WORK_POINTS.splitlines())


def test_the_list_counts_what_was_read(city: City, hand_in: HandIn) -> None:
    """Tests that the row says kind and counts, and the file may now be handed out."""
    hand_in(city.officer)
    work_off()
    (row,) = documents(city.officer).rows
    assert (row.state, row.doc_type) == ("read", "工作要点")
    assert row.counts["indicator"] >= 3
    assert row.counts["unit"] == 2
    assert PlanDocument.objects.get().attachment.blob.state == BlobState.CLEAN


def test_the_same_document_gives_the_same_bytes(city: City, hand_in: HandIn) -> None:
    """Tests that two readings of one text have one digest."""
    hand_in(city.officer, key="k1")
    hand_in(city.officer, key="k2")
    work_off()
    first, second = Reading.objects.all()
    assert first.result == second.result
    assert first.result_sha256 == second.result_sha256


def test_a_stopped_reading_leaves_no_draft(city: City, hand_in: HandIn) -> None:
    """Tests that stopping before the worker came leaves nothing, and reading again works."""
    uid = hand_in(city.officer)
    stop_reading(actor=city.officer, uid=uid, key="s1")
    work_off()
    assert not Reading.objects.exists()
    assert document(city.officer, uid).state == "cancelled"
    read_again(actor=city.officer, uid=uid, key="a1")
    work_off()
    assert document(city.officer, uid).state == "read"


def test_what_is_read_can_neither_be_stopped_nor_read_again(city: City, hand_in: HandIn) -> None:
    """Tests that both verbs say so instead of doing nothing."""
    uid = hand_in(city.officer)
    work_off()
    acts = Act.objects.count()
    for verb in (stop_reading, read_again):
        with pytest.raises(AlreadyRead):
            verb(actor=city.officer, uid=uid, key="x")
    assert Act.objects.count() == acts


def test_stopping_twice_is_harmless(city: City, hand_in: HandIn) -> None:
    """Tests that a second click on stop changes nothing."""
    uid = hand_in(city.officer)
    stop_reading(actor=city.officer, uid=uid, key="s1")
    stop_reading(actor=city.officer, uid=uid, key="s1")
    acts = Act.objects.count()
    with pytest.raises(AlreadyEnded):
        stop_reading(actor=city.officer, uid=uid, key="s2")
    assert Act.objects.count() == acts
    assert Job.objects.get().state == "cancelled"


def test_what_the_job_refuses_leaves_no_bytes(
    city: City,
    hand_in: HandIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Tests that a file found unreadable late is removed, as its sentence says."""
    uid = hand_in(city.officer)

    def refusing(*_: object, **__: object) -> None:
        raise Refusal("classified")

    monkeypatch.setattr("xueyou.domains.plans.handlers.load", refusing)
    with django_capture_on_commit_callbacks(execute=True):
        work_off()
    shown = document(city.officer, uid)
    assert (shown.state, shown.said) == ("failed", Refusal("classified").zh)
    blob = PlanDocument.objects.get().attachment.blob
    assert blob.state == BlobState.REFUSED
    assert not path_of(blob).exists()
    with pytest.raises(FileGone):
        read_again(actor=city.officer, uid=uid, key="a1")
    told = Notification.objects.get()
    assert (told.user, told.kind) == (city.officer.user, "plans.document.refused")


def test_a_document_outlives_the_forgetting_of_jobs(city: City, hand_in: HandIn) -> None:
    """Tests that after a year the list and the page still say what became of it."""
    uid = hand_in(city.officer)
    work_off()
    Job.objects.update(finished_at=wall_now() - timedelta(days=400))
    forget_finished()
    assert document(city.officer, uid).state == "read"
    assert documents(city.officer).rows[0].state == "read"


def test_reading_again_twice_queues_one_job(city: City, hand_in: HandIn) -> None:
    """Tests that a repeated key does not read twice."""
    uid = hand_in(city.officer)
    stop_reading(actor=city.officer, uid=uid, key="s1")
    read_again(actor=city.officer, uid=uid, key="a1")
    read_again(actor=city.officer, uid=uid, key="a1")
    assert Job.objects.exclude(state="cancelled").count() == 1


def test_a_county_neither_sees_nor_steers_its_neighbours(city: City, hand_in: HandIn) -> None:
    """Tests that what belongs to one county does not exist for another with a like name."""
    uid = hand_in(city.county_a)
    assert documents(city.county_b).rows == ()
    with pytest.raises(NotFound):
        document(city.county_b, uid)
    with pytest.raises(NotFound):
        stop_reading(actor=city.county_b, uid=uid, key="s1")
    assert documents(city.officer).total == 1


def test_a_department_works_by_its_bureaus_documents_only(city: City, hand_in: HandIn) -> None:
    """Tests that a department reads upwards, not sideways, and steers nothing."""
    of_bureau, of_county = hand_in(city.officer), hand_in(city.county_a, key="k2")
    assert [row.uid for row in documents(city.department).rows] == [of_bureau]
    with pytest.raises(NotFound):
        document(city.department, of_county)
    with pytest.raises(NotFound):
        stop_reading(actor=city.department, uid=of_bureau, key="s1")


def test_an_auditor_sees_no_documents(city: City, hand_in: HandIn) -> None:
    """Tests that looking after the record gives no sight of the work."""
    hand_in(city.officer)
    assert documents(city.auditor).rows == ()


def test_acts_hold_digests_not_words(city: City, hand_in: HandIn) -> None:
    """Tests that nothing of the document's text or name stands in the act log."""
    hand_in(city.officer)
    work_off()
    for row in Act.objects.all():
        assert "要点" not in str(row.data)


def test_pages_that_were_not_read_are_named() -> None:
    """Tests the sentence about pictures in a file that is otherwise text."""
    assert unread(()) == []
    assert unread((3, 4)) == ["第3、4页只有图像（共 2 页），没有读，请对照原文"]
    assert "等页" in unread(range(1, 30))[0]


def test_a_half_scanned_file_says_so_on_its_page(city: City, hand_in: HandIn) -> None:
    """Tests that a PDF with one picture among pages of text names that page."""
    joined = PdfWriter()
    for part in (pdf_of(WORK_POINTS * 18), picture_pdf(), pdf_of(WORK_POINTS * 6)):
        joined.append(BytesIO(part))
    data = BytesIO()
    joined.write(data)
    picture = len(PdfReader(BytesIO(pdf_of(WORK_POINTS * 18))).pages) + 1
    upload = File(BytesIO(data.getvalue()), name="要点.pdf")
    uid = receive_document(actor=city.officer, upload=upload, key="pdf")
    work_off()
    head = document(city.officer, uid).head
    assert head is not None
    assert any(f"第{picture}页只有图像" in line for line in head.repaired)
