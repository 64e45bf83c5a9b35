"""Code tables that the registry needs, as data with their source; 待核 where nobody checked.

Abolished codes stay: an old number keeps the code of its day. Standards are named, not reprinted.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Province:
    """A province-level division by the first two digits of GB/T 2260."""

    code: str
    name: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Element:
    """What a field of the registry is called in the education data standards JY/T 1001–1002."""

    field: str
    element: str
    name: str
    code_list: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its three letters, under each name that people write."""

    code: str
    name: str
    also: tuple[str, ...]
    source: str
    verified: bool


@cache
def countries() -> tuple[Country, ...]:
    """Return the countries that make out passports, by their letters."""
    return tuple(
        Country(
            row["code"],
            row["name"],
            tuple(row["also"].split("、")) if row["also"] else (),
            row["source"],
            row["verified"] == "yes",
        )
        for row in _rows("countries.csv")
    )


def province(code: str) -> Province | None:
    """Return the division with that two-digit code, None where there is none."""
    return _provinces().get(code)


@cache
def elements() -> dict[str, Element]:
    """Return the names of the registry's fields in the standards, by field ("person.name")."""
    return {
        row["field"]: Element(
            row["field"],
            row["element"],
            row["name"],
            row["code_list"],
            row["source"],
            row["verified"] == "yes",
        )
        for row in _rows("elements.csv")
    }


@cache
def _provinces() -> dict[str, Province]:
    return {
        row["code"]: Province(row["code"], row["name"], row["source"], row["verified"] == "yes")
        for row in _rows("provinces.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
