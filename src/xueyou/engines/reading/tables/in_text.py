"""Tables that stand in plain text: with pipes, tabs or wide blanks, or one cell on each line.

Works on the folded text (one to one with the raw text), so all spans are raw. One cell a line is
read only where 序号 or a row of years anchors it: the width is the distance from 序号 to the first
row number, and a table whose rows do not fit it is refused with words, never guessed.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.tables.grid import RawGrid, caption_before, equal_width, trimmed

_LINE = re.compile(r"[^\n]+")
_NUMBER_WORDS = frozenset({"序号", "编号", "No.", "NO.", "No"})
_HEADER_WORD = re.compile(
    r"^(?:序号|编号|指标(?:名称|内容)?|主要指标|项目(?:名称)?|名称|类别|领域|单位"
    r"|计量单位|属性|指标属性|目标值?|现状值?|基期值?|备注|说明|责任单位|牵头单位|配合单位|责任部门|牵头部门|完成时[限间]|.{0,6}20\d\d年?.{0,8})$"
)
_YEAR_WORD = re.compile(r"^20\d\d年?(?:\(?(?:目标|现状|实际|完成|预期|计划|基期)值?\)?)?$")
_VALUE = re.compile(
    r"^[≥≤><=约近]*[ ]*-?\d[\d,]*(?:\.\d+)?[ ]*"
    r"(?:%|‰|[\u4e00-\u9fff²㎡]{1,4})?(?:以上|以下|左右|以内)?$"
    r"|^(?:全覆盖|基本(?:普及|全覆盖)|清零|[—/\-]+|达标|不低于[\d.]+%?|达到?[\d.]+%?(?:以上)?)$"
)
MOST_CELL = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Tables of a text, and in words what looked like a table and could not be read."""

    grids: tuple[RawGrid, ...]
    refused: tuple[tuple[Span, str], ...]


def find_tables(folded: str, taken: list[Span]) -> Found:
    """Find all tables of a folded text outside the spans already taken by real tables."""
    cuts = sorted(taken)
    lines: list[Span] = []
    at = 0
    for match in _LINE.finditer(folded):
        while at < len(cuts) and cuts[at][1] <= match.start():
            at += 1
        if at < len(cuts) and cuts[at][0] < match.end():
            continue
        first, last = trimmed(folded, *match.span())
        if first < last:
            lines.append((first, last))
    grids: list[RawGrid] = []
    refused: list[tuple[Span, str]] = []
    index = 0
    while index < len(lines):
        step = _separated(folded, lines, index, grids)
        step = step or _one_cell_a_line(folded, lines, index, grids, refused)
        step = step or _bare_numbers(folded, lines, index, refused)
        index += step or 1
    return Found(tuple(grids), tuple(refused))


# --- pipes, tabs, wide blanks -----------------------------------------------------------------


def _separated(text: str, lines: list[Span], index: int, grids: list[RawGrid]) -> int:
    """Read a table whose lines hold their cells side by side; give the lines used, 0 if none."""
    for name, split in (("pipes", _pipes), ("tabs", _tabs), ("blanks", _blanks)):
        rows: list[list[Span]] = []
        at = index
        while at < len(lines):
            cells = split(text, lines[at])
            if not cells or (rows and name != "pipes" and len(cells) > len(rows[0])):
                break
            rows.append(cells)
            at += 1
        kept = [row for row in rows if not _is_rule(text, row)]
        if len(kept) >= 2 and len(kept[0]) >= 2 and _has_header(text, kept[0], name):
            start, end = lines[index][0], lines[at - 1][1]
            caption = caption_before(text, start)
            grids.append(RawGrid(equal_width(kept), start, end, name, 0, caption))
            return at - index
    return 0


def _pipes(text: str, line: Span) -> list[Span]:
    """Split at | ; outer pipes add no cell."""
    words = text[line[0] : line[1]]
    if words.count("|") < 2 and not re.fullmatch(r"[^|]+\|[^|]+", words):
        return []
    return _split(text, line, re.compile(r"[|]"), outer=True)


