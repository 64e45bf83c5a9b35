"""What is looked at before a file is taken."""

import time
from pathlib import Path

import pytest

from tests.domains.plans.conftest import WORK_POINTS
from tests.formats.made import pdf_of, picture_pdf
from xueyou.domains.plans.services import checking
from xueyou.formats.refusal import Refusal


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_short_pdf_is_looked_through(tmp_path: Path) -> None:
    """Tests that a plan passes and gives its media type."""
    path = _file(tmp_path, "a.pdf", pdf_of(WORK_POINTS))
    assert checking.check(path, "a.pdf") == "application/pdf"


def test_a_long_pdf_is_answered_after_its_first_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the form does not wait for all its pages."""
    path = _file(tmp_path, "a.pdf", pdf_of("今天天气很好，我们去公园散步。\n" * 3000))
    started = time.monotonic()
    assert checking.check(path, "a.pdf") == "application/pdf"
    few = time.monotonic() - started
    monkeypatch.setattr(checking, "PAGES_LOOKED_AT", 10_000)
    started = time.monotonic()
    with pytest.raises(Refusal):
        checking.check(path, "a.pdf")
    assert few < time.monotonic() - started


@pytest.mark.parametrize("pages", [1, 25, 120])
def test_a_long_scan_is_not_let_through_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """Tests that a scan of any length is refused at the form where nothing can see its head."""
    path = _file(tmp_path, "a.pdf", picture_pdf(pages))
    monkeypatch.setattr(checking, "recognition_installed", lambda: False)
    with pytest.raises(Refusal) as refused:
        checking.check(path, "a.pdf")
    assert refused.value.code == "scan_no_text"


def test_a_long_scan_has_its_first_page_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that with recognition the head is looked at before the file is taken."""
    seen = []

    def first_page(path: Path, *, name: str) -> None:
        seen.append(name)
        raise Refusal("classified")

    monkeypatch.setattr(checking, "recognition_installed", lambda: True)
    monkeypatch.setattr(checking, "check_first_page_of_scan", first_page)
    with pytest.raises(Refusal) as refused:
        checking.check(_file(tmp_path, "a.pdf", picture_pdf(25)), "a.pdf")
    assert refused.value.code == "classified"
    assert seen == ["a.pdf"]


def test_a_scan_waits_for_the_job_where_it_can_be_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a scan is refused at the form only where nothing can recognise it."""
    path = _file(tmp_path, "a.pdf", picture_pdf())
    monkeypatch.setattr(checking, "recognition_installed", lambda: True)
    monkeypatch.setattr(checking, "check_first_page_of_scan", lambda path, *, name: None)
    assert checking.check(path, "a.pdf") == "application/pdf"
    monkeypatch.setattr(checking, "recognition_installed", lambda: False)
    with pytest.raises(Refusal) as refused:
        checking.check(path, "a.pdf")
    assert refused.value.code == "scan_no_text"
