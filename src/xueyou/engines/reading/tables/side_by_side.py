"""Tables whose lines hold their cells side by side: pipes, tabs, wide blanks, aligned figures."""

import re
from collections.abc import Callable

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.tables.grid import RawGrid, caption_before, equal_width, trimmed
from xueyou.engines.reading.tables.words import (
    HEADER_WORD,
    NUMBER_WORDS,
    RULE,
    VALUE,
    YEAR_WORD,
)

LEAST_FIGURES = 6
"""Figures that a run of rows must hold to be missed where it cannot be read."""

Refused = list[tuple[Span, str]]
Split = Callable[[str, Span, int], list[Span]]


def side_by_side(
    text: str, lines: list[Span], index: int, grids: list[RawGrid], refused: Refused
) -> int:
    """Read a table that begins on a line; give the lines it takes, 0 if none does.

    A drawn rule is passed over; a single short line between two rows of equal width is the name
    of a group of rows. Rows without a header that says what they are are refused.
    """
    for name, split in FORMS:
        rows, at = _rows(text, lines, index, name, split)
        if len(rows) < 2 or len(rows[0]) < 2:
            continue
        if name == "pipes":
            rows = _without_outer(rows)
        span = (lines[index][0], lines[at - 1][1])
        if _has_header(text, rows[0], name):
            caption = caption_before(text, span[0])
            grids.append(RawGrid(equal_width(rows), *span, name, 0, caption))
        elif name not in LOOSE and _figures(text, rows) >= LEAST_FIGURES:
            refused.append((span, "一处表格没有可辨认的表头，未采用，请看原文"))
        return at - index
    return 0


def _rows(
    text: str, lines: list[Span], index: int, name: str, split: Split
) -> tuple[list[list[Span]], int]:
    """Take rows as long as they fit the first one; give them and the line behind the last."""
    rows: list[list[Span]] = []
    at = index
    while at < len(lines):
        if RULE.fullmatch(text, *lines[at]):
            at += 1
            continue
        width = len(rows[0]) if rows else 0
        cells = split(text, lines[at], width)
        if not rows and _only_years(text, lines[at], cells):
            cells = [(lines[at][0], lines[at][0]), *_split(text, lines[at], _YEAR_GAP)]
        if not rows and name == "tabs" and at + 1 < len(lines):
            cells += _blank_to_the_right(text, lines[at], split(text, lines[at + 1], 0), cells)
        if not cells and rows and _is_group(text, lines, at, width, split):
            cells = [lines[at]]
        if not cells or (rows and name != "pipes" and len(cells) > width):
            break
        rows.append(cells)
        at += 1
    return rows, at


def _blank_to_the_right(text: str, line: Span, below: list[Span], cells: list[Span]) -> list[Span]:
    """Give the empty cells that close a header's line, as many as the wider line below asks for.

    Heads merged over several years leave them: the tabs behind the last word.
    """
    end = line[1]
    while end < len(text) and text[end] in "\t ":
        end += 1
    asked = len(below) - len(cells)
    closing = text.count("\t", line[1], end)
    return [(line[1], line[1])] * asked if cells and 0 < asked <= closing else []


_YEAR_GAP = re.compile(r"[ \t|]+")


def _only_years(text: str, line: Span, cells: list[Span]) -> bool:
    """Tell whether a line is a header whose first cell is empty and vanished: years alone."""
    words = text[line[0] : line[1]].strip(" \t|")
    tokens = _YEAR_GAP.split(words) if len(words) <= 80 else []
    if len(tokens) < 2 or not all(YEAR_WORD.match(token) for token in tokens):
        return False
    return not any(start == end for start, end in cells)


def _is_group(text: str, lines: list[Span], at: int, width: int, split: Split) -> bool:
    """Tell whether a line names a group of rows: short, and a full row right behind it."""
    words = text[slice(*lines[at])]
    if len(words) > 24 or re.search(r"[。;:,]$", words) or at + 1 >= len(lines):
        return False
    return len(split(text, lines[at + 1], width)) == width


_PIPE, _TAB = re.compile(r"[|]"), re.compile(r"\t")
_WIDE, _BLANK = re.compile(r" {2,}"), re.compile(r" +")


def _pipes(text: str, line: Span, width: int) -> list[Span]:
    """Split at | ; what stands outside the outer pipes is cut off for the whole table later."""
    words = text[line[0] : line[1]]
    if words.count("|") < 2 and not re.fullmatch(r"[^|]+\|[^|]+", words):
        return []
    return _split(text, line, _PIPE)