def _tabs(text: str, line: Span) -> list[Span]:
    return _split(text, line, re.compile(r"\t")) if "\t" in text[line[0] : line[1]] else []


def _blanks(text: str, line: Span) -> list[Span]:
    """Split at two or more blanks, or in a row of figures at single ones."""
    words = text[line[0] : line[1]]
    if len(words) > 160 or "。" in words or " " not in words:
        return []
    cells = _split(text, line, re.compile(r" {2,}"))
    if len(cells) >= 3:
        return cells
    tokens = _split(text, line, re.compile(r" +"))
    values = 0
    for start, end in reversed(tokens):
        word = text[start:end]
        if not (_VALUE.match(word) or _YEAR_WORD.match(word)):
            break
        values += 1
    if values < 2 or values == len(tokens):
        return []
    head = tokens[: len(tokens) - values]
    first = head[0]
    numbered = len(head) > 1 and (
        text[first[0] : first[1]] in _NUMBER_WORDS or text[first[0] : first[1]].isdigit()
    )
    name = (head[1 if numbered else 0][0], head[-1][1])
    return [*([first] if numbered else []), name, *tokens[len(tokens) - values :]]


def _split(text: str, line: Span, rule: re.Pattern[str], outer: bool = False) -> list[Span]:
    cells: list[Span] = []
    at = line[0]
    for match in rule.finditer(text, line[0], line[1]):
        cells.append(trimmed(text, at, match.start()))
        at = match.end()
    cells.append(trimmed(text, at, line[1]))
    if outer:
        if cells and cells[0][0] == cells[0][1]:
            cells = cells[1:]
        if cells and cells[-1][0] == cells[-1][1]:
            cells = cells[:-1]
    return cells


def _is_rule(text: str, row: list[Span]) -> bool:
    """Tell whether a row is only the drawn line below a header."""
    words = "".join(text[start:end] for start, end in row)
    return bool(words) and not re.search(r"[^-:=+\s—]", words)


def _has_header(text: str, row: list[Span], form: str) -> bool:
    """Pipes and tabs say by themselves that they are a table; blanks need a header row."""
    words = [text[start:end] for start, end in row]
    known = sum(1 for word in words if _HEADER_WORD.match(word))
    if form == "blanks":
        return known >= 2 and any(_YEAR_WORD.match(word) or "目标" in word for word in words)
    return known >= 1 or all(re.search(r"[\u4e00-\u9fff]", word) for word in words if word)


# --- one cell a line --------------------------------------------------------------------------


def _cell(text: str, line: Span) -> str:
    """Give the words of a line as a cell, a trailing pipe dropped."""
    return text[line[0] : line[1]].rstrip("| ")


def _row_starts(text: str, lines: list[Span], at: int) -> bool:
    """Tell whether a row number with a name below it stands here."""
    if at + 1 >= len(lines):
        return False
    number, name = _cell(text, lines[at]), _cell(text, lines[at + 1])
    short = len(name) <= MOST_CELL * 2 and not re.search(r"[。;]", name)
    return number.isdigit() and len(number) <= 3 and short and _is_name(name)


