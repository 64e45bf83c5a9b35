"""Owns the words in which a rulebook is refused: one code, one sentence in each language.

docs/interfaces.md prints the same codes. Braces are filled by `Faults.add`.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Protocol

from xueyou.rulebook.language.faults import Fault

SAYINGS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files("xueyou.rulebook.language").joinpath("refusals.toml").read_text(encoding="utf-8")
)


class Place(Protocol):
    """Anything that knows where it stands in a file."""

    @property
    def row(self) -> int:
        """Line, from 1."""
        ...

    @property
    def column(self) -> int:
        """Column, from 1."""
        ...


class Faults:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(self, place: Place, code: str, **fields: object) -> None:
        """Add one fault; `value` among the fields is what stands there."""
        said = SAYINGS[code]
        value = fields.get("value")
        self.found.append(
            Fault(
                file=self.file,
                sheet=None,
                row=place.row,
                column=str(place.column),
                code=code,
                value=None if value is None else str(value)[:80],
                zh=said["zh"].format(**{name: _short(field) for name, field in fields.items()}),
                en=said["en"].format(**{name: _short(field) for name, field in fields.items()}),
            )
        )


def _short(field: object) -> object:
    return field if not isinstance(field, str) or len(field) <= 200 else field[:200] + "…"
