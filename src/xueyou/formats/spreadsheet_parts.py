"""Owns what the parts of an .xlsx file say about its sheets beyond the values of their cells."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from xueyou.formats.archive import open_member
from xueyou.formats.classified import classified_mark
from xueyou.formats.markup import iterate_part, parse_part, release
from xueyou.formats.refusal import Refusal

MAX_COLUMNS = 1000
MAX_AREA = 2_000_000
_MAX_SMALL_PART = 20 * 1024 * 1024

Place = tuple[int, int]
"""(row, column), both from 0."""

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"^\$?([A-Z]{1,8})\$?(\d{1,8})$")
_PERCENT_FORMATS = frozenset({9, 10})
_PRINTED_HEADS = tuple(f"{_M}{page}Header" for page in ("odd", "even", "first"))
_SECTION = re.compile("&[LCR]")
_HEAD_CODE = re.compile('&(?:"[^"]*"|K[0-9A-Fa-f+-]{6}|[0-9]{1,3}|[A-Za-z])')


@dataclass(slots=True)
class SheetShape:
    """How far a sheet's filled cells reach, and what the values alone do not tell of them.

    `formulas` holds the text of each formula (empty for the followers of a shared one), `unsaved`
    those whose result is not in the file, `errors` the cells that show #REF! and the like,
    `hidden_rows` rows that nobody sees.
    """

    rows: int = 0
    columns: int = 0
    percentages: set[Place] = field(default_factory=set)
    formulas: dict[Place, str] = field(default_factory=dict)
    unsaved: set[Place] = field(default_factory=set)
    errors: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


def sheet_shapes(
    archive: zipfile.ZipFile, progress: Callable[[int, int], None]
) -> dict[str, SheetShape]:
    """Return the shape of each sheet by its name. Raises Refusal: too_large, or classified."""
    percent_styles = _percent_styles(archive)
    parts = sheet_parts(archive)
    shapes: dict[str, SheetShape] = {}
    for number, (name, part) in enumerate(parts.items(), start=1):
        shapes[name] = _shape(archive, part, percent_styles, lambda _: progress(0, 1))
        progress(number, 2 * len(parts))
    return shapes


def _shape(
    archive: zipfile.ZipFile,
    part: str,
    percent_styles: frozenset[int],
    advance: Callable[[int], None],
) -> SheetShape:
    shape = SheetShape()
    with open_member(archive, part) as stream:
        for element in iterate_part(stream, (f"{_M}c", f"{_M}row", *_PRINTED_HEADS), advance):
            if element.tag in _PRINTED_HEADS:
                _refuse_classified_head(element.text or "")
                continue
            if element.tag == f"{_M}row":
                if element.get("hidden") in ("1", "true"):
                    shape.hidden_rows.add(_integer(element.get("r")) - 1)
                release(element)
                continue
            place = _place(element.get("r") or "")
            if place is None or len(element) == 0:
                continue
            _reach(shape, place)
            formula = next(element.iterchildren(f"{_M}f"), None)
            if formula is not None:
                shape.formulas[place] = formula.text or ""
            kind = element.get("t")
            if formula is not None and kind != "str" and not element.findtext(f"{_M}v"):
                shape.unsaved.add(place)
            if kind == "e":
                shape.errors.add(place)
            elif _is_number(kind) and int(element.get("s") or 0) in percent_styles:
                shape.percentages.add(place)
    return shape


def _reach(shape: SheetShape, place: Place) -> None:
    """Let the sheet reach to a place. Raises Refusal where that is too far."""
    row, column = place
    if row < shape.rows and column < shape.columns:
        return
    shape.rows, shape.columns = max(shape.rows, row + 1), max(shape.columns, column + 1)
    if shape.columns > MAX_COLUMNS or shape.rows * shape.columns > MAX_AREA:
        raise Refusal(
            "too_large",
            detail=f"有工作表占了 {shape.rows} 行 {shape.columns} 列，最多 {MAX_COLUMNS} 列。",
            detail_en=f"A sheet reaches over {shape.rows} rows and {shape.columns} columns.",
        )


def _refuse_classified_head(codes: str) -> None:
    """Refuse a sheet whose printed head bears a secrecy mark in its left, middle or right part."""
    if classified_mark(_HEAD_CODE.sub("", _SECTION.sub("\n", codes))) is not None:
        raise Refusal("classified")


def _place(reference: str) -> Place | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    letters, number = match.groups()
    return int(number) - 1, _column(letters)


@lru_cache(maxsize=MAX_COLUMNS)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _is_number(kind: str | None) -> bool:
    return kind in (None, "n")


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > _MAX_SMALL_PART:
        raise Refusal("too_large")
    with open_member(archive, name) as member:
        return member.read()


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name, in order."""
    book = _small_part(archive, "xl/workbook.xml")
    relations = _small_part(archive, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {r.get("Id"): r.get("Target") or "" for r in parse_part(relations)}
    present = set(archive.namelist())
    parts: dict[str, str] = {}
    for sheet in parse_part(book).iter(f"{_M}sheet"):
        target = targets.get(sheet.get(f"{_R}id")) or ""
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in present:
            parts[sheet.get("name") or ""] = part
    return parts


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Return the indices of cell styles whose number format shows a percentage."""
    data = _small_part(archive, "xl/styles.xml")
    if data is None:
        return frozenset()
    root = parse_part(data)
    custom = {
        _integer(f.get("numFmtId"))
        for f in root.iter(f"{_M}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", f.get("formatCode") or "")
    }
    wanted = _PERCENT_FORMATS | custom
    formats = root.find(f"{_M}cellXfs")
    return frozenset(
        index
        for index, style in enumerate(formats if formats is not None else ())
        if _integer(style.get("numFmtId")) in wanted
    )


def _integer(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0
