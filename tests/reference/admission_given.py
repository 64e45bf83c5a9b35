"""What is given in admission: cells, facts, conditions, terms of keys and tickets (§1, 4).

Read from docs/handbook/admission.md alone. Unknown is None; numbers, days, flags and levels are
Fractions (levels count downwards from 0, the best), so that larger is always more or better.
"""

import hmac
import operator
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

OPS = {"==": operator.eq, "!=": operator.ne, ">=": operator.ge}
OPS |= {"<=": operator.le, ">": operator.gt, "<": operator.lt}
ATOM = re.compile(r"\s*(\S+)\s*(==|!=|>=|<=|>|<)\s*(.+?)\s*")
WHOLE = {"type": "integer"}
CIRCLE = 2**256
Tables = Mapping[str, list[dict[str, str]]]
Kind = Mapping[str, Any]


class At(NamedTuple):
    """One applicant before one option of a batch, as his choice number `rank`."""

    who: str
    batch: str
    option: str
    rank: int


def read(kind: Kind, cell: object) -> Any:
    """Return a cell's value, None if unknown."""
    text = unicodedata.normalize("NFC", str(cell)).strip()
    if not text or kind["type"] == "code":
        return text or None
    if kind["type"] == "date":
        return Fraction(date.fromisoformat(text).toordinal())
    if kind["type"] == "flag":
        return Fraction(text in ("yes", "是", "1", "true", "True"))
    if kind["type"] == "level":
        return Fraction(-kind["order"].index(text))
    if kind["type"] == "place":
        return tuple(int(metres) for metres in text.split())
    return Fraction(text)


def show(kind: Kind, value: Any) -> str:
    """Return the text of a value as it stands in a last key."""
    if value is None or kind["type"] == "code":
        return value or ""
    if kind["type"] == "date":
        return date.fromordinal(int(value)).isoformat()
    if kind["type"] == "level":
        return str(kind["order"][-int(value)])
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def every(values: Iterable[bool | None]) -> bool | None:
    """Return Kleene's and."""
    found = list(values)
    return False if False in found else None if None in found else True


def opposite(value: bool | None) -> bool | None:
    """Return Kleene's not."""
    return None if value is None else not value


def part(value: Any, text: str | None = None) -> tuple[tuple[bool, Any], str]:
    """Make one part of a key, (what is compared, what is shown); what is unknown comes last."""
    return (value is None, 0 if value is None else value), str(value) if text is None else text


