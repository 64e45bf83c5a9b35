"""Tables that stand as one cell on each line.

Read only where 序号 or a header over values anchors it: the width is the distance from 序号 to the
first row number. A row that lacks cells is left out and named; a table whose rows do not fit is
refused with words, never guessed.
"""

import re
from dataclasses import dataclass

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.numbering import HAN, han_value
from xueyou.engines.reading.tables.grid import RawGrid, caption_before, equal_width
from xueyou.engines.reading.tables.words import (
    HEADER_WORD,
    MOST_CELL,
    NUMBER_WORDS,
    VALUE,
    VALUE_HEADER,
    YEAR_WORD,
)

LEAST_PAIRS = 3
"""Rows of one name and one value that it takes to be a table rather than a list of lines."""

_ROW_NUMBER = re.compile(rf"\(?(\d{{1,3}}|[{HAN}]{{1,3}})[.、)]?")


def _cell(text: str, line: Span) -> str:
    """Give the words of a line as a cell: a trailing pipe and the blanks in 序 号 dropped."""
    words = text[line[0] : line[1]].rstrip("| ")
    return words.replace(" ", "") if len(words) <= 16 else words


def _row_starts(text: str, lines: list[Span], at: int) -> bool:
    """Tell whether a row number with a name below it stands here."""
    if at + 1 >= len(lines):
        return False
    number, name = _cell(text, lines[at]), _cell(text, lines[at + 1])
    short = len(name) <= MOST_CELL * 2 and not re.search(r"[。;]", name)
    return _ROW_NUMBER.fullmatch(number) is not None and short and _is_name(name)