def _is_name(words: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", words) is not None and not _VALUE.match(words)


def _one_cell_a_line(
    text: str,
    lines: list[Span],
    index: int,
    grids: list[RawGrid],
    refused: list[tuple[Span, str]],
) -> int:
    """Read a table that stands as one cell on each line; give the lines used, 0 if none."""
    words = _cell(text, lines[index])
    numbered = words in _NUMBER_WORDS
    if not numbered and not (len(words) <= 8 and _HEADER_WORD.match(words)):
        return 0
    width = _width(text, lines, index, numbered)
    if width < 3:
        return 0
    header = [_cut(text, line) for line in lines[index : index + width]]
    rows: list[list[Span | None]] = []
    damage: list[str] = []
    at = index + width
    while at < len(lines):
        used = _take_row(text, lines, at, width, numbered, rows, damage)
        if not used:
            break
        at += used
    span = (lines[index][0], lines[max(index, at - 1)][1])
    if not any(row[-1] for row in rows):
        refused.append((span, "一处表格的行名或列名缺失，无法确定数字属于哪一项，未采用，请看原文"))
        return max(at - index, width)
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


def _cut(text: str, line: Span) -> Span:
    return line[0], line[0] + len(_cell(text, line))


def _width(text: str, lines: list[Span], index: int, numbered: bool) -> int:
    """Give the number of columns: header lines up to the first row, 0 where it is no table."""
    for at in range(index + 1, min(index + 16, len(lines))):
        words = _cell(text, lines[at])
        if len(words) > MOST_CELL or re.search(r"[。;,]$", words):
            return 0
        if numbered and _row_starts(text, lines, at):
            return at - index
        if not numbered and not _HEADER_WORD.match(words):
            years = [_cell(text, line) for line in lines[index:at]]
            fits = sum(1 for word in years if _YEAR_WORD.match(word)) >= 2 and _is_name(words)
            return at - index if fits else 0
    return 0


def _take_row(
    text: str,
    lines: list[Span],
    at: int,
    width: int,
    numbered: bool,
    rows: list[list[Span | None]],
    damage: list[str],
) -> int:
    """Take one row or a section row; give the lines used, 0 at the end of the table."""
    if numbered and not _row_starts(text, lines, at):
        words = _cell(text, lines[at])
        section = _is_name(words) and len(words) <= 24 and _row_starts(text, lines, at + 1)
        if section and not re.search(r"[。;,]$", words):
            rows.append([_cut(text, lines[at]), *([None] * (width - 1))])
            return 1
        return 0
    if not numbered and not _value_row(text, lines, at, width):
        return 0
    row = [_cut(text, line) for line in lines[at : at + width]]
    fits = len(row) == width and all(end - start <= 2 * MOST_CELL for start, end in row)
    if fits and (not numbered or _goes_on(text, lines, at + width)):
        rows.append([*row])
        return width
    if not numbered:
        return 0
    for shorter in range(2, width):
        if _row_starts(text, lines, at + shorter) and _later(text, lines, at, at + shorter):
            name = text[slice(*_cut(text, lines[at + 1]))]
            damage.append(f"表中“{name}”一行缺格，无法确定缺的是哪一列，该行未采用")
            return shorter
    if fits:
        rows.append([*row])
        return width
    return 0


def _later(text: str, lines: list[Span], first: int, second: int) -> bool:
    """Tell whether the row number at one place is higher than that at an earlier one."""
    return int(_cell(text, lines[second])) > int(_cell(text, lines[first]))


def _goes_on(text: str, lines: list[Span], at: int) -> bool:
    """Tell whether another row, a section row or running text follows, but no loose cell."""
    if at >= len(lines) or _row_starts(text, lines, at):
        return True
    words = _cell(text, lines[at])
    return not _VALUE.match(words)


def _value_row(text: str, lines: list[Span], at: int, width: int) -> bool:
    """Tell whether a name and then values stand here."""
    if at + width > len(lines) or not _is_name(_cell(text, lines[at])):
        return False
    return sum(1 for line in lines[at + 1 : at + width] if _VALUE.match(_cell(text, line))) >= 2


def _bare_numbers(
    text: str, lines: list[Span], index: int, refused: list[tuple[Span, str]]
) -> int:  # fmt: skip
    """A run of lines that are only figures is a table that lost its labels: say so."""
    at = index
    while at < len(lines) and _VALUE.match(text[lines[at][0] : lines[at][1]]):
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


def spans_of(found: Found) -> list[Span]:
    """Give the raw spans of everything that is a table, read or refused, in order, merged."""
    spans = sorted([(g.start, g.end) for g in found.grids] + [span for span, _ in found.refused])
    assert all(a[0] <= b[0] for a, b in pairwise(spans))
    return spans