class Given:
    """A rulebook with its tables; `begin`: who holds a place as a batch begins."""

    def __init__(self, rules: dict[str, Any], tables: Tables, seed: bytes, circle: Any) -> None:
        self.rules, self.seed, self.circle = rules, seed, circle
        self.batches = {batch["id"]: batch for batch in rules["batches"]}
        self.people = {row["applicant"]: row for row in tables["applicants"]}
        self.options: dict[str, dict[str, Any]] = {name: {} for name in self.batches}
        self.quotas: dict[str, dict[tuple[str, str], int]] = {name: {} for name in self.batches}
        self.filed: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in tables["options"]:
            self.options[row["batch"]][row["option"]] = row
        for row in tables["quotas"]:
            self.quotas[row["batch"]][row["option"], row["pool"]] = int(row["places"])
        for row in sorted(tables["choices"], key=lambda row: int(row["rank"])):
            self.filed[row["batch"], row["applicant"]].append(row["option"])
        self.begin: dict[str, Any] = {}

    def kind(self, name: str) -> Kind:
        """Return what type a fact has; a derived one is a number."""
        found: Kind = self.rules["facts"].get(name, {"type": "decimal"})
        return found

    def fact(self, who: str, name: str) -> Any:
        """Return a fact, derived or not."""
        if name in self.rules["facts"]:
            return read(self.kind(name), self.people[who].get(name, ""))
        total = Fraction(0)
        for term in self.rules["derived"][name]["sum"]:
            if isinstance(term, dict) and "when" in term:
                true = self.holds(term["when"], At(who, "", "", 0)) is True
                total += Fraction(str(term["gives"])) if true else 0
                continue
            said = term if isinstance(term, dict) else {"fact": term}
            value = self.fact(who, said["fact"])
            if value is None:
                return None
            value *= Fraction(str(said.get("times", 1)))
            total += min(value, Fraction(str(said["cap"]))) if "cap" in said else value
        return total

    def attribute(self, batch: str, option: str, name: str) -> Any:
        """Return what an option says of itself in a batch."""
        return read(self.rules["attributes"][name], self.options[batch][option].get(name, ""))

    def metres(self, who: str, batch: str, option: str) -> Any:
        """Return the whole metres between an applicant and an option."""
        here, there = self.fact(who, "place"), self.attribute(batch, option, "place")
        if here is None or there is None:
            return None
        return Fraction(isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2))

    def side(self, text: str, at: At, literal: Kind | None) -> tuple[Any, Kind]:
        """Return value and kind of one side of an atom; only the right may be a literal."""
        if text == "distance":
            return self.metres(*at[:3]), WHOLE
        if text == "choice_rank":
            return at.rank, WHOLE
        if text.startswith("option."):
            name = text.removeprefix("option.")
            return self.attribute(at.batch, at.option, name), self.rules["attributes"][name]
        if literal is None or text.startswith("fact."):
            name = text.removeprefix("fact.")
            return self.fact(at.who, name), self.kind(name)
        return read(literal, text), literal

    def holds(self, rule: Any, at: At) -> bool | None:
        """Return whether a condition is true, false or unknown."""
        if rule == "sibling":
            return self.sibling(at)
        if rule == "secured":
            return self.secured(at)
        if isinstance(rule, str):
            found = ATOM.fullmatch(rule)
            assert found, rule
            left, kind = self.side(found[1], at, None)
            right, _ = self.side(found[3], at, kind)
            return None if left is None or right is None else bool(OPS[found[2]](left, right))
        if "all" in rule:
            return every(self.holds(one, at) for one in rule["all"])
        if "any" in rule:
            return opposite(every(opposite(self.holds(one, at)) for one in rule["any"]))
        if "not" in rule:
            return opposite(self.holds(rule["not"], at))
        if "in" in rule:
            value = self.fact(at.who, rule["fact"])
            listed = [read(self.kind(rule["fact"]), one) for one in rule["in"]]
            return None if value is None else value in listed
        asked = rule["levels"]
        marks = [(self.fact(at.who, name), self.kind(name)) for name in asked["of"]]
        if any(mark is None for mark, _ in marks):
            return None
        good = sum(mark >= read(kind, asked["at_least"]) for mark, kind in marks)
        return bool(good >= int(asked["count"]))

    def secured(self, at: At) -> bool:
        """Return whether the batch's `secured` fact names the option."""
        name = self.batches[at.batch].get("secured")
        return bool(name) and self.fact(at.who, name) == at.option

    def sibling(self, at: At) -> bool:
        """Return whether a brother or sister is at the option already."""
        rule = self.rules["siblings"]

        def names(batch: str, option: str) -> set[tuple[str, Any]]:
            same = self.attribute(batch, option, rule["same"]) if rule.get("same") else None
            return {("id", option)} | ({("same", same)} if same is not None else set())

        here = names(at.batch, at.option)
        elder = self.fact(at.who, rule["elder"]) if rule.get("elder") else None
        if elder is not None and {("id", elder), ("same", elder)} & here:
            return True
        family = self.fact(at.who, rule["family"])
        return family is not None and any(
            other != at.who
            and self.fact(other, rule["family"]) == family
            and names(place.batch, place.option) & here
            for other, place in self.begin.items()
        )

    def ticket(self, who: str, option: str) -> tuple[int, str]:
        """Return where a ticket stands in the order, and its hexadecimal."""
        rule = self.rules["lottery"]
        group = self.people[who].get("group") or who
        said = f"{group}\x1f{option if rule['ticket'] == 'per_option' else '*'}"
        found = hmac.digest(self.seed, said.encode(), "sha256")
        number = int.from_bytes(found)
        if rule.get("order") == "circular":
            start, direction = self.circle
            away = number - int(start, 16) if direction == "up" else int(start, 16) - number
            return away % CIRCLE, found.hex()
        return number, found.hex()

    def term(self, term: Any, at: At) -> Any:
        """Return one term of a key as a part of it."""
        term = term.get("by", term) if isinstance(term, dict) else term
        if term == "lottery":
            return part(*self.ticket(at.who, at.option))
        if isinstance(term, dict) and "when" in term:
            return part(int(self.holds(term["when"], at) is not True))
        if isinstance(term, dict):
            marks = [self.fact(at.who, name) for name in term["levels"]["of"]]
            best_first = self.kind(term["levels"]["of"][0])["order"]
            counts = [marks.count(Fraction(-level)) for level in range(len(best_first))]
            return part([-count for count in counts], ",".join(map(str, counts)))
        name, way = term.split()
        value = self.metres(*at[:3]) if name == "distance" else self.fact(at.who, name)
        text = show(WHOLE if name == "distance" else self.kind(name), value)
        return part(-value if way == "desc" and value is not None else value, text)
