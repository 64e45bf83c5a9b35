"""What a cell says: its value, its unit, its comparator."""

import re
from dataclasses import dataclass

from xueyou.engines.reading.facts import numerals, units

_UNIT = (
    rf"(?:(?P<mag>{numerals.MAGNITUDE})?(?P<unit>个百分点|{units.PATTERN}|岁|人/百人|元/[人年生]{{1,3}})"
    r"|(?P<bare>万|亿))"
)
_CELL = re.compile(
    rf"(?P<lead>≥|>=|不低于|不少于|大于|>|≤|<=|不高于|不超过|小于|<|约|近|达到|达|保持|控制在)?\s*"
    rf"(?P<number>-?{numerals.ARABIC})\s*{_UNIT}?\s*(?P<tail>以上|及以上|以下|以内|左右|\+)?(?:\([^()]*\))?"
)
_LEADS = {
    "≥": "ge", ">=": "ge", "不低于": "ge", "不少于": "ge", "大于": "gt", ">": "gt",
    "≤": "le", "<=": "le", "不高于": "le", "不超过": "le", "小于": "lt", "<": "lt",
    "约": "approx", "近": "approx_le", "达到": "reach", "达": "reach", "保持": "keep",
    "控制在": "le",
}  # fmt: skip
_TAILS = {"以上": "ge", "及以上": "ge", "+": "ge", "以下": "le", "以内": "le", "左右": "approx"}
_ALL = re.compile(r"^(?:实现)?(?:全覆盖|全部(?:覆盖|达标|完成)?)$")
_ZERO = re.compile(r"^(?:全部)?(?:清零|动态清零)$")
_UNIT_WORD = re.compile(
    rf"(?:单位[::]?)?\s*(?:(?P<mag>{numerals.MAGNITUDE})?(?P<unit>个百分点|{units.PATTERN}|岁)|(?P<bare>万|亿))\s*$"
)
_RATE = re.compile(r"(?:率|占比|比例|比率|比重|覆盖面|普及程度)$")


@dataclass(frozen=True, slots=True)
class CellValue:
    """Value as printed, unit as printed ("" where the cell has none), comparator or None."""

    value: int | float
    unit: str
    comparator: str | None
    implicit: bool = False


def read_cell(words: str) -> CellValue | None:
    """Read the value of a cell in normal text; None where it holds none."""
    plain = words.strip().strip("*")
    if _ALL.match(plain):
        return CellValue(100, "%", "all", implicit=True)
    if _ZERO.match(plain):
        return CellValue(0, "", "zero", implicit=True)
    match = _CELL.fullmatch(plain)
    if not match:
        return None
    unit = (match["mag"] or "") + (match["unit"] or "") or (match["bare"] or "")
    comparator = _LEADS.get(match["lead"] or "") or _TAILS.get(match["tail"] or "")
    return CellValue(numerals.arabic(match["number"]), unit, comparator)


def unit_in(words: str) -> str | None:
    """Read some words as a unit alone: 万人, %, 单位:个; None where they are not one."""
    match = _UNIT_WORD.fullmatch(words.strip(" ()[]（）"))
    if not match:
        return None
    return (match["mag"] or "") + (match["unit"] or "") or (match["bare"] or None)


_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,10})[)\]]?$")


def split_unit(name: str) -> tuple[str, str | None]:
    """Split the unit in brackets off a row or column name, the bracket closed or not."""
    match = _BRACKETED.search(name)
    if match:
        unit = unit_in(match.group(1))
        if unit:
            return name[: match.start()].rstrip(" :"), unit
    return name, None


def is_rate(name: str) -> bool:
    """Tell whether a name is that of a rate, which is printed in %."""
    return _RATE.search(re.sub(r"\([^()]*\)$", "", name)) is not None


def canonical(value: int | float, unit: str) -> tuple[int | float, str]:
    """Give value and unit in canonical form: 3.3 万人 is 33000 人."""
    magnitude = next((m for m in numerals.MAGNITUDES if unit.startswith(m)), "")
    rest = unit[len(magnitude) :]
    return numerals.scaled(value, magnitude), units.unit(rest).canonical


def kind_of(unit: str) -> str:
    """Give the kind of a fact by its canonical unit."""
    if unit == "%":
        return "ratio"
    if unit == "百分点":
        return "delta"
    if unit == "元":
        return "money"
    if unit in units.AREAS:
        return "area"
    if unit in ("年", "岁"):
        return "years"
    if unit in units.SPANS_OF_TIME:
        return "duration"
    return "count"