def _is_name(words: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", words) is not None and not VALUE.match(words)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a table begins and how wide it is.

    `valued` is how many values a row without a number must have, -1 where rows are numbered;
    `vanished` how many empty cells at the head left no line.
    """

    index: int
    width: int
    valued: int
    vanished: int = 0


def one_cell_a_line(
    text: str,
    lines: list[Span],
    index: int,
    grids: list[RawGrid],
    refused: list[tuple[Span, str]],
) -> int:
    """Read a table that stands as one cell on each line; give the lines used, 0 if none."""
    anchor = _by_header(text, lines, index) or _by_years(text, lines, index)
    if anchor is None or (grids and grids[-1].end > lines[anchor.index][0]):
        return 0
    first, width = anchor.index, anchor.width
    at = first + width - anchor.vanished
    header: list[Span | None] = [None] * anchor.vanished
    header += [_cut(text, line) for line in lines[first:at]]
    rows: list[list[Span | None]] = []
    damage: list[str] = []
    while at < len(lines):
        used = _take_row(text, lines, at, width, anchor.valued, rows, damage)
        if not used:
            break
        at += used
    span = (lines[first][0], lines[max(first, at - 1)][1])
    if width == 2 and len(rows) < LEAST_PAIRS:
        return 0
    if not any(row[-1] for row in rows):
        refused.append((span, "一处表格的行名或列名缺失，无法确定数字属于哪一项，未采用，请看原文"))
        return max(at - index, 1)
    grids.append(
        RawGrid(
            rows=equal_width([header, *rows]),
            start=span[0],
            end=span[1],
            layout="one cell per line",
            headed=1,
            caption=caption_before(text, span[0]),
            damaged=tuple(damage),
        )
    )
    return at - index


def _by_header(text: str, lines: list[Span], index: int) -> _Anchor | None:
    """Anchor at 序号, or at a header word whose first row fits."""
    words = _cell(text, lines[index])
    numbered = words in NUMBER_WORDS
    if not numbered and not (len(words) <= 8 and HEADER_WORD.match(words)):
        return None
    width = _width(text, lines, index, numbered)
    if width < 2:
        return None
    return _Anchor(index, width, -1 if numbered else _valued(text, lines, index, index + width))


def _by_years(text: str, lines: list[Span], index: int) -> _Anchor | None:
    """Anchor at a run of years: as many lines name a row as stood before the years.

    Needed where the first header word is not known (事项, 学段).
    """
    years = index
    while years < len(lines) and YEAR_WORD.match(_cell(text, lines[years])):
        years += 1
    if years - index < 2:
        return None
    after = years
    while after < len(lines) and after < years + 3 and HEADER_WORD.match(_cell(text, lines[after])):
        after += 1
    row = after
    while row < len(lines) and row < after + 4 and not VALUE.match(_cell(text, lines[row])):
        row += 1
    named = row - after
    if named == 0 or row >= len(lines):
        return None
    heads = 0
    while heads < named and index - heads > 0 and _is_head(_cell(text, lines[index - heads - 1])):
        heads += 1
    return _Anchor(index - heads, named + after - index, years - index, named - heads)


def _is_head(words: str) -> bool:
    """Tell whether a line may be the head of a column of names."""
    return len(words) <= 8 and not re.search(r"[。;:,]$|\d", words)


def _cut(text: str, line: Span) -> Span:
    return line[0], line[0] + len(text[line[0] : line[1]].rstrip("| "))


def _width(text: str, lines: list[Span], index: int, numbered: bool) -> int:
    """Give the number of columns: header lines up to the first row, 0 where it is no table.

    Where the row numbers stand closer together than that, the first group of rows has its name
    above the first row.
    """
    first = _cell(text, lines[index])
    for at in range(index + 1, min(index + 16, len(lines))):
        words = _cell(text, lines[at])
        if words == first or len(words) > MOST_CELL or re.search(r"[。;,]$", words):
            return 0
        if numbered and _row_starts(text, lines, at):
            last = _cell(text, lines[at - 1])
            grouped = not HEADER_WORD.match(last) and at - index - 1 in _apart(text, lines, at)
            return at - index - 1 if grouped else at - index
        if not numbered and not HEADER_WORD.match(words):
            valued = _valued(text, lines, index, at)
            width = at - index
            fits = _value_row(text, lines, at, width, valued) or (
                _wrapped_name(text, lines, at, width, False) is not None
            )
            return width if fits and valued >= 1 and _is_name(words) else 0
    return 0


def _apart(text: str, lines: list[Span], first: int) -> set[int]:
    """Give the distances between the row numbers from here on."""
    distances: set[int] = set()
    at = first
    for later in range(first + 2, min(first + 200, len(lines))):
        if later - at > 20:
            break
        if _row_starts(text, lines, later) and _number(text, lines, later) == (
            _number(text, lines, at) + 1
        ):
            distances.add(later - at)
            at = later
    return distances


def _number(text: str, lines: list[Span], at: int) -> int:
    shown = _ROW_NUMBER.fullmatch(_cell(text, lines[at]))
    return (han_value(shown.group(1)) if shown else None) or 0


def _take_row(
    text: str,
    lines: list[Span],
    at: int,
    width: int,
    valued: int,
    rows: list[list[Span | None]],
    damage: list[str],
) -> int:
    """Take one row or a section row; give the lines used, 0 at the end of the table.

    `valued` is how many values a row without a number must have, -1 where rows are numbered.
    """
    numbered = valued < 0
    if numbered and not _row_starts(text, lines, at):
        words = _cell(text, lines[at])
        section = _is_name(words) and len(words) <= 24 and _row_starts(text, lines, at + 1)
        if section and not re.search(r"[。;,]$", words):
            rows.append([_cut(text, lines[at]), *([None] * (width - 1))])
            return 1
        return 0
    wrapped = _wrapped_name(text, lines, at, width, numbered)
    if wrapped:
        rows.append([*wrapped[0]])
        return wrapped[1]
    row = [_cut(text, line) for line in lines[at : at + width]]
    fits = len(row) == width and all(end - start <= 2 * MOST_CELL for start, end in row)
    if not numbered:
        if not fits or not _value_row(text, lines, at, width, valued):
            return 0
        rows.append([*row])
        return width
    if not (fits and _goes_on(text, lines, at + width)):
        shorter = _short_row(text, lines, at, width)
        if shorter:
            name = text[slice(*_cut(text, lines[at + 1]))]
            damage.append(f"表中“{name}”一行缺格，无法确定缺的是哪一列，该行未采用")
            return shorter
    if fits:
        rows.append([*row])
        return width
    return 0


def _wrapped_name(
    text: str, lines: list[Span], at: int, width: int, numbered: bool
) -> tuple[list[Span], int] | None:
    """Read a row whose name takes two or three lines; give its cells and the lines used.

    Only where the row cut at its width ends in the wrong place and the longer one does not.
    """
    name = at + 1 if numbered else at
    values = [VALUE.match(_cell(text, line)) for line in lines[at : at + width + 2]]
    if len(values) < width or (values[width - 1] and _ends(text, lines, at, at + width)):
        return None
    for extra in (1, 2):
        stop = at + width + extra
        named = all(_is_name(_cell(text, line)) for line in lines[name : name + extra + 1])
        if stop > len(lines) or not named or not _ends(text, lines, at, stop):
            continue
        if not VALUE.match(_cell(text, lines[stop - 1])):
            continue
        cells = [_cut(text, line) for line in lines[at:stop]]
        merged = (cells[name - at][0], cells[name - at + extra][1])
        return [*cells[: name - at], merged, *cells[name - at + extra + 1 :]], width + extra
    return None


def _ends(text: str, lines: list[Span], row: int, at: int) -> bool:
    """Tell whether a row that begins at one place may end right before another."""
    if at >= len(lines) or not VALUE.match(_cell(text, lines[at])):
        return True
    return _row_starts(text, lines, at) and (
        _number(text, lines, at) == _number(text, lines, row) + 1
    )


def _short_row(text: str, lines: list[Span], at: int, width: int) -> int:
    """Give the length of a row that lacks cells: the next row stands too near; 0 if none does."""
    for shorter in range(2, width):
        start = at + shorter
        follows = _row_starts(text, lines, start) and start + 2 < len(lines)
        if not follows or _number(text, lines, start) != _number(text, lines, at) + 1:
            continue
        if VALUE.match(_cell(text, lines[start + 2])):
            return shorter
    return 0


def _goes_on(text: str, lines: list[Span], at: int) -> bool:
    """Tell whether a row, a group of rows or the end of the text follows at once."""
    if at >= len(lines) or _row_starts(text, lines, at):
        return True
    return _is_name(_cell(text, lines[at])) and _row_starts(text, lines, at + 1)


def _valued(text: str, lines: list[Span], first: int, last: int) -> int:
    """Count the header lines that stand over values."""
    return sum(1 for line in lines[first:last] if VALUE_HEADER.search(_cell(text, line)))


def _value_row(text: str, lines: list[Span], at: int, width: int, valued: int) -> bool:
    """Tell whether a name and then as many values as the header promises stand here."""
    if at + width > len(lines) or not _is_name(_cell(text, lines[at])):
        return False
    values = sum(1 for line in lines[at + 1 : at + width] if VALUE.match(_cell(text, line)))
    return values >= valued


def bare_numbers(
    text: str, lines: list[Span], index: int, refused: list[tuple[Span, str]]
) -> int:  # fmt: skip
    """A run of lines that are only figures is a table that lost its labels: say so."""
    at = index
    while at < len(lines) and VALUE.match(text[lines[at][0] : lines[at][1]]):
        at += 1
    if at - index < 6:
        return 0
    refused.append(
        (
            (lines[index][0], lines[at - 1][1]),
            "一处疑似表格只剩数字，行名和列名缺失，未采用，请看原文",
        )
    )
    return at - index
