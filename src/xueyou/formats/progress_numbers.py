"""Owns what people type into a progress workbook: numbers with 万 and 亿, dates in many forms."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from xueyou.formats.filled_sheet import RawCell

_NUMBER = re.compile(r"(?P<number>[+-]?\d[\d,]*(?:\.\d*)?)(?P<times>[万亿]?)(?P<unit>[^\d.,]*)")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Days since 1899-12-30 that a spreadsheet shows as 2000 to 2099."""


class NotTaken(ValueError):
    """A cell holds what its column cannot take; `zh` says what to put there."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def typed_number(cell: RawCell, *, unit: str, scale: int) -> int:
    """Return a number of `10 ** -scale` of the unit. Raises NotTaken.

    1.27万 of a unit 人 is 12,700; 12,700人 of a unit 万人 is 1.27; full-width digits and thousands
    separators are taken; 98.6% only where the unit is %.
    """
    number = _in_unit(cell, unit)
    if number < 0:
        raise NotTaken("这里不能是负数。请核对一下，是不是多打了减号。")
    scaled = number.scaleb(scale)
    if scaled != scaled.to_integral_value():
        raise NotTaken(f"最多保留 {scale} 位小数。" if scale else "这里只记整数，不能带小数。")
    if scaled > 2**53 - 1:
        raise NotTaken("这个数太大，系统记不下。请核对单位。")
    return int(scaled)


def _in_unit(cell: RawCell, unit: str) -> Decimal:
    if cell.kind == "formula":
        raise NotTaken("这一格是公式。请复制这一格，用“选择性粘贴”贴成数值。")
    if cell.kind == "error":
        raise NotTaken("这一格的公式出了错。请直接填一个数。")
    if cell.kind == "percent":
        if unit != "%":
            raise NotTaken(f"这一格设成了百分比，单位却是“{unit}”。请改成数值再填。")
        return Decimal(cell.text) * 100
    if cell.kind == "number":
        return Decimal(cell.text)
    if cell.kind != "text":
        raise NotTaken("这里只填一个数，例如 2640 或 98.6。")
    return _read(cell.text, unit)


def _read(text: str, unit: str) -> Decimal:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("'")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise NotTaken("这里只填一个数，例如 2640 或 98.6；没有数就空着。")
    try:
        number = Decimal(found["number"].replace(",", ""))
    except InvalidOperation:
        raise NotTaken("这个数认不出来，请重新填。") from None
    times, base = _parts(unit)
    given = found["unit"]
    if given and given not in (base, unit):
        raise NotTaken(f"这一项的单位是“{unit}”，您写的是“{found['times']}{given}”。请换算后再填。")
    if not found["times"] and (not given or given == unit):
        return number
    return number * _TIMES[found["times"]] / _TIMES[times]


def _parts(unit: str) -> tuple[str, str]:
    """Split 万人 into 万 and 人."""
    return (unit[0], unit[1:]) if unit[:1] in ("万", "亿") else ("", unit)


def typed_day(cell: RawCell) -> date:
    """Return a day typed as a date, 2026-11-18, 2026/11/18, 2026年11月18日 or 20261118.

    Raises NotTaken; a day without its year is not guessed.
    """
    if cell.kind == "number" and cell.text.isdigit() and int(cell.text) in _SERIALS:
        return _FIRST_SERIAL + timedelta(days=int(cell.text))
    if cell.kind in ("formula", "error"):
        raise NotTaken("这一格是公式。请直接填日期，例如 2026-11-18。")
    text = "".join(unicodedata.normalize("NFKC", cell.text).split())
    found = _DATE.fullmatch(text)
    if found is not None:
        year, *rest = (int(part) for part in found.groups() if part is not None)
        try:
            return date(year, *rest)
        except ValueError:
            pass
    raise NotTaken("这个日期认不出来。请写成 2026-11-18 这样，年份也要写。")
