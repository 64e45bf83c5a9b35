"""Owns reading a PDF that holds text: page by page, lines in the order of the file.

PDFium (pypdfium2) finds the characters; `pdf_text` makes lines and tables of
them, `pages` paragraphs. A page that
is only a picture is counted, so that nobody believes a half-scanned file was read whole.
"""

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from xueyou.formats.archive import damaged
from xueyou.formats.classified import classified_mark
from xueyou.formats.draft import Draft
from xueyou.formats.pages import PageLines, lay_out
from xueyou.formats.pdf_text import page_lines
from xueyou.formats.plaintext import plain_share
from xueyou.formats.refusal import Refusal

MAX_PAGES = 2000
_FEW_CHARACTERS = 50
"""A page image with no more text than this is a scan, perhaps with a stamp or page number."""
_IMAGE_SHARE = 0.5
_READABLE = 0.6
_LEAST_CHARACTERS = 4


def read_pdf(path: Path, draft: Draft) -> None:
    """Read a PDF into the draft. Raises Refusal; scan_no_text when pages hold only pictures."""
    _read(path, draft, give_up_at_once=False)


def read_pdf_unless_scanned(path: Path, draft: Draft) -> None:
    """Read as `read_pdf`, but say scan_no_text at the first page when that is a picture already.

    For callers that will recognise the pages instead: their progress then starts from nothing.
    """
    _read(path, draft, give_up_at_once=True)


def _read(path: Path, draft: Draft, *, give_up_at_once: bool) -> None:
    document = open_pdf(path)
    try:
        pages = _read_pages(document, draft, give_up_at_once=give_up_at_once)
    finally:
        document.close()
    lay_out(pages, draft)


def open_pdf(path: Path) -> "pdfium.PdfDocument":
    """Open a PDF. Raises Refusal: encrypted, too_large, or format_mismatch where it is broken."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refusal("encrypted") from None
        raise damaged() from None
    count = len(document)
    if count == 0:
        raise damaged()
    if count > MAX_PAGES:
        raise Refusal(
            "too_large",
            detail=f"有 {count} 页，最多能读 {MAX_PAGES} 页。",
            detail_en=f"It has {count} pages; the limit is {MAX_PAGES}.",
        )
    return document


def _read_pages(
    document: "pdfium.PdfDocument", draft: Draft, *, give_up_at_once: bool
) -> list[PageLines]:
    pages: list[PageLines] = []
    pictures: list[int] = []
    for number in range(len(document)):
        page = open_page(document, number)
        try:
            lines = page_lines(page)
            if is_picture(page, lines):
                pictures.append(number + 1)
                if number == 0 and give_up_at_once:
                    raise Refusal(
                        "scan_no_text",
                        detail="第一页是图像，看不出有没有密级标志。",
                        detail_en="The first page is a picture; no mark on it could be seen.",
                    )
                lines = PageLines(lines.width, lines.height, ())
        finally:
            page.close()
        pages.append(lines)
        if number == 0 and classified_mark(lines.text()):
            raise Refusal("classified")
        draft.progress(number + 1, len(document))
    _refuse_scan(pages, pictures)
    draft.unread_pages.extend(pictures)
    return pages


def open_page(document: "pdfium.PdfDocument", number: int) -> "pdfium.PdfPage":
    """Open page `number` from 0. Raises Refusal where the page tree is broken."""
    try:
        return document[number]
    except (pdfium.PdfiumError, IndexError):
        raise damaged() from None


def is_picture(page: "pdfium.PdfPage", lines: PageLines) -> bool:
    """Say whether a page shows a picture, or glyphs nobody can name, instead of text."""
    text = lines.text()
    count = len("".join(text.split()))
    if count >= _LEAST_CHARACTERS and plain_share(text) < _READABLE:
        return True
    return count <= _FEW_CHARACTERS and _image_share(page) >= _IMAGE_SHARE


def _image_share(page: "pdfium.PdfPage") -> float:
    """Return the share of the page that its largest picture covers."""
    width, height = page.get_size()
    largest = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        try:
            left, bottom, right, top = thing.get_bounds()
        except pdfium.PdfiumError:
            continue
        across = min(right, width) - max(left, 0.0)
        upward = min(top, height) - max(bottom, 0.0)
        largest = max(largest, max(across, 0.0) * max(upward, 0.0))
    return largest / (width * height) if width > 0 and height > 0 else 0.0


def _refuse_scan(pages: list[PageLines], pictures: list[int]) -> None:
    written = sum(1 for page in pages if page.lines or page.tables)
    if pictures and len(pictures) * 3 > len(pages):
        part = written > 0
        raise Refusal(
            "scan_no_text",
            detail=f"共 {len(pages)} 页，其中 {len(pictures)} 页只有图像。" if part else "",
            detail_en=f"{len(pictures)} of {len(pages)} pages are pictures." if part else "",
        )
