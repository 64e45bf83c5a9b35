"""The lines of a settlement after the officers' words: where each stands, and what still waits."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xueyou.domains.plans.models import SettledPair, Settlement

Json = dict[str, Any]

REPORTED, SILENT, UNPROMISED = "reported", "silent", "unpromised"
VERDICTS = {
    REPORTED: ("same", "different"),
    SILENT: ("silent", "same"),
    UNPROMISED: ("unpromised", "same"),
}
"""What may be said of a line by the list in which the engine put it."""
SURE = Decimal("0.7")
"""A pair found with less than this needs an officer's word before the settlement is confirmed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: found in a list by the engine, standing in one after the latest word.

    `promise` and `report` are those of the result; `word` is the latest of it, or None.
    """

    key: str
    found_in: str
    stands_in: str
    promise: Json | None
    report: Json | None
    also: tuple[Json, ...]
    met: str
    sentence: str
    sure: bool
    word: SettledPair | None

    @property
    def waits(self) -> bool:
        """Whether an officer must decide: the engine was not sure, and nobody has said."""
        return self.word is None and not self.sure


def lines_of(settlement: Settlement) -> list[Line]:
    """Return all lines in the order of the result. One query for the words.

    A pair that officers parted stands among the silent as a promise and, once more, among the
    unpromised as a report. A line that they say is told elsewhere stands among the reported.
    """
    words = latest_words(settlement)
    return list(_lines(json.loads(settlement.result), words))


def latest_words(settlement: Settlement) -> dict[str, SettledPair]:
    """Return the latest word on each line that has one."""
    rows = SettledPair.objects.filter(settlement=settlement).select_related("by").order_by("pk")
    return {row.line: row for row in rows}


def _lines(result: Json, words: Mapping[str, SettledPair]) -> Iterator[Line]:
    for row in result["promised_reported"]:
        word = words.get(row["key"])
        line = _line(row, REPORTED, word)
        if word is not None and word.verdict == "different":
            yield _line(row | {"report": None, "also": []}, REPORTED, word, SILENT)
            if row["report"]["kind"] == "indicator":
                yield _line(row | {"promise": None}, REPORTED, word, UNPROMISED)
        else:
            yield line
    for name, found in (("promised_silent", SILENT), ("reported_unpromised", UNPROMISED)):
        for row in result[name]:
            word = words.get(row["key"])
            told = word is not None and word.verdict == "same"
            yield _line(row, found, word, REPORTED if told else found)


def _line(row: Json, found: str, word: SettledPair | None, stands: str = "") -> Line:
    pair = found == REPORTED and (stands or found) == REPORTED
    sure = not pair or (row["met"] != "unclear" and Decimal(str(row["confidence"])) >= SURE)
    return Line(
        key=row["key"],
        found_in=found,
        stands_in=stands or found,
        promise=row.get("promise"),
        report=row.get("report"),
        also=tuple(row.get("also") or ()),
        met=row.get("met", "") if pair else "",
        sentence=row.get("sentence", "") if pair else "",
        sure=sure,
        word=word,
    )
