"""Owns how an official paper writes numbers: heads, dates, figures, its own number."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

DIGITS = "零一二三四五六七八九"
_PERIOD = re.compile(r"(\d{4})(?:-W(\d{2})|-(\d{2})|Q([1-4]))?")


def in_chinese(number: int) -> str:
    """Return 1..99 as heads count: 一, 十, 十一, 二十, 二十一; beyond that in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def head_number(level: int, number: int) -> str:
    """Return what stands before a head: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{in_chinese(number)}、"
    if level == 2:
        return f"（{in_chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def numbered(blocks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks, each head with its `number` as printed."""
    counts = [0, 0, 0, 0]
    made = []
    for block in blocks:
        found = dict(block)
        if block["type"] == "heading":
            level = block["level"]
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            found["number"] = head_number(level, counts[level - 1])
        made.append(found)
    return made


def printed_day(day: str) -> str:
    """Return 2026年3月5日 (no leading zeros); with "" the form that is filled in by hand."""
    if not day:
        return "\u3000\u3000年\u3000月\u3000日"
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"


def printed_number(content: Mapping[str, Any]) -> str:
    """Return the number; while it is not given, its form with room for the figure."""
    if content["number"]:
        return str(content["number"])
    code = content["number_code"]
    return f"{code}〔{content['year']}〕\u3000\u3000号" if code else ""


def listed_attachments(content: Mapping[str, Any]) -> list[str]:
    """Return the lines of the 附件 note: one without a figure, several with 1. 2."""
    titles = [one["title"] for one in content["attachments"]]
    if len(titles) == 1:
        return [f"附件：{titles[0]}"]
    return [
        ("附件：" if n == 1 else "\u3000\u3000\u3000") + f"{n}.{title}"
        for n, title in enumerate(titles, 1)
    ]


def copied(names: Iterable[str]) -> str:
    """Return the line of 抄送."""
    return f"抄送：{'，'.join(names).rstrip('。')}。"


def shown(value: Any) -> str:
    """Return a figure of a packet as a paper prints it: no thousands, no superfluous zeros.

    Fractions are rounded half up: to whole numbers from a hundred on, else to one decimal.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"no figure: {value!r}")
    text = str(value).replace(",", "").replace("，", "").strip()
    percent = text.endswith("%")
    try:
        number = Fraction(text.rstrip("%"))
        exact = Decimal(text.rstrip("%")) if "/" not in text else None
    except (ValueError, InvalidOperation, ZeroDivisionError):
        raise ValueError(f"no figure: {value!r}") from None
    if exact is not None:
        plain = f"{exact:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    else:
        plain = _rounded(number)
    return plain + ("%" if percent else "")


def period_words(code: str) -> str:
    """Return 2026年第47周, 2026年10月, 2026年第三季度, 2026年. Raises ValueError."""
    found = _PERIOD.fullmatch(code)
    if found is None:
        raise ValueError(code)
    year, week, month, quarter = found.groups()
    if week:
        return f"{year}年第{int(week)}周"
    if month:
        return f"{year}年{int(month)}月"
    return f"{year}年第{in_chinese(int(quarter))}季度" if quarter else f"{year}年"


def one_line(text: str) -> str:
    """Return a title or sentence without line breaks, and without what ends a sentence."""
    return " ".join(text.split()).rstrip("。；;")


def _rounded(number: Fraction) -> str:
    if abs(number) >= 100:
        return str((number + Fraction(1, 2)).__floor__())
    tenths = (number * 10 + Fraction(1, 2)).__floor__()
    whole, tenth = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"


def plain_figures(text: str) -> str:
    """Return a sentence as papers print it: no thousands, no blanks between figures and words."""
    text = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text)
    return re.sub(r"(?<=[0-9%]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[-0-9])", "", text)


def agrees(exact: str, printed: str) -> bool:
    """Return whether a printed figure (2592个, 98.5%) is the exact one (197/2), rounded."""
    found = re.match(r"-?[0-9]+(?:\.([0-9]+))?", printed)
    if found is None:
        return False
    step = Fraction(1, 10 ** len(found[1] or ""))
    return abs(Fraction(exact.replace(",", "")) - Fraction(found[0])) < step
