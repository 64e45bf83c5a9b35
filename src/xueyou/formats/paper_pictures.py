"""Owns what is kept of a paper that was photographed or scanned: pictures of its pages, no more.

What a file is, its bytes say, never its name. A photograph is decoded and written anew
(`paper_photo`), a PDF drawn page by page (`paper_pdf`): whatever else was in it (the place, a
script, a second file) is not kept. All of it happens in a process of its own, with little memory
and behind everybody else's work.
"""

from pathlib import Path

from xueyou.formats.isolation import draw_apart

PHOTO, PAGES = "paper-photo", "paper-pages"
"""The readers, as `reading_process` knows them: each loads no more than it needs."""
_HEAD = 1024


def pictures_of(path: Path) -> list[bytes]:
    """Return the pages of a paper as upright JPEGs of pixels alone, in a process of its own.

    Raises Refusal: heic, pixels, script, no_picture, pages, encrypted, too_large.
    """
    with path.open("rb") as file:
        kind = PAGES if b"%PDF-" in file.read(_HEAD) else PHOTO
    return draw_apart(kind, path)
