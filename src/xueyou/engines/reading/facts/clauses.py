"""Clauses: cut a sentence where a reader pauses, not inside brackets or quotations."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.engines.reading.facts.mention import Mention

Span = tuple[int, int]

_PAUSE = frozenset(",;:!?。,;:!?\n")
_PAIRS = {"(": ")", "“": "”", "《": "》", "‘": "’", "[": "]", "【": "】"}
_LONGEST_BRACKET = 60
_LONGEST_ASIDE = 300
_JOINT = re.compile(r"、|以及|及其|和|及|与|并(?!不|非)|或")
TOGETHER = re.compile(r"结对|共建|合作|结成|携手|对接|帮扶|联合|签约|牵手")
_LIST_LEAD = re.compile(
    r"^(?:[ —◆◇●■□▲△★☆•·*#]+|\(?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)|[①-⑳]|"
    r"[一二三四五六七八九十](?:是|要)|其中[,:]?)+"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between pauses; `bracket` marks one that stands in brackets."""

    start: int
    end: int
    bracket: bool = False


def cut(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[Clause]:
    """Cut text[start:end] into clauses. A bracket that holds a number makes clauses of its own."""
    clauses: list[Clause] = []
    at, index, bracket = start, start, 0
    starts = [mention.start for mention in mentions]

    def close(stop: int, inside: bool) -> None:
        if stop > at:
            clauses.append(Clause(at, stop, inside))

    inside = {m.start: m.end for m in mentions if "," in text[m.start : m.end]}
    while index < end:
        if index in inside:
            index = inside[index]
            continue
        char = text[index]
        if char in _PAIRS:
            reach = min(end, index + (_LONGEST_ASIDE if char == "(" else _LONGEST_BRACKET))
            shut = text.find(_PAIRS[char], index, reach)
            at_least = bisect_right(starts, index)
            counted = shut > 0 and at_least < len(starts) and starts[at_least] < shut
            if shut > 0 and not counted:
                index = shut + 1
                continue
            if char == "(" and counted:
                close(index, bracket > 0)
                at, bracket = index + 1, bracket + 1
        elif char == ")" and bracket:
            close(index, True)
            at, bracket = index + 1, bracket - 1
        elif char in _PAUSE and not _is_digit_colon(text, index):
            close(index, bracket > 0)
            at = index + 1
        index += 1
    close(end, bracket > 0)
    return clauses


def _is_digit_colon(text: str, index: int) -> bool:
    return (
        text[index] == ":"
        and text[index - 1 : index].isdigit()
        and text[index + 1 : index + 2].isdigit()
    )


def trim(text: str, start: int, end: int) -> Span:
    """Drop list numbers, bullets and blanks at the edges of a stretch."""
    lead = _LIST_LEAD.match(text[start:end])
    if lead:
        start += lead.end()
    while start < end and text[start] in " 、,;:":
        start += 1
    while end > start and text[end - 1] in " 、,;:。":
        end -= 1
    return start, end


def joint_between(text: str, first: Mention, second: Mention) -> int | None:
    """Find where the list item of the first mention ends, or None where no joint stands between.

    A joint right after the number ends its item there (楷模1人、名师7人); else the last joint
    before the next number does (8所小学和9所幼儿园).
    """
    between = text[first.end : second.start]
    masked = _mask(between)
    joints = list(_JOINT.finditer(masked))
    if TOGETHER.search(text, second.end, second.end + 24):
        joints = [joint for joint in joints if joint.group() not in {"与", "和"}]
    if not joints:
        return None
    at = joints[0] if joints[0].start() == _after_bracket(between) else joints[-1]
    return first.end + at.start()


def _after_bracket(text: str) -> int:
    if text.startswith("("):
        shut = text.find(")")
        return shut + 1 if shut > 0 else 0
    return 0


def _mask(text: str) -> str:
    """Blank out brackets and quotations so that joints inside them do not count."""
    return re.sub(r"\([^()]*\)|“[^“”]*”|《[^《》]*》", lambda m: "＿" * len(m.group()), text)


def last_joint(text: str) -> int:
    """Give the position after the last 、 of a text outside brackets, or 0."""
    return _mask(text).rfind("、") + 1