def _without_outer(rows: list[list[Span]]) -> list[list[Span]]:
    """Drop a first or last column that is empty in every row: pipes drawn around the table."""
    full = [row for row in rows if len(row) > 1]
    if all(row[0][0] == row[0][1] for row in full):
        rows = [row[1:] if len(row) > 1 else row for row in rows]
    width = max(len(row) for row in rows)
    if all(len(row) < width or row[-1][0] == row[-1][1] for row in rows):
        rows = [row[: width - 1] for row in rows]
    return rows


def _tabs(text: str, line: Span, width: int) -> list[Span]:
    """Split at tabs; a tab that opens the line makes an empty first cell."""
    start = line[0]
    while start > 0 and text[start - 1] in "\t ":
        start -= 1
    whole = (start, line[1])
    return _split(text, whole, _TAB) if "\t" in text[start : line[1]] else []


def _blanks(text: str, line: Span, width: int) -> list[Span]:
    """Split at two or more blanks, else at single ones in a row of figures or of known width."""
    words = text[line[0] : line[1]]
    if len(words) > 160 or "。" in words or " " not in words:
        return []
    cells = _split(text, line, _WIDE)
    if len(cells) >= 3 or (len(cells) == 2 and width in (0, 2) and _is_pair(text, cells)):
        return cells
    tokens = _split(text, line, _BLANK)
    if width and len(tokens) == width:
        return tokens
    if not width and sum(1 for s, e in tokens if HEADER_WORD.match(text[s:e])) >= 3:
        return tokens
    return _aligned(text, tokens)


def _is_pair(text: str, cells: list[Span]) -> bool:
    """Tell whether two cells are a name with its year or its value."""
    name, value = (text[start:end] for start, end in cells)
    if HEADER_WORD.match(name):
        return YEAR_WORD.match(value) is not None
    return VALUE.match(value) is not None and re.search(r"[\u4e00-\u9fff]{2}", name) is not None


def _aligned(text: str, tokens: list[Span]) -> list[Span]:
    """Read a name and then figures; the name may hold blanks of its own."""
    values = 0
    for start, end in reversed(tokens):
        word = text[start:end]
        if not (VALUE.match(word) or YEAR_WORD.match(word)):
            break
        values += 1
    if values < 2 or values == len(tokens):
        return []
    head = tokens[: len(tokens) - values]
    first = text[slice(*head[0])]
    numbered = len(head) > 1 and (first in NUMBER_WORDS or first.isdigit())
    name = (head[1 if numbered else 0][0], head[-1][1])
    return [*([head[0]] if numbered else []), name, *tokens[len(tokens) - values :]]


def _marked(mark: str) -> Split:
    """Make the split at a mark that running text has too: a sheet saved as plain text."""
    rule = re.compile(re.escape(mark))

    def split(text: str, line: Span, width: int) -> list[Span]:
        words = text[line[0] : line[1]]
        if len(words) > 160 or words.count(mark) < 2 or "。" in words:
            return []
        cells = _split(text, line, rule)
        if width:
            valued = any(VALUE.match(text[start:end]) for start, end in cells[1:])
            return cells if valued and len(cells) == width else []
        years = sum(1 for start, end in cells if YEAR_WORD.match(text[start:end]))
        return cells if years >= 2 and all(end - start <= 16 for start, end in cells) else []

    return split


FORMS: tuple[tuple[str, Split], ...] = (
    ("pipes", _pipes),
    ("tabs", _tabs),
    ("blanks", _blanks),
    *((f"marks {mark}", _marked(mark)) for mark in ",;、/:·"),
)
LOOSE = frozenset(name for name, _ in FORMS if name not in ("pipes", "tabs"))
"""Forms that running text may have too: only a header row shows that it is a table."""


def _split(text: str, line: Span, rule: re.Pattern[str]) -> list[Span]:
    cells: list[Span] = []
    at = line[0]
    for match in rule.finditer(text, line[0], line[1]):
        cells.append(trimmed(text, at, match.start()))
        at = match.end()
    cells.append(trimmed(text, at, line[1]))
    return cells


def _has_header(text: str, row: list[Span], form: str) -> bool:
    """Pipes and tabs say by themselves that they are a table; blanks need a header row."""
    words = [text[start:end] for start, end in row]
    known = sum(1 for word in words if HEADER_WORD.match(word))
    if form in LOOSE:
        return known >= 2 and any(YEAR_WORD.match(word) or "目标" in word for word in words)
    return known >= 1 or all(re.search(r"[\u4e00-\u9fff]", word) for word in words if word)


def _figures(text: str, rows: list[list[Span]]) -> int:
    return sum(1 for row in rows for start, end in row if VALUE.match(text[start:end]))
