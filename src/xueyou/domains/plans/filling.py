"""Owns how an item's content is written for people to fill, and how it is read when they did.

Forms and workbooks use the same words: money in 万元, tolerance in percent, units in one line.
Nothing is checked here: the verb does, and says what is wrong.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from xueyou.domains.plans.services.contents import FIELDS, exact_text, units_as_words, units_in
from xueyou.formats.days import day
from xueyou.formats.plan_words import COMPARATORS
from xueyou.formats.workbook import clean_text

NATURES = {"cumulative": "一点点累计", "stock": "到时候的数", "rate": "比率"}
DIRECTIONS = {"up": "越多越好", "down": "越少越好"}
OFFERED = ("eq", "ge", "gt", "le", "lt", "approx", "approx_ge", "approx_le")
"""Comparators that people choose from."""
FEN_A_WAN = 1_000_000
FILLED = {kind: tuple(name for name in names if name != "curve") for kind, names in FIELDS.items()}
"""Fields of a content that a workbook holds, by kind; the way of progress is chosen later."""


def written(content: Mapping[str, Any], name: str) -> str:
    """Return a field in the words of a form; what is no value of it, as it was typed."""
    value = content.get(name)
    if name == "units":
        return units_as_words(value or [])
    if name == "money_fen":
        return in_wan(value)
    if name == "tolerance":
        return f"{value / 100:g}" if isinstance(value, int) else str(value or "")
    return "" if value is None else str(value)


def cells_of(kind: str, content: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, str]:
    """Return what a workbook's cells say of a content. `places`: name of a county by its code."""
    words = _words(places)
    cells = {}
    for name in FILLED[kind]:
        said = written(content, name)
        cells[name] = clean_text(words.get(name, {}).get(said, said)).strip()
    return cells


def content_of_cells(
    kind: str, start: Mapping[str, Any], cells: Mapping[str, str], places: Mapping[str, str]
) -> dict[str, Any]:
    """Return `start` with what the cells say differently; equal words leave a field as it is.

    A field without a cell is left alone.
    """
    before = cells_of(kind, start, places)
    changed = {
        name: said for name, said in cells.items() if name in before and said != before[name]
    }
    if not changed:
        return dict(start)
    content = {name: start.get(name) for name in FIELDS[kind]}
    codes = {name: {zh: code for code, zh in of.items()} for name, of in _words(places).items()}
    for name, said in changed.items():
        content[name] = value_of(name, codes.get(name, {}).get(said, said))
    return with_tolerance(content)


def value_of(name: str, words: str) -> Any:
    """Return the value of a field from the words in its form; what is none as it was typed."""
    if name == "units":
        return units_in(words)
    if name == "money_fen":
        return fen_of(words)
    if name == "tolerance":
        return percent_of(words)
    if name in ("starts_on", "due_on"):
        found = day(words)
        return found.isoformat() if found else words
    return words


def with_tolerance(content: dict[str, Any]) -> dict[str, Any]:
    """Return a content whose tolerance is none where its figure is not "about"."""
    if content.get("comparator") not in ("approx", None) and content.get("tolerance") is None:
        return content | {"tolerance": 0}
    return content


def fen_of(words: str) -> Any:
    """Return 万元 typed as fen, None for nothing; what is no amount as typed, to be refused."""
    tidy = words.replace(",", "").replace("，", "").strip()
    if not tidy:
        return None
    try:
        fen = Decimal(tidy) * FEN_A_WAN
        return int(fen) if fen == fen.to_integral_value() else words
    except (InvalidOperation, ValueError, OverflowError):
        return words


def percent_of(words: str) -> Any:
    """Return a typed percentage in ten-thousandths; what is none as typed, to be refused."""
    tidy = words.strip().removesuffix("%").removesuffix("％").strip()
    if not tidy:
        return None
    try:
        value = Decimal(tidy) * 100
        return int(value) if value == value.to_integral_value() else words
    except (InvalidOperation, ValueError, OverflowError):
        return words


def in_wan(fen: Any) -> str:
    """Return fen in 万元; what was typed and is no amount as it was typed."""
    return exact_text(Decimal(fen) / FEN_A_WAN) if isinstance(fen, int) else str(fen or "")


def _words(places: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Return, by field, the Chinese words of its codes."""
    return {
        "comparator": COMPARATORS,
        "nature": NATURES,
        "direction": DIRECTIONS,
        "subject": places,
        "organisation": places,
    }
