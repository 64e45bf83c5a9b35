"""Owns the one way from a file to a Document: detect, check the head, read, or refuse in words.

Plain text is read in this process. Every other format goes through a parser that hostile bytes
could drive mad, so it runs in a process of its own with bounded memory and time.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from xueyou.formats import plaintext
from xueyou.formats.classified import HEAD_CHARACTERS, classified_mark
from xueyou.formats.document import Document
from xueyou.formats.refusal import ReadingCancelled, Refusal

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
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = never,
) -> Document:
    """Read one file.

    `name` is the file's name as its owner gave it (an upload's temporary file has another).
    `progress(done, total)` is called in pages (pdf, ofd) or in parts of the file, never falling.
    Raises Refusal, or ReadingCancelled once `cancelled()` is true. A file whose first page bears
    a secrecy mark is refused before anything after that page is read.
    """
    given = name if name is not None else path.name
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
        head = file.read(_HEAD_BYTES)
        return _load_text(head, head + file.read(), given, progress, cancelled)


def _load_text(
    head: bytes,
    data: bytes,
    name: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Document:
    refuse_classified_bytes(head)
    if cancelled():
        raise ReadingCancelled
    text, encoding = plaintext.decode(data)
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
