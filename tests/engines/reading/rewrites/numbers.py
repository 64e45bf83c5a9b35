"""Every number becomes another of its class, and every year moves by the same step.

Counts, money and areas are multiplied, so that parts still make their total (or still miss it);
rates shrink, except the whole (100 %) and what two numbers nearby work out to; lengths of schooling
grow a little; numerals that announce (28 points) stay, for the points are still there.
"""

import re
from decimal import Decimal
from typing import Any

from tests.engines.reading.rewrites.edits import Edit, Gold, apply

FACTOR = Decimal(3)
SHRINK = Decimal("0.9")
YEARS_ON = 2
HAN_DIGITS = "零一二三四五六七八九"
_YEAR = re.compile(r"(?<![\d.])20\d\d(?![\d.]|[个個所人名家项項间間元万萬])")
_ARABIC = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_HAN = re.compile(r"^[一二三四五六七八九十]{1,3}(?=[\u4e00-\u9fff])")


def rewrite_numbers(text: str, gold: Gold) -> tuple[str, Gold]:
    """Return the document with other numbers and later years."""
    edits: dict[tuple[int, int], Edit] = {}
    scaled: dict[tuple[int, int], Decimal] = {}
    facts = gold["facts"]
    for fact in facts:
        number = fact["number"]
        place = (number["start"], number["end"])
        if place in edits or not _may_change(fact, facts):
            continue
        new = _reworded(number["text"], fact)
        if new is not None:
            edits[place] = (*place, new)
    taken = [edit[:2] for edit in edits.values()]
    years = [
        (m.start(), m.end(), str(int(m[0]) + YEARS_ON))
        for m in _YEAR.finditer(text)
        if not any(s < m.end() and m.start() < e for s, e in taken)
    ]
    for table in gold["tables"]:
        for row in table["rows"]:
            for cell in row["cells"]:
                scaled[cell["start"], cell["end"]] = _changed(Decimal(str(cell["value"])), row)
    changed = {
        fact["id"] for fact in facts if (fact["number"]["start"], fact["number"]["end"]) in edits
    }
    cells = {place for place in scaled if place in edits}
    rewritten, carried = apply(text, gold, [*edits.values(), *years])
    _change_values(gold, carried, changed, cells)
    return rewritten, carried


def _may_change(fact: dict[str, Any], facts: list[dict[str, Any]]) -> bool:
    if fact["kind"] in {"structural", "rank"} or fact.get("implicit"):
        return False
    if fact["unit_canonical"] != "%":
        return True
    return fact["value_canonical"] != 100 and not _is_worked_out(fact, facts)


def _is_worked_out(fact: dict[str, Any], facts: list[dict[str, Any]]) -> bool:
    """Say whether two numbers nearby give this rate."""
    near = {
        f["value_canonical"]
        for f in facts
        if abs(f["start"] - fact["start"]) < 120 and f["unit_canonical"] != "%"
    }
    pairs = [(a, b) for a in near for b in near if a != b and b]
    return any(abs(100 * a / b - fact["value_canonical"]) < 0.06 for a, b in pairs)


def _changed(value: Decimal, item: dict[str, Any]) -> Decimal:
    unit = item.get("unit_canonical", item.get("unit"))
    if unit == "%":
        return value * SHRINK
    if unit == "年":
        return value + Decimal("0.5")
    return value * FACTOR


def _reworded(words: str, fact: dict[str, Any]) -> str | None:
    if arabic := _ARABIC.search(words):
        new = _changed(Decimal(arabic[0].replace(",", "").replace("，", "")), fact)
        printed = f"{new.normalize():,f}" if "," in arabic[0] else f"{new.normalize():f}"
        return words[: arabic.start()] + printed + words[arabic.end() :]
    han = _HAN.match(words)
    if han and fact["unit_canonical"] not in {"%", "倍", "年"}:
        return _in_han(_from_han(han[0]) * int(FACTOR)) + words[han.end() :]
    return None


def _from_han(words: str) -> int:
    tens, found, ones = words.rpartition("十")
    if not found:
        return HAN_DIGITS.index(words)
    return (HAN_DIGITS.index(tens) if tens else 1) * 10 + (HAN_DIGITS.index(ones) if ones else 0)


def _in_han(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else HAN_DIGITS[tens]) + "十" if tens else ""
    return lead + (HAN_DIGITS[ones] if ones or not tens else "")


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _later(words: Any) -> Any:
    if not isinstance(words, str):
        return words
    return re.sub(r"20\d\d", lambda year: str(int(year[0]) + YEARS_ON), words)


def _change_values(old: Gold, new: Gold, changed: set[str], cells: set[tuple[int, int]]) -> None:
    for fact in new["facts"]:
        if fact["id"] in changed:
            fact["value"] = _plain(_changed(Decimal(str(fact["value"])), fact))
            canonical = Decimal(str(fact["value_canonical"]))
            fact["value_canonical"] = _plain(_changed(canonical, fact))
        fact["period"] = _later(fact["period"])
    for old_table, table in zip(old["tables"], new["tables"], strict=True):
        for old_row, row in zip(old_table["rows"], table["rows"], strict=True):
            for old_cell, cell in zip(old_row["cells"], row["cells"], strict=True):
                cell["year"] += YEARS_ON
                if (old_cell["start"], old_cell["end"]) in cells:
                    cell["value"] = _plain(_changed(Decimal(str(cell["value"])), row))
    for project in new["projects"]:
        if project["money_yuan"] is not None:
            project["money_yuan"] = _plain(Decimal(str(project["money_yuan"])) * FACTOR)
    for milestone in new["milestones"]:
        milestone["date"] = _later(milestone["date"])
