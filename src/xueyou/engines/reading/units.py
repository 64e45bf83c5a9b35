"""Responsible units: brackets, lines and clauses that say who leads, who is responsible, who helps.

One bracket may hold several roles; each role becomes one list with the span of the whole bracket.
The order of the units is kept, for the first one answers.
"""

import re
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.engines.reading.normal import Span

_ROLE_WORD = (
    r"(?:(?:牵头|责任|配合|主办|协办|承办|协同|协助|主管|实施|落实|参与|参加|分管|包保|主责|主要|第一)"
    r"(?:责任|牵头|配合)?(?:单位|部门|科室|处室|股室|领导|负责人|责任人|处|科)|责任人|负责人)(?:及责任人)?"
)
_ROLE = re.compile(
    rf"(?:^|(?<=[;;。,，、 \n(【]))({_ROLE_WORD}|牵头|配合|责任|主办|协办|负责)[:：]\s*"
)
_OPEN = re.compile(rf"[(【\[][ ]*(?={_ROLE_WORD}[:：]|(?:牵头|配合|责任|主办|协办|负责)[:：])")
_LINE = re.compile(rf"(?:^|(?<=[。;\n]))[ ]*((?:{_ROLE_WORD})[:：])", re.MULTILINE)
_DUTY = re.compile(
    r"\(([^()]{2,16}(?:局|委|办|厅|科|处|室|中心|部|院|会|府|校|学院|集团|单位|办事处|委员会)(?:[^()]|\([^()]{1,6}\))*?"
    r"(?:牵头|负责|配合|按职责分工(?:负责)?|参与|落实))\)"
)
_DUTY_PART = re.compile(
    r"(.+?)(按职责分工负责|按职责分工|分工负责|共同负责|牵头负责|负责落实|牵头|负责|配合落实|配合|参与|落实)(?:[,;、]|$)"
)
MOST_BRACKET = 600
"""Characters after which a bracket of units that does not close is no bracket of units."""

_CLOSING = {"(": ")", "【": "】", "[": "]"}


@dataclass(frozen=True, slots=True)
class UnitList:
    """One list of units in normal coordinates; `start, end` cover the whole bracket or line.

    `names` is the span of the names alone; split them as printed with `split_units`.
    """

    start: int
    end: int
    role: str
    names: Span


def find_units(text: str, start: int, end: int) -> list[UnitList]:
    """Find all unit lists of a run of normal text, in order."""
    found: list[UnitList] = []
    taken: list[Span] = []
    for match in _OPEN.finditer(text, start, end):
        if taken and match.start() < taken[-1][1]:
            continue
        stop = _closing(text, match.start(), min(end, match.start() + MOST_BRACKET))
        taken.append((match.start(), stop))
        found += _roles(text, match.start(), stop)
    for match in _DUTY.finditer(text, start, end):
        if not _overlaps(match.span(), taken):
            insort(taken, match.span())
            found += _duties(match)
    for match in _LINE.finditer(text, start, end):
        if not _overlaps(match.span(1), taken):
            stop = _line_stop(text, match.start(1), end)
            insort(taken, (match.start(1), stop))
            found += _roles(text, match.start(1), stop)
    return sorted(found, key=lambda units: units.start)


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a span meets one of those taken, which are in order and apart."""
    index = bisect_right(taken, (span[0], span[0])) - 1
    near = taken[max(0, index) : index + 2]
    return any(start < span[1] and span[0] < end for start, end in near)


def _closing(text: str, start: int, end: int) -> int:
    """Find the end of a bracket, nested ones within; an unclosed one ends with its line."""
    opening, closing, depth = text[start], _CLOSING[text[start]], 0
    for at in range(start, end):
        if text[at] == opening:
            depth += 1
        elif text[at] == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == "\n":
            return at
    return end


def _line_stop(text: str, start: int, end: int) -> int:
    """Find where a list without brackets ends: at the full stop or the end of the line."""
    stop = re.compile(r"[。\n]").search(text, start, end)
    return stop.start() if stop else end


def _roles(text: str, start: int, end: int) -> list[UnitList]:
    """Split a bracket or a line into its roles."""
    marks = list(_ROLE.finditer(text[start:end]))
    out: list[UnitList] = []
    for index, mark in enumerate(marks):
        stop = start + marks[index + 1].start() if index + 1 < len(marks) else end
        names = (start + mark.end(), stop)
        if split_units(text[slice(*names)]):
            out.append(UnitList(start, end, mark.group(1), names))
    return out


_ROLE_OF_DUTY = {"牵头": "牵头单位", "牵头负责": "牵头单位", "配合": "配合单位", "参与": "配合单位"}


def _duties(match: re.Match[str]) -> list[UnitList]:
    """Read (甲局牵头,乙局、丙局配合): the role stands behind the units."""
    out: list[UnitList] = []
    for part in _DUTY_PART.finditer(match.group(1)):
        units = split_units(part.group(1))
        role = _ROLE_OF_DUTY.get(part.group(2), "责任单位")
        if units and all(len(unit) <= 20 for unit in units):
            offset = match.start(1)
            names = (offset + part.start(1), offset + part.end(1))
            out.append(UnitList(match.start(), match.end(), role, names))
    return out


def split_units(words: str) -> tuple[str, ...]:
    """Split a list of units at 、 , ; and blanks outside brackets; drop a closing 等."""
    parts: list[str] = []
    depth, current = 0, ""
    listed = words.strip(" \n\t,;、，；")
    if listed and listed[-1] in ")）】]" and _unbalanced(listed):
        listed = listed[:-1]
    for char in listed:
        if char in "(（":
            depth += 1
        elif char in ")）":
            depth = max(0, depth - 1)
        if depth == 0 and char in "、,，;； \n\t/":
            parts.append(current)
            current = ""
        else:
            current += char
    parts.append(current)
    cleaned = (
        re.sub(r"(?:等(?:相关|有关)?(?:部门|单位)?)$", "", part.strip("。 :：")) for part in parts
    )
    return tuple(part for part in cleaned if part)


def _unbalanced(words: str) -> bool:
    """Tell whether more brackets close than open: the bracket of the list itself."""
    return sum(words.count(c) for c in ")）】]") > sum(words.count(c) for c in "(（【[")
