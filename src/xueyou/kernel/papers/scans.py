"""Owns looking at a stamped scan before it is kept: a whole PDF, or a whole JPEG, nothing else."""

from pathlib import Path

from xueyou.formats.jpeg import check_jpeg
from xueyou.formats.load import load
from xueyou.formats.media_types import JPEG, PDF
from xueyou.formats.refusal import ReadingCancelled, Refusal
from xueyou.platform.files.turns import turn

MOST_PAGES = 200


def check_scan(path: Path, name: str) -> str:
    """Return the media type of a scan that may be kept. Raises Refusal, or ReaderBusy.

    A PDF is opened page by page in a process of its own: protected, broken, marked secret or
    endless ones are refused. A picture-only PDF is what is expected here.
    """
    with path.open("rb") as file:
        head = file.read(3)
    if head == b"\xff\xd8\xff":
        if not name.lower().endswith((".jpg", ".jpeg")):
            raise Refusal("format_mismatch")
        check_jpeg(path)
        return JPEG
    if not name.lower().endswith(".pdf"):
        raise Refusal("unsupported", detail="这里只收盖好章的扫描件，PDF 或 JPG。")
    with turn():
        _check_pdf(path, name)
    return PDF


def _check_pdf(path: Path, name: str) -> None:
    pages = 0

    def count(done: int, total: int) -> None:
        nonlocal pages
        pages = total

    try:
        load(path, name=name, ocr=False, progress=count, cancelled=lambda: pages > MOST_PAGES)
    except ReadingCancelled:
        raise Refusal("too_large", detail=f"扫描件超过 {MOST_PAGES} 页。") from None
    except Refusal as refusal:
        if refusal.code != "scan_no_text":
            raise
