"""A figure of a reading, made ready to be compared: exact value, unit, words, place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueyou.engines.reading.normal import fold
from xueyou.engines.settling.words import plain

Json = Mapping[str, Any]

_PLACE = re.compile(r"([^\W\d]{1,4}?)(?:街道|自治县|新区|[县区镇乡市])(?![中级域城内直])")
_NO_PLACE = re.compile(
    r"[全各本我每城山库片校学社园地老新建改扩对在为覆盖组培训招聘安排县市区乡镇级所名个的和与、]"
)
_MOVES = re.compile(r"减少|下降|增长|降低")
_FIGURES = re.compile(r"\d|%")
THIN = 3
"""A name of so few characters says nothing by itself: 组建, 撤."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact of a reading."""

    fact: Json
    key: str
    start: int
    end: int
    name: str
    """Plain words of the indicator's name."""
    clause: str
    """Plain words of the clause it stands in; empty for a cell of a table."""
    value: Fraction
    unit: str
    kind: str
    comparator: str
    place: str
    """The part of the whole it is about: 澄东区, 柳林镇; empty for the whole."""

    @property
    def is_rate(self) -> bool:
        """Whether it is a share, or a change of one."""
        return self.unit in {"%", "‰", "百分点"}

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something moved, and not how much there is."""
        moved = self.is_rate and _MOVES.search(self.name)
        return self.unit == "百分点" or self.kind == "growth_rate" or bool(moved)


def figure_of(fact: Json, folded: str = "") -> Figure:
    """Make the figure of a fact; `folded` is the document's text in normal characters, if any."""
    number = fact["number"]
    start, end = int(number["start"]), int(number["end"])
    quote = fold(str(fact["quote"]))
    in_table = fact.get("source") == "table"
    clause = "" if in_table else plain(quote.replace(fold(str(number["text"])), " "))
    name = fold(str(fact["name"]))
    if not in_table and len(clause) <= THIN and folded:
        clause = plain(_sentence(folded, start, end))
    if _FIGURES.search(name) or len(plain(name)) <= THIN:
        # The reader took too much or too little for the name; the clause is nearer the truth.
        name = clause or name.split(",")[-1]
    return Figure(
        fact=fact,
        key=str(fact["id"]),
        start=start,
        end=end,
        name=plain(name),
        clause=clause,
        value=Fraction(str(fact["value_canonical"])),
        unit=str(fact["unit_canonical"]),
        kind=str(fact["kind"]),
        comparator=str(fact["comparator"]),
        place=_place(fold(str(fact["name"]))) or _place(quote),
    )


def _sentence(folded: str, start: int, end: int) -> str:
    """Return the words of the sentence up to the number, the last forty characters of them."""
    before = re.split(r"[。;\n]", folded[max(0, start - 40) : start])[-1]
    after = re.split(r"[,。;、\n]", folded[end : end + 12])[0]
    return f"{before} {after}"


def _place(words: str) -> str:
    found = _PLACE.match(words.lstrip("其中 ,、;("))
    return found.group() if found and not _NO_PLACE.search(found.group(1)) else ""
