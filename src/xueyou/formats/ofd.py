"""Owns reading OFD (GB/T 33190), the fixed layout in which offices send signed documents.

An own reader of the text objects, since the libraries on offer render through AGPL code. Places
come from Boundary, CTM and the TextCode's deltas; `pages` makes paragraphs of them. Pictures,
signatures and annotations are not read; pages that are only pictures are refused as a scan.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from xueyou.formats.archive import damaged, open_archive, open_member
from xueyou.formats.classified import classified_mark
from xueyou.formats.draft import Draft
from xueyou.formats.markup import parse_part
from xueyou.formats.pages import Line, PageLines, lay_out
from xueyou.formats.refusal import Refusal

MAX_PAGES = 2000
_MAX_PART = 20 * 1024 * 1024
_NUMBER = re.compile(r"^[+-]?(?:\d{1,9}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE][+-]?\d{1,2})?$")
_SAME_LINE = 0.4


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters set together: text, left and right edge, baseline (downwards), size, in mm."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


def read_ofd(path: Path, draft: Draft) -> None:
    """Read an OFD file into the draft. Raises Refusal."""
    with open_archive(path) as archive:
        if any(
            name.endswith(("Encryptions.xml", "EncryptEntries.xml")) for name in _names(archive)
        ):
            raise Refusal("encrypted")
        pages = list(_pages(archive, draft))
    empty = sum(1 for page, pictured in pages if pictured and not page.lines)
    if empty and empty * 3 > len(pages):
        raise Refusal(
            "scan_no_text",
            detail="OFD 里的扫描图像还不能识别，请先转成 PDF。",
            detail_en="Scans inside OFD cannot be recognised yet; convert it to PDF first.",
        )
    draft.unread_pages.extend(
        number for number, (page, pictured) in enumerate(pages, 1) if pictured and not page.lines
    )
    lay_out([page for page, _ in pages], draft)


def _names(archive: zipfile.ZipFile) -> list[str]:
    return archive.namelist()


def _pages(archive: zipfile.ZipFile, draft: Draft) -> Iterator[tuple[PageLines, bool]]:
    """Yield each page's lines, and whether it shows a picture."""
    documents = [(e.text or "").strip() for e in _named(_part(archive, "OFD.xml"), "DocRoot")]
    if not documents:
        raise damaged()
    for place in documents:
        root_name = place.lstrip("/")
        root, folder = _part(archive, root_name), posixpath.dirname(root_name)
        templates = {e.get("ID"): e.get("BaseLoc") or "" for e in _named(root, "TemplatePage")}
        default_box = _box(next(_named(root, "PhysicalBox"), None), (210.0, 297.0))
        entries = list(_named(root, "Page"))
        if len(entries) > MAX_PAGES:
            raise Refusal("too_large", detail=f"超过 {MAX_PAGES} 页。")
        for number, entry in enumerate(entries, start=1):
            page = _part(archive, _within(folder, entry.get("BaseLoc") or ""))
            layers = [page]
            for used in _named(page, "Template"):
                location = templates.get(used.get("TemplateID"))
                if location:
                    layers.append(_part(archive, _within(folder, location)))
            width, height = _box(next(_named(page, "PhysicalBox"), None), default_box)
            lines = PageLines(width, height, tuple(_lines(layers, height)))
            if number == 1 and classified_mark(lines.text()):
                raise Refusal("classified")
            yield lines, any(True for _ in _named(page, "ImageObject"))
            draft.progress(number, len(entries))


def _within(folder: str, location: str) -> str:
    """Return a member's name from a location that may be absolute in the archive."""
    if location.startswith("/"):
        return location.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, location))


def _part(archive: zipfile.ZipFile, name: str) -> "etree._Element":
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise damaged() from None
    if info.file_size > _MAX_PART:
        raise Refusal("too_large")
    with open_member(archive, name) as member:
        return parse_part(member.read())


def _named(element: "etree._Element", name: str) -> Iterator["etree._Element"]:
    """Yield descendants by local name: producers disagree about the namespace."""
    yield from element.iter(f"{{*}}{name}")


def _numbers(text: str | None, count: int) -> list[float] | None:
    parts = (text or "").split()
    if len(parts) != count or not all(_NUMBER.match(part) for part in parts):
        return None
    return [float(part) for part in parts]


def _box(element: "etree._Element | None", default: tuple[float, float]) -> tuple[float, float]:
    found = _numbers(element.text, 4) if element is not None else None
    return (found[2], found[3]) if found and found[2] > 0 and found[3] > 0 else default


def _lines(layers: list["etree._Element"], height: float) -> Iterator[Line]:
    """Yield the lines of a page from top to bottom; runs on one baseline make one line."""
    runs = [run for layer in layers for o in _named(layer, "TextObject") for run in _runs(o)]
    runs.sort(key=lambda run: (run.baseline, run.left))
    row: list[_Run] = []
    for run in runs:
        if row and run.baseline - row[0].baseline > _SAME_LINE * max(run.size, row[0].size):
            yield _line(row, height)
            row = []
        row.append(run)
    if row:
        yield _line(row, height)


def _line(row: list[_Run], height: float) -> Line:
    row.sort(key=lambda run: run.left)
    text = ""
    for number, run in enumerate(row):
        gap = run.left - row[number - 1].right if number else 0.0
        text += (" " if gap > 0.8 * run.size else "") + run.text
    size = max(run.size for run in row)
    baseline = height - row[0].baseline
    return Line(
        text=text.strip(),
        left=row[0].left,
        right=max(run.right for run in row),
        bottom=baseline,
        top=baseline + size,
        size=size,
    )


def _runs(thing: "etree._Element") -> Iterator[_Run]:
    boundary = _numbers(thing.get("Boundary"), 4) or [0.0, 0.0, 0.0, 0.0]
    matrix = _numbers(thing.get("CTM"), 6) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    size = (_numbers(thing.get("Size"), 1) or [4.0])[0]
    x = y = 0.0
    for code in _named(thing, "TextCode"):
        text = "".join(c for c in code.text or "" if c.isprintable() or c == "\u3000")
        if not text.strip():
            continue
        x = (_numbers(code.get("X"), 1) or [x])[0]
        y = (_numbers(code.get("Y"), 1) or [y])[0]
        advance = sum(_deltas(code.get("DeltaX"), len(text) - 1, size)) + size
        left = boundary[0] + matrix[0] * x + matrix[2] * y + matrix[4]
        baseline = boundary[1] + matrix[1] * x + matrix[3] * y + matrix[5]
        scale = abs(matrix[0]) or 1.0
        yield _Run(text, left, left + scale * advance, baseline, size * (abs(matrix[3]) or 1.0))


def _deltas(said: str | None, count: int, size: float) -> list[float]:
    """Return `count` steps between characters; "g N step" stands for N equal ones."""
    parts = (said or "").split()
    steps: list[float] = []
    place = 0
    while place < len(parts) and len(steps) < count:
        if parts[place] == "g" and place + 2 < len(parts) and parts[place + 1].isdecimal():
            times = min(int(parts[place + 1]), count - len(steps))
            steps += (_numbers(parts[place + 2], 1) or [size]) * times
            place += 3
            continue
        steps += _numbers(parts[place], 1) or [size]
        place += 1
    return steps + [size] * (count - len(steps))
