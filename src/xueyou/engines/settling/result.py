"""What a settlement says, and its public shape "plan-settlement/1"."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SCHEMA = "plan-settlement/1"
ENGINE = "xueyou-settling/1"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a settlement.

    `promise` and `report` are {key, kind, name, quote, said, start, end} and, for figures, {value,
    unit, value_canonical, unit_canonical, comparator, period, number}; `said` is the quote in words
    a person understands by themselves (of a table's cell, with its row). `also` are further
    figures of the report. `met` is yes | no | unclear for a pair and empty otherwise.
    """

    key: str
    promise: Json | None
    report: Json | None
    met: str = ""
    difference: Fraction | None = None
    unit: str = ""
    sentence: str = ""
    score: float = 0.0
    also: tuple[Json, ...] = ()

    def as_json(self) -> Json:
        """Give the line; the difference as an exact decimal or fraction in words, else null."""
        out: Json = {"key": self.key}
        if self.promise is not None:
            out["promise"] = self.promise
        if self.report is not None:
            out["report"] = self.report
        if self.met:
            out |= {
                "met": self.met,
                "difference": None if self.difference is None else exact(self.difference),
                "unit": self.unit,
                "sentence": self.sentence,
                "confidence": round(min(self.score, 1.0), 3),
                "also": list(self.also),
            }
        return out


@dataclass(frozen=True, slots=True)
class Settled:
    """A plan held against a summary."""

    year: int
    plan: Json
    summary: Json
    promised_reported: tuple[Line, ...]
    promised_silent: tuple[Line, ...]
    reported_unpromised: tuple[Line, ...]

    def as_json(self) -> Json:
        """Give the whole settlement in the public shape."""
        return {
            "schema": SCHEMA,
            "engine": ENGINE,
            "year": self.year,
            "plan": self.plan,
            "summary": self.summary,
            "promised_reported": [line.as_json() for line in self.promised_reported],
            "promised_silent": [line.as_json() for line in self.promised_silent],
            "reported_unpromised": [line.as_json() for line in self.reported_unpromised],
        }


def exact(value: Fraction) -> str:
    """Write a value that came from decimals as a decimal, without losing a digit."""
    places = 0
    while value.denominator != 1 and (value * 10**places).denominator != 1 and places < 12:
        places += 1
    whole = abs(int(value * 10**places))
    sign = "-" if value < 0 else ""
    if places == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole // 10**places}.{whole % 10**places:0{places}d}"
