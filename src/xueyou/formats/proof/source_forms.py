"""Owns the form of a public source's words: declared before it speaks, so that nobody who types
what it published can choose between two ways of writing it."""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

DEFAULT = "digits"
FEWEST_VALUES = 100_000
"""A source with fewer outcomes lets who fixes roster and rules try which of them suits him."""

FORMS_ZH = (
    "digits:位数（连写的数字，例如 digits:7）、hex:位数（十六进制）、"
    "numbers:个数:最小:最大（例如 numbers:5:0:9，按公布的先后）、"
    "numbers:个数:最小:最大:sorted（不分先后，例如 numbers:6:1:33:sorted）"
)

_BETWEEN = re.compile("[ ,.;+|/:、-]+")
_PLAIN = re.compile("0|[1-9][0-9]{0,8}")
_SIGNS = {"digits": ("0-9", 10, "数字 0–9"), "hex": ("0-9a-f", 16, "0–9、a–f")}
_LONGEST = 999
_SHORTEST_UNDECLARED = 4


class FormUnknown(ValueError):
    """What was declared is no form; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class FormNotKept(Exception):
    """A published line does not fit the declared form; `zh` says what was expected."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class _Form:
    """A form read: what it makes of words (None where they do not fit), and what it expects."""

    value: Callable[[list[str]], str | None]
    count: int  # of its values
    zh: str


def check_form(form: str) -> None:
    """Raise FormUnknown for a text that declares no form, or one with too few values."""
    read = _read(form)
    if read.count < FEWEST_VALUES:
        raise FormUnknown(
            f"形式 {form} 只有 {read.count} 种可能，太少：可以事先挑着名册和规则试。"
            f"请用至少有 {FEWEST_VALUES:,} 种可能的公开源。"
        )


def expected(form: str) -> str:
    """Return in Chinese what a line of this form looks like. Raises FormUnknown."""
    return _read(form).zh


def published_line(text: str) -> str:
    """Return a line as it is kept: one width of signs, small letters, no blanks around it."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def source_value(form: str, line: str) -> str:
    """Return the one writing of a line (as `published_line` gives it) by a declared form.

    Raises FormUnknown, FormNotKept.
    """
    read = _read(form)
    value = read.value([word for word in _BETWEEN.split(line) if word])
    if value is None:
        raise FormNotKept(
            f"公布的一行“{line[:80]}”不合事先声明的形式 {form}：应当是{read.zh}。"
            "没有揭晓，承诺还在；请照公布的原样写好再揭晓。"
        )
    return value


def _read(form: str) -> _Form:
    kind, *of = form.split(":")
    if kind == "numbers":
        return _numbers(form, of)
    if kind not in _SIGNS or len(of) > 1 or (not of and form != DEFAULT):
        raise FormUnknown(f"不认识的形式“{form[:80]}”。可以写：{FORMS_ZH}。")
    signs, base, zh = _SIGNS[kind]
    if not of:
        shape, count = re.compile(f"[{signs}]{{{_SHORTEST_UNDECLARED},}}"), FEWEST_VALUES
        zh = f"至少 {_SHORTEST_UNDECLARED} 位数字，没有别的字"
    else:
        length = _number(form, of[0], 1, _LONGEST)
        shape, count = re.compile(f"[{signs}]{{{length}}}"), base**length
        zh = f"正好 {length} 位{zh}（中间的空格和标点不算）"

    def value(words: list[str]) -> str | None:
        joined = "".join(words)
        return joined if shape.fullmatch(joined) else None

    return _Form(value, count, zh)


def _numbers(form: str, of: list[str]) -> _Form:
    ordered = of[3:] != ["sorted"]
    if len(of) < 3 or len(of) > 4 or (of[3:] and ordered):
        raise FormUnknown(f"不认识的形式“{form[:80]}”。可以写：{FORMS_ZH}。")
    many = _number(form, of[0], 1, _LONGEST)
    low, high = (_number(form, text, 0, 999_999_999) for text in of[1:3])
    each = high - low + 1
    if each < 1 or (not ordered and each < many):
        raise FormUnknown(f"形式“{form}”里最小、最大的数对不上，没有哪一行合得上。")

    def value(words: list[str]) -> str | None:
        if len(words) != many or not all(re.fullmatch("[0-9]{1,9}", word) for word in words):
            return None
        numbers = [int(word) for word in words]
        if not all(low <= number <= high for number in numbers):
            return None
        if not ordered:
            numbers = sorted(set(numbers))
        return " ".join(map(str, numbers)) if len(numbers) == many else None

    zh = f"{many} 个从 {low} 到 {high} 的整数，中间用空格或逗号隔开"
    zh += "，按公布的先后" if ordered else "，不重复"
    return _Form(value, each**many if ordered else math.comb(each, many), zh)


def _number(form: str, text: str, least: int, most: int) -> int:
    if not _PLAIN.fullmatch(text) or not least <= int(text) <= most:
        raise FormUnknown(f"形式“{form[:80]}”里的“{text[:20]}”要写成 {least} 到 {most} 的整数。")
    return int(text)
