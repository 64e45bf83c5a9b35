"""Owns the one way from a file to a Document: detect, check the head, read, or refuse in words.

Plain text is read in this process. Every other format goes through a parser that hostile bytes
could drive mad, so it runs in a process of its own with bounded memory and time.
"""

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from xueyou.formats import plaintext
from xueyou.formats.archive import open_archive
from xueyou.formats.classified import HEAD_CHARACTERS, classified_mark
from xueyou.formats.document import MAX_CHARACTERS, Document
from xueyou.formats.draft import too_long
from xueyou.formats.isolation import READERS, read_apart
from xueyou.formats.refusal import ReadingCancelled, Refusal
from xueyou.formats.sniff import agreed_kind, container_of, kind_in_ole, kind_in_zip

MAX_BYTES = 50 * 1024 * 1024
_HEAD_BYTES = 16 * 1024


def never() -> bool:
    """Answer for a caller that never cancels."""
    return False


def load(
    path: Path,
    *,
    name: str | None = None,
    ocr: bool = True,
    first_page_seen: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = never,
) -> Document:
    """Read one file.

    `name` is the file's name as its owner gave it (an upload's temporary file has another).
    `progress(done, total)` is called in pages (pdf, ofd) or in parts of the file, never falling.
    With `first_page_seen` a PDF whose first page is a picture is refused (scan_no_text) before any
    other page is looked at, unless it is recognised: nobody could say whether it bears a mark.
    Raises Refusal, or ReadingCancelled once `cancelled()` is true. A file whose first page bears
    a secrecy mark is refused before anything after that page is read.
    """
    given = name if name is not None else path.name
    head = _head(path)
    kind = _kind(path, head, given)
    if kind == "txt":
        return _load_text(path, head, given, progress, cancelled)
    if kind not in READERS:
        raise Refusal(
            "unsupported",
            detail="这是旧版 Excel 表格（xls、et），请另存为 xlsx。",
            detail_en="This is the old binary Excel format; save it as xlsx.",
        )
    forward = None if progress is None else _never_falling(progress)
    recognisable = ocr and recognition_installed()
    if kind != "pdf" or not (recognisable or first_page_seen):
        return read_apart(kind, path, given, progress=forward, cancelled=cancelled)
    try:
        return read_apart("pdf-unless-scanned", path, given, progress=forward, cancelled=cancelled)
    except Refusal as refusal:
        if refusal.code != "scan_no_text" or not recognisable:
            raise
    return read_apart("scan", path, given, progress=forward, cancelled=cancelled)


def require_kind(path: Path, wanted: str, *, name: str) -> None:
    """Raise Refusal unless the file is of this kind, by its bytes and by its name."""
    found = _kind(path, _head(path), name)
    if found != wanted:
        raise Refusal(
            "unsupported",
            detail=f"这里只收 {wanted} 文件，这一份是 {found}。",
            detail_en=f"Only {wanted} is taken here; this is {found}.",
        )


def _head(path: Path) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise Refusal("empty")
    if size > MAX_BYTES:
        raise Refusal(
            "too_large",
            detail=f"文件有 {size // (1024 * 1024)} MB，最多能读 50 MB。",
            detail_en=f"It has {size // (1024 * 1024)} MB; the limit is 50 MB.",
        )
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def check_first_page_of_scan(path: Path, *, name: str) -> None:
    """Recognise the first page of a scanned PDF. Raises Refusal("classified") for a marked one.

    For uploads: recognising the rest is a job's work, but a marked file must not get that far.
    """
    try:
        read_apart("scan-first-page", path, name, progress=None, cancelled=never)
    except Refusal as refusal:
        # A first page on which nothing is written bears no mark.
        if refusal.code != "empty":
            raise


def _never_falling(progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Return a callback that leaves out every step that would move a bar backwards."""
    reached = 0.0

    def forward(done: int, total: int) -> None:
        nonlocal reached
        share = done / total if total else 0.0
        if share >= reached:
            reached = share
            progress(done, total)

    return forward


def recognition_installed() -> bool:
    """Say whether character recognition (the extra `ocr`) is there."""
    return find_spec("rapidocr") is not None


def _kind(path: Path, head: bytes, name: str) -> str:
    found = container_of(head)
    if found == "zip":
        with open_archive(path) as archive:
            found = kind_in_zip(frozenset(archive.namelist()))
    elif found == "ole":
        found = kind_in_ole(path.read_bytes())
    return agreed_kind(found, name, head)


def _load_text(
    path: Path,
    head: bytes,
    name: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Document:
    refuse_classified_bytes(head)
    if cancelled():
        raise ReadingCancelled
    data = path.read_bytes()
    text, encoding = plaintext.decode(data)
    if len(text) > MAX_CHARACTERS:
        raise too_long()
    if not text.strip("\ufeff \t\r\n\u3000\x00"):
        raise Refusal("empty")
    if progress is not None:
        progress(1, 1)
    return Document(
        text=text,
        media="txt",
        encoding=encoding,
        grids=(),
        headings=(),
        pages=(),
        recognised=(),
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
    )


def refuse_classified_bytes(head: bytes) -> None:
    """Raise Refusal("classified") where the bytes, in any encoding, begin with a marked page."""
    for codec in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        if classified_mark(head.decode(codec, "replace")[:HEAD_CHARACTERS]) is not None:
            raise Refusal("classified")
