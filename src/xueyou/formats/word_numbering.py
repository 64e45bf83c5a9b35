"""Owns Word's automatic numbers: the label that the page shows before a paragraph.

After ECMA-376 part 1, 17.9: a list (w:num) points at levels (w:abstractNum), each with a start, a
format and a pattern such as "第%1章"; a paragraph counts its level up and resets the deeper ones.
"""

import re

from lxml import etree

from xueyou.formats.word_styles import Styles
from xueyou.formats.word_text import W

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLACE = re.compile(r"%([1-9])")
_BULLET = "●"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: "etree._Element | None", styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._learn(root)

    def _learn(self, root: "etree._Element") -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId") or ""] = {
                _value(level, f"{W}ilvl"): level for level in abstract.iter(f"{W}lvl")
            }
        for number in root.iter(f"{W}num"):
            list_id = number.get(f"{W}numId") or ""
            abstract_id = number.find(f"{W}abstractNumId")
            if abstract_id is not None:
                self._abstract[list_id] = abstract_id.get(f"{W}val") or ""
            for override in number.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[list_id, _value(override, f"{W}ilvl")] = _value(start, f"{W}val")

    def label(self, paragraph: "etree._Element") -> str:
        """Count the paragraph and return its label ("一、", "1. "), "" for none."""
        numbered = self._styles.number_properties(paragraph)
        if numbered is None:
            return ""
        list_id, level = numbered
        levels = self._levels.get(self._abstract.get(list_id, ""), {})
        if level not in levels:
            return ""
        counts = self._count(list_id, level, levels)
        pattern = _child(levels[level], "lvlText")
        kind = _child(levels[level], "numFmt") or "decimal"
        if kind == "bullet":
            return _BULLET if _is_private(pattern) else pattern
        if kind == "none":
            return ""
        legal = levels[level].find(f"{W}isLgl") is not None

        def shown(place: re.Match[str]) -> str:
            which = int(place.group(1)) - 1
            number = counts.get(which, self._start(list_id, which, levels))
            own = _child(levels[which], "numFmt") if which in levels else "decimal"
            return number_text(number, "decimal" if legal else own or "decimal")

        label = _PLACE.sub(shown, pattern)
        return label if not label or label[-1] in "、．。）)：章节条" else label + " "

    def _count(
        self, list_id: str, level: int, levels: "dict[int, etree._Element]"
    ) -> dict[int, int]:
        # Lists that share their levels and are not restarted count on together.
        restarted = any((list_id, deep) in self._starts for deep in range(level + 1))
        owner = list_id if restarted else "@" + self._abstract[list_id]
        counts = self._counts.setdefault(owner, {})
        start = self._start(list_id, level, levels)
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        return counts

    def _start(self, list_id: str, level: int, levels: "dict[int, etree._Element]") -> int:
        if (list_id, level) in self._starts:
            return self._starts[list_id, level]
        start = levels[level].find(f"{W}start") if level in levels else None
        return _value(start, f"{W}val") if start is not None else 1


def number_text(number: int, kind: str) -> str:
    """Return a number in one of Word's formats; unknown formats give decimal digits."""
    if kind in ("chineseCounting", "chineseCountingThousand", "ideographDigital",
                "japaneseCounting", "taiwaneseCountingThousand"):  # fmt: skip
        return chinese_number(number)
    if kind == "chineseLegalSimplified":
        return chinese_number(number, _FORMAL, "拾佰仟")
    if kind == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if kind == "decimalEnclosedCircle" or kind == "decimalEnclosedCircleChinese":
        return chr(0x245F + number) if 1 <= number <= 20 else f"({number})"
    if kind == "decimalFullWidth":
        return "".join(chr(ord(d) + 0xFEE0) for d in str(number))
    if kind in ("lowerLetter", "upperLetter") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    if kind == "decimalZero":
        return f"{number:02d}"
    return str(number)


def chinese_number(number: int, digits: str = _DIGITS, ranks: str = "十百千") -> str:
    """Return 1..9999 in Chinese counting (十二, 一百零五); other numbers in decimal digits."""
    if not 1 <= number <= 9999:
        return digits[0] if number == 0 else str(number)
    out, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + digits[digit] + (ranks[place - 1] if place else "")
        gap = False
    return out.removeprefix("一") if out.startswith("一十") else out


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _value(element: "etree._Element", name: str) -> int:
    value = element.get(name) or ""
    return int(value) if re.fullmatch(r"\d{1,6}", value) else 0


def _child(level: "etree._Element", name: str) -> str:
    child = level.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _is_private(pattern: str) -> bool:
    """Symbols of Wingdings stand in the private area and mean nothing as text."""
    return not pattern or "\ue000" <= pattern[0] <= "\uf8ff"
