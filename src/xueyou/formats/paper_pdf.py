"""Owns a scanned paper: the pages of a PDF, drawn. Runs in the reading process."""

import re
import zlib
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from xueyou.formats.paper_photo import LONGEST_SIDE, Step
from xueyou.formats.pdf import open_page, open_pdf
from xueyou.formats.photos import QUALITY
from xueyou.formats.refusal import Refusal

MOST_PAGES = 8
_SCRIPT = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|XFA|SubmitForm)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_STREAM, _END = re.compile(rb"\bstream\r?\n"), b"endstream"
_UNPACKED = 4 * 1024 * 1024
_MOST_PACKED = 2000
_FORMS_WITH_PROGRAMS = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def pages_drawn(path: Path, step: Step) -> list[bytes]:
    """Return a JPEG a page.

    Raises Refusal: script, no_picture, pages, encrypted, too_large.
    """
    if _has_program(path.read_bytes()):
        raise Refusal("script")
    try:
        document = open_pdf(path)
    except Refusal as refused:
        raise Refusal("no_picture") if refused.code == "format_mismatch" else refused from None
    try:
        if (
            raw.FPDFDoc_GetJavaScriptActionCount(document) > 0
            or raw.FPDFDoc_GetAttachmentCount(document) > 0
            or raw.FPDF_GetFormType(document) in _FORMS_WITH_PROGRAMS
        ):
            raise Refusal("script")
        if len(document) > MOST_PAGES:
            raise Refusal("pages", detail=f"这份 PDF 有 {len(document)} 页。")
        pages: list[bytes] = []
        for number in range(len(document)):
            step(number, len(document))
            pages.append(_drawn(document, number))
        return pages
    finally:
        document.close()


def _drawn(document: "pdfium.PdfDocument", number: int) -> bytes:
    page = open_page(document, number)
    try:
        longest = max(page.get_size())
        if not longest > 0:
            raise Refusal("no_picture")
        # One pixel less than asked for: PDFium rounds a side up.
        drawn = page.render(scale=(LONGEST_SIDE - 1) / longest).to_pil()
    except pdfium.PdfiumError:
        raise Refusal("no_picture") from None
    finally:
        page.close()
    out = BytesIO()
    picture: Image.Image = drawn.convert("RGB")
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _has_program(data: bytes) -> bool:
    """Return whether a PDF names anything that runs, opens or carries something else.

    So that its owner hears of it: only what is drawn is kept anyway. Names may be written with
    escapes, and whole objects packed; the bytes of pictures spell such names by chance.
    """
    if _named(_without_streams(data)):
        return True
    for count, found in enumerate(_OBJECTS.finditer(data)):
        if count > _MOST_PACKED:
            return True
        unpacking = zlib.decompressobj()
        try:
            if _named(unpacking.decompress(data[found.end() :], _UNPACKED)):
                return True
        except zlib.error:
            continue
    return False


def _without_streams(data: bytes) -> bytes:
    """Return what stands between the streams; looked through once, whatever it is."""
    pieces, at = [], 0
    while (found := _STREAM.search(data, at)) is not None:
        end = data.find(_END, found.end())
        if end < 0:
            break
        pieces.append(data[at : found.start()])
        at = end + len(_END)
    return b"".join((*pieces, data[at:]))


def _named(data: bytes) -> bool:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data
    return _SCRIPT.search(plain) is not None
