"""Owns reading a saved web page: its visible text as lines, headings marked, data tables as grids.

Scripts never run, images, frames and styles are never fetched. Tables that only lay out the page
are read as prose. Navigation and imprint stay in the text: telling them apart is the engine's work.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from xueyou.formats import plaintext
from xueyou.formats.archive import damaged
from xueyou.formats.draft import Draft, DraftCell, as_caption
from xueyou.formats.refusal import Refusal

MAX_COLUMNS = 1000
_MAX_DEPTH = 250
_WORD = re.compile(r"[a-z0-9]+")
_SKIPPED = frozenset(
    _WORD.findall(
        "head script style noscript template svg math object embed iframe frame audio video canvas "
        "select textarea button rt rp map"
    )
)
_BLOCKS = frozenset(
    _WORD.findall(
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol "
        "p pre section summary table caption thead tbody tfoot tr td th ul"
    )
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")


def read_webpage(path: Path, draft: Draft) -> None:
    """Read an HTML file into the draft. Raises Refusal."""
    text = _decoded(path.read_bytes())
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged() from None
    if root is None:
        raise Refusal("empty")
    _Walker(draft).walk(root)


def _decoded(data: bytes) -> str:
    """Decode by what the bytes are; only where that fails, by what the page declares."""
    try:
        text, _ = plaintext.decode(data)
    except Refusal as refusal:
        declared = _CHARSET.search(data[:4096])
        if refusal.code != "encoding_unknown" or declared is None:
            raise
        try:
            text = data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            raise refusal from None
    return _XML_HEAD.sub("", text)


class _Walker:
    """Goes through the tree once, gathering inline text and ending a line at each block."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._inline: list[str] = []
        self._level: int | None = None
        self._caption: str | None = None

    def walk(self, root: "etree._Element") -> None:
        self._element(root, 0)
        self._end_line()

    def _element(self, element: "etree._Element", depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise Refusal(
                "too_large",
                detail="里面的内容一层套一层，太深了。",
                detail_en="Its elements are nested too deeply.",
            )
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
            return
        if tag == "br":
            self._end_line()
            return
        if tag == "table" and (cells := _data_cells(element)):
            self._table(element, cells)
            return
        block = tag in _BLOCKS
        if block:
            self._end_line()
            self._level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else self._level
        self._inline.append(element.text or "")
        for child in element:
            self._element(child, depth + 1)
            self._inline.append(child.tail or "")
        if block:
            self._end_line()
            self._level = None
        elif tag == "img":
            self._inline.append(" ")

    def _end_line(self) -> None:
        text = _SPACE.sub(" ", "".join(self._inline)).strip()
        self._inline.clear()
        if text:
            self._draft.line(text, level=self._level)
            self._caption = as_caption(text)

    def _table(self, element: "etree._Element", cells: list[DraftCell]) -> None:
        self._end_line()
        own = element.find("caption")
        caption = _flat(own) if own is not None else None
        if caption:
            self._draft.line(caption)
        self._draft.grid(cells, caption=caption or self._caption)


def _is_hidden(element: "etree._Element") -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _flat(element: "etree._Element") -> str:
    """Return the text of a cell; line breaks and inner blocks become newlines."""
    lines = _SPACE.sub(" ", "".join(_pieces(element)).replace("\n", " ")).split("\x00")
    return "\n".join(line.strip() for line in lines if line.strip())


def _pieces(element: "etree._Element") -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and not _is_hidden(child):
            if child.tag in _BLOCKS or child.tag == "br":
                yield "\x00"
            yield from _pieces(child)
            if child.tag in _BLOCKS:
                yield "\x00"
        yield child.tail or ""


def _data_cells(table: "etree._Element") -> list[DraftCell]:
    """Return the cells of a data table; none for a table that only lays out the page."""
    if sum(1 for _ in table.iter("table")) > 1:
        return []
    covered_to: dict[int, int] = {}
    cells: list[DraftCell] = []
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while covered_to.get(column, 0) > row:
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if column + across > MAX_COLUMNS:
                raise Refusal("too_large", detail=f"表格超过 {MAX_COLUMNS} 列。")
            for taken in range(column, column + across):
                covered_to[taken] = row + down
            cells.append(DraftCell(row, column, _flat(cell), down, across))
            column += across
    wide = len({c.column for c in cells}) > 1 and len({c.row for c in cells}) > 1
    return cells if wide else []


def _span(cell: "etree._Element", name: str) -> int:
    value = cell.get(name) or ""
    return max(1, min(int(value), 1000)) if re.fullmatch(r"\d{1,4}", value) else 1
