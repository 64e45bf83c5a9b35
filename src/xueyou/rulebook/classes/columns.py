"""Owns which column of a roster is what: demands, scores, kinds, and what is never looked at."""

import re
from collections.abc import Sequence

from xueyou.formats.class_rosters import ID_HEADS, NAME_HEADS, RosterSheet
from xueyou.rulebook.classes.cells import is_missing, mark, plain

TOGETHER, APART, FIXED, SPREAD = "同班组", "分开组", "固定班", "分散组"
DEMANDS = (TOGETHER, APART, FIXED, SPREAD)
MONTHS = frozenset({"出生年月", "出生日期", "出生年月日", "生日"})
NUMBERS = frozenset({"月龄", "年龄"})
"""Numbers of a child that are no scores; others are kinds where they have few values."""
_PERSONAL = re.compile(
    r"电话|手机|联系|微信|证件|身份证|护照|住址|地址|门牌|监护|家长|父亲|母亲|爸|妈|姓名|曾用名|备注|说明"
    r"|签名|签字|照片|拼音|账号|邮箱"
)
_RANKS = re.compile(r"名次|排名|位次|级名|班名次|校次|年级次")
_BODY = re.compile(r"身高|体重|视力|肺活量|血型|鞋码|校服")
_EARLIER = re.compile(
    r"^(班级|班号|分班|分到班级|新班|新班级|所在班级|班别|班|指定班级?|拟分班级?|意向班级?|固定班级"
    r"|安排班级?|目标班级?)$"
)
_MOST_INTEGER_DIGITS = 4
_MOST_KINDS, _FEW = 40, 12


def meaning(head: str) -> str:
    """Return "demand", "id", "personal", "rank", "earlier", "body", "month", "number", or "" where
    the cells decide.
    """
    if head in DEMANDS:
        return "demand"
    if head in ID_HEADS:
        return "id"
    if head in NAME_HEADS or _PERSONAL.search(head):
        return "personal"
    if _RANKS.search(head):
        return "rank"
    if _EARLIER.fullmatch(head):
        return "earlier"
    if _BODY.search(head):
        return "body"
    if head in MONTHS:
        return "month"
    return "number" if head in NUMBERS else ""


def cells_of(sheet: RosterSheet, column: int) -> list[str]:
    """Return a column's cells."""
    return [cells[column] for _, cells in sheet.rows]


def is_numeric(cells: Sequence[str]) -> bool:
    """Return whether every cell is a number of at most four digits before the point, or missing."""
    seen = set()
    for cell in cells:
        try:
            value = mark(cell)
        except ValueError:
            return False
        if value is not None:
            if abs(value) >= 10**_MOST_INTEGER_DIGITS:
                return False
            seen.add(value)
    return len(seen) > 2  # 0 and 1, 1 and 2 are kinds


def is_kind(cells: Sequence[str]) -> bool:
    """Return whether a column tells pupils apart into few enough kinds."""
    kinds = {cell for cell in cells if not is_missing(cell)}
    if not kinds:
        return False
    if is_numeric(cells):
        return len(kinds) <= _FEW
    return len(kinds) <= min(_MOST_KINDS, max(2, len(cells) // 3))


def kept_apart(cells: Sequence[str], classes: int) -> set[int]:
    """Return the places of pupils whom balancing this column would keep out of one another's class.

    So few share what stands there that each class gets one at most; or so few lack what all the
    others have. An empty cell is balanced like any other value.
    """
    if not is_kind(cells):
        return set()
    sharing: dict[str, set[int]] = {}
    for at, cell in enumerate(cells):
        sharing.setdefault("" if is_missing(cell) else plain(cell), set()).add(at)
    everybody, found = set(range(len(cells))), set[int]()
    for members in sharing.values():
        for few in (members, everybody - members):
            if 2 <= len(few) <= classes:
                found |= few
    return found
