"""Owns reading scanned PDF pages by character recognition, where the extra `ocr` is installed.

rapidocr brings its models in the package, so nothing is fetched. Pages with text are read as text;
every line that was recognised is marked, for a person to hold against the paper.
"""

import logging
import statistics
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from xueyou.formats.classified import classified_mark
from xueyou.formats.draft import Draft
from xueyou.formats.pages import Line, PageLines, lay_out
from xueyou.formats.pdf import is_picture, open_page, open_pdf
from xueyou.formats.pdf_text import page_lines
from xueyou.formats.refusal import Refusal

MAX_SCANNED_PAGES = 300
_DOTS_PER_POINT = 2.0
_MAX_DOTS = 4000
_LEAST_SCORE = 0.5


def read_scan(path: Path, draft: Draft) -> None:
    """Read a PDF whose pages may be pictures. Raises Refusal."""
    _read(path, draft, MAX_SCANNED_PAGES, whole=True)


def read_first_page(path: Path, draft: Draft) -> None:
    """Read the first page alone: enough to know whether it bears a secrecy mark."""
    _read(path, draft, 1, whole=False)


def _read(path: Path, draft: Draft, most: int, *, whole: bool) -> None:
    document = open_pdf(path)
    count = len(document)
    if whole and count > most:
        raise Refusal("too_large", detail=f"扫描件最多能认 {most} 页。")
    recognise = _recogniser()
    pages: list[PageLines] = []
    try:
        for number in range(min(count, most)):
            page = open_page(document, number)
            try:
                lines = page_lines(page)
                if is_picture(page, lines):
                    lines = _recognised(page, recognise)
            finally:
                page.close()
            pages.append(lines)
            if number == 0 and classified_mark(lines.text()):
                raise Refusal("classified")
            draft.progress(number + 1, min(count, most))
    finally:
        document.close()
    if whole and not any(page.lines or page.tables for page in pages):
        raise Refusal("empty")
    lay_out(pages, draft)


def _recogniser() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def _recognised(page: "pdfium.PdfPage", recognise: Any) -> PageLines:
    width, height = page.get_size()
    scale = min(_DOTS_PER_POINT, _MAX_DOTS / max(width, height, 1.0))
    found = recognise(_image(page, scale), use_cls=False)
    lines: list[Line] = []
    if found.txts is None:
        return PageLines(width, height, ())
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if not text.strip() or score < _LEAST_SCORE:
            continue
        xs = [float(x) / scale for x, _ in box]
        ys = [height - float(y) / scale for _, y in box]
        lines.append(
            Line(text.strip(), min(xs), max(xs), min(ys), max(ys), max(ys) - min(ys), True)
        )
    return PageLines(width, height, tuple(_in_order(lines)))


def _image(page: "pdfium.PdfPage", scale: float) -> Any:
    """Return the page as an array of pixels; numpy comes with the extra."""
    return page.render(scale=scale).to_numpy()


def _in_order(lines: list[Line]) -> list[Line]:
    """Return the lines from top to bottom, those side by side from left to right.

    Heights of recognised boxes wobble by a tenth, so all lines get the page's usual size.
    """
    if not lines:
        return []
    usual = statistics.median(line.size for line in lines)
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: -x.top):
        if rows and rows[-1][0].top - line.top < 0.5 * usual:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        Line(x.text, x.left, x.right, x.bottom, x.top, _near(x.size, usual), True)
        for row in rows
        for x in sorted(row, key=lambda x: x.left)
    ]


def _near(size: float, usual: float) -> float:
    return usual if abs(size - usual) <= 0.3 * usual else size
