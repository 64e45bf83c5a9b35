"""PDFs with text: lines become paragraphs by their place, page furniture goes, pages are known."""

from pathlib import Path

import pytest

from tests.formats import made
from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal

FULL = "全市公办幼儿园在园幼儿占比稳步提高，新增学位三千六百个，投入二亿元"
"""33 characters: a line of 10 point type from the left margin to the right one."""
REST = "其余部分。"


def _load(tmp_path: Path, data: bytes) -> Document:
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    return load(file)


def _page(
    lines: list[tuple[float, str]], foot: str | None = None
) -> list[tuple[float, float, str]]:
    placed = [(x, 740 - 18.0 * n, text) for n, (x, text) in enumerate(lines)]
    return placed + ([(290.0, 40.0, foot)] if foot else [])


def _prose(paragraphs: int) -> list[tuple[float, str]]:
    one: list[tuple[float, str]] = [(92, FULL[:31]), (72, FULL), (72, FULL), (72, REST)]
    return one * paragraphs


def test_full_lines_run_on_and_short_ones_end(tmp_path: Path) -> None:
    """A paragraph is its first line, set in, and the lines that start at the margin."""
    document = _load(tmp_path, made.pdf([_page(_prose(3))], size=10))
    assert document.text.splitlines() == [FULL[:31] + FULL + FULL + REST] * 3


def test_a_paragraph_runs_over_the_page(tmp_path: Path) -> None:
    """The second page begins inside the paragraph, and page numbers do not stand between."""
    prose = _prose(8)
    data = made.pdf([_page(prose[:30], "— 1 —"), _page(prose[30:] * 8, "— 2 —")], size=10)
    document = _load(tmp_path, data)
    assert "—" not in document.text
    assert document.pages[0] == 0
    assert document.text[document.pages[1] - 1] != "\n"


def test_row_numbers_are_not_page_numbers(tmp_path: Path) -> None:
    """A bare number at the edge is a page number only when it counts with the pages."""
    numbered = [_page(_prose(3), str(n)) for n in (5, 6, 7)]
    assert not any(
        line.isdecimal() for line in _load(tmp_path, made.pdf(numbered, size=10)).text.splitlines()
    )
    rows = [_page(_prose(3), str(n)) for n in (9, 2, 30)]
    assert {"9", "2", "30"} <= set(_load(tmp_path, made.pdf(rows, size=10)).text.splitlines())


def test_running_heads_go(tmp_path: Path) -> None:
    """The same words at the top of every page are not part of the text."""
    pages = [[(72.0, 800.0, "临澄市教育局"), *_page(_prose(3))] for _ in range(4)]
    assert "临澄市教育局" not in _load(tmp_path, made.pdf(pages, size=10)).text


def test_page_offsets(tmp_path: Path) -> None:
    """One offset a page, rising, each where the page's first line stands."""
    document = _load(tmp_path, made.pdf([_page([(72, f"第{n}条")]) for n in "甲乙丙"]))
    assert [document.text[p : p + 3] for p in document.pages] == ["第甲条", "第乙条", "第丙条"]


def test_a_picture_page_among_text_is_named(tmp_path: Path) -> None:
    """A cover that is only a picture does not stop the reading, and is not passed over silently."""
    from pypdf import PdfReader, PdfWriter

    cover, text = tmp_path / "c.pdf", tmp_path / "t.pdf"
    cover.write_bytes(made.picture_pdf(1))
    text.write_bytes(made.pdf([_page(_prose(3))] * 4, size=10))
    writer = PdfWriter()
    for part in (cover, text):
        for page in PdfReader(part).pages:
            writer.add_page(page)
    file = tmp_path / "a.pdf"
    writer.write(file)
    document = load(file, ocr=False)
    assert document.unread_pages == (1,)
    assert REST in document.text


def test_a_scan_is_refused_with_its_remedy(tmp_path: Path) -> None:
    """Without recognition the sentence says what to send or install."""
    file = tmp_path / "a.pdf"
    file.write_bytes(made.picture_pdf(2))
    with pytest.raises(Refusal, match="xueyou\\[ocr\\]") as refused:
        load(file, ocr=False)
    assert refused.value.code == "scan_no_text"
