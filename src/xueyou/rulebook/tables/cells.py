"""Owns the meaning of cells: text of a column to exact integers, by the type of its fact.

Only the distinct texts of a column are looked at. Numbers come out scaled, days as ordinals, flags
1 and 0, levels as ordinals with 0 the best, codes as numbers of a `Codes` table.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.language import exact
from xueyou.rulebook.language.model import Fact

LONGEST_ID = 200
HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Categories of characters that nobody sees."""
_MOST = 10**15
_FARTHEST = 10**9
_DAY = re.compile(
    r"([12][0-9]{3})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)
_LOST_ID = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+")
_PLACE = re.compile(r"(-?[0-9]{1,10}) +(-?[0-9]{1,10})")
_FLAGS = {"yes": 1, "是": 1, "1": 1, "true": 1, "no": 0, "否": 0, "0": 0, "false": 0}


class Codes:
    """Numbers for texts that are only compared for equality, shared by all tables of a run."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        """Return the number of a text, a new one where it was never seen."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def known(self, text: str) -> int:
        """Return the number of a text, -1 where no cell holds it."""
        return self._numbers.get(text, -1)


@dataclass(frozen=True, slots=True)
class Cells:
    """A typed column: `values` (n,), for places (n, 2); unknown cells hold 0."""

    values: NDArray[np.int64]
    known: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> "Cells":
        """Return the cells of some rows."""
        return Cells(self.values[rows], self.known[rows])

    def spread(
        self,
        shape: tuple[int, int],
        first: NDArray[np.int32],
        second: NDArray[np.int32],
        rows: NDArray[np.bool_],
    ) -> "Cells":
        """Return the cells of some rows at [first, second] of a grid, unknown elsewhere."""
        values = np.zeros((*shape, *self.values.shape[1:]), dtype=np.int64)
        known = np.zeros(shape, dtype=np.bool_)
        at = (first[rows], second[rows])
        values[at], known[at] = self.values[rows], self.known[rows]
        return Cells(values, known)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why one distinct text cannot be taken; `fields` fill the sentence's braces."""

    code: str
    fields: tuple[tuple[str, object], ...] = ()


Reader = Callable[[str], "int | tuple[int, int] | Wrong"]


def read_distinct(
    fact: Fact, texts: Sequence[str], codes: Codes
) -> tuple[NDArray[np.int64], NDArray[np.bool_], dict[int, Wrong]]:
    """Return (values, known, wrong by place) of the distinct texts of a column."""
    shape = (len(texts), 2) if fact.type == "place" else (len(texts),)
    values = np.zeros(shape, dtype=np.int64)
    known = np.zeros(len(texts), dtype=np.bool_)
    wrong: dict[int, Wrong] = {}
    read = _reader(fact, codes)
    for place, text in enumerate(texts):
        if text == "":
            continue
        value = read(text)
        if isinstance(value, Wrong):
            wrong[place] = value
        else:
            values[place] = value
            known[place] = True
    return values, known, wrong


def _reader(fact: Fact, codes: Codes) -> Reader:
    if fact.type in ("integer", "decimal"):
        return lambda text: _number(fact, text)
    if fact.type == "date":
        return lambda text: _day(fact, text)
    if fact.type == "flag":
        return lambda text: _FLAGS.get(text.lower(), Wrong("bad_flag"))
    if fact.type == "level":
        places = {level: place for place, level in enumerate(fact.order)}
        unknown = Wrong("bad_level", (("value", "、".join(fact.order)),))
        return lambda text: places.get(text, unknown)
    if fact.type == "place":
        return _place
    return lambda text: wrong_id(text) or codes.number(text)


def _number(fact: Fact, text: str) -> int | Wrong:
    if not exact.is_number(text):
        return Wrong("bad_number")
    value = exact.scaled(text, fact.scale)
    if value is None:
        if fact.scale == 0:
            return Wrong("not_whole")
        return Wrong("too_fine", (("value", fact.scale),))
    if abs(value) >= _MOST:
        return Wrong("too_big")
    if value % fact.step:
        return Wrong("off_step", (("step", exact.printed(fact.step, fact.scale)),))
    return _within(fact, value, lambda bound: exact.printed(bound, fact.scale))


def _day(fact: Fact, text: str) -> int | Wrong:
    match = _DAY.fullmatch(text)
    if match is None:
        return Wrong("bad_day")
    try:
        year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
        ordinal = date(year, month, day).toordinal()
    except ValueError:
        return Wrong("bad_day")
    return _within(fact, ordinal, exact.printed_day)


def _within(fact: Fact, value: int, shown: Callable[[int], str]) -> int | Wrong:
    if fact.minimum is not None and value < fact.minimum:
        return Wrong("below_minimum", (("limit", shown(fact.minimum)),))
    if fact.maximum is not None and value > fact.maximum:
        return Wrong("above_maximum", (("limit", shown(fact.maximum)),))
    return value


def _place(text: str) -> tuple[int, int] | Wrong:
    match = _PLACE.fullmatch(text)
    if match is None:
        return Wrong("bad_place")
    x, y = int(match[1]), int(match[2])
    return Wrong("bad_place") if max(abs(x), abs(y)) > _FARTHEST else (x, y)


def wrong_id(text: str) -> Wrong | None:
    """Say what is wrong with a text that names something, None where nothing is."""
    if len(text) > LONGEST_ID:
        return Wrong("id_long", (("limit", LONGEST_ID),))
    if not (text.isascii() and text.isprintable()):
        hidden = [sign for sign in text if unicodedata.category(sign) in HIDDEN]
        if hidden:
            return Wrong("id_hidden", (("detail", f"U+{ord(hidden[0]):04X}"),))
    if "E+" in text and _LOST_ID.fullmatch(text):
        return Wrong("id_lost")
    return Wrong("id_formula") if text[0] in "=+-@" else None


def printed(fact: Fact, values: NDArray[np.int64], codes: Codes) -> list[str]:
    """Return values of a fact in their one canonical writing."""
    if fact.type in ("integer", "decimal"):
        return [exact.printed(value, fact.scale) for value in values.tolist()]
    if fact.type == "date":
        return [exact.printed_day(value) for value in values.tolist()]
    if fact.type == "level":
        return [fact.order[value] for value in values.tolist()]
    if fact.type == "place":
        return [f"{x} {y}" for x, y in values.tolist()]
    if fact.type == "code":
        return [codes.texts[value] for value in values.tolist()]
    return [str(value) for value in values.tolist()]
