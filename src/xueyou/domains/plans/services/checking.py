"""Looking at an upload while it is still a temporary file: what is refused here leaves no trace."""

from pathlib import Path

from xueyou.engines.reading import NoPlan, examine
from xueyou.formats.load import check_first_page_of_scan, load, recognition_installed
from xueyou.formats.media_types import DOCX, PDF, XLSX
from xueyou.formats.refusal import ReadingCancelled, Refusal
from xueyou.platform.files.turns import turn

MEDIA = {
    "txt": "text/plain",
    "html": "text/html",
    "pdf": PDF,
    "doc": "application/msword",
    "docx": DOCX,
    "xlsx": XLSX,
    "ofd": "application/ofd",
}


PAGES_LOOKED_AT = 20
"""A person waits for the form's answer; what comes later in a long file is the job's to find."""


def check(path: Path, name: str) -> str:
    """Return the media type of a file that can be read. Raises Refusal, or ReaderBusy.

    Of a long PDF only the first pages are looked at. A scan is let through where recognition is
    installed: recognising takes minutes and is the job's work, all but the first page, which may
    bear a secrecy mark.
    """
    with turn():
        return _check(path, name)


def _check(path: Path, name: str) -> str:
    looked_at = 0
    paged = name.lower().endswith(".pdf")

    def look(done: int, total: int) -> None:
        nonlocal looked_at
        # Other formats count other things than pages, and must be looked at whole.
        looked_at = done if paged and total > PAGES_LOOKED_AT else 0

    try:
        document = load(
            path,
            name=name,
            ocr=False,
            first_page_seen=True,
            progress=look,
            cancelled=lambda: looked_at >= PAGES_LOOKED_AT,
        )
    except ReadingCancelled:
        return MEDIA["pdf"]
    except Refusal as refusal:
        if refusal.code != "scan_no_text" or not paged or not recognition_installed():
            raise
        check_first_page_of_scan(path, name=name)
        return MEDIA["pdf"]
    try:
        examine(document)
    except NoPlan:
        raise Refusal("no_plan") from None
    return MEDIA.get(document.media, "application/octet-stream")
