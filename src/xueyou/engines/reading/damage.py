"""Damage that cannot be mended: lost characters, marks that do not pair, cut brackets.

Named in words with the place, so that a reader of the result looks there in the original.
"""

import re
from collections.abc import Iterator

MOST_PLACES = 3
_HAN = "\u4e00-\u9fff"
_LOST = re.compile(rf"[\ufffd□]|(?<=[{_HAN}])\?+(?=[{_HAN}\d])")
_ASKED = re.compile(r"[吗呢吧么谁哪]|什么|怎|如何|为何|是否|多少|何[时处]")
_STRAY = re.compile(rf"(?<=[{_HAN}”)]) [a-z] (?=[{_HAN}“(])|“\d( \d)+( [A-Z])?”")
_QUOTED = re.compile(r"[“”\n]")


def damage_notes(text: str) -> list[str]:
    """Give short Chinese sentences on the damage in a normal text."""
    notes: list[str] = []
    lost = [
        _around(text, match)
        for match in _LOST.finditer(text)
        if match.group()[0] != "?"
        or not _ASKED.search(text, max(0, match.start() - 12), match.end())
    ]
    if lost:
        notes.append(f"有{len(lost)}处字符无法辨认（{_places(lost)}），请看原文")
    stray = [_around(text, match) for match in _STRAY.finditer(text)]
    if stray:
        notes.append(f"有{len(stray)}处符号疑似丢失或误作字母（{_places(stray)}），请看原文")
    unpaired = list(_unpaired(text))
    if unpaired:
        notes.append(f"有{len(unpaired)}处引号只有一半（{_places(unpaired)}），按原样保留")
    return notes


def _around(text: str, match: re.Match[str]) -> str:
    """Give the words around a place, in one line."""
    start, end = max(0, match.start() - 4), match.end() + 4
    return re.sub(r"\s+", " ", text[start:end]).strip(" “”")


def _places(words: list[str]) -> str:
    more = "等" if len(words) > MOST_PLACES else ""
    return "、".join(f"“{place}”" for place in words[:MOST_PLACES]) + more


def _unpaired(text: str) -> Iterator[str]:
    """Give the words behind each opening quotation mark that its line does not close."""
    opened: int | None = None
    for match in _QUOTED.finditer(text):
        if match.group() == "“" and opened is None:
            opened = match.end()
        elif match.group() == "“" or (match.group() == "\n" and opened is not None):
            assert opened is not None
            yield text[opened : opened + 6].strip()
            opened = match.end() if match.group() == "“" else None
        elif match.group() == "”":
            opened = None
