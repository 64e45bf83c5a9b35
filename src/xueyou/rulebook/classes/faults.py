"""Owns how faults of a roster are collected: place, words, personal values left out."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import NoReturn

from xueyou.formats.class_rosters import RosterSheet
from xueyou.formats.tables import TableRefused
from xueyou.rulebook.language.faults import Fault, InputRefused

SAYINGS: dict[str, dict[str, str]] = tomllib.loads(
    files("xueyou.rulebook.classes").joinpath("refusals.toml").read_text(encoding="utf-8")
)
FORBIDDEN = frozenset({"forbidden_fact", "entrance_test", "big_class"})


class ClassesRefused(InputRefused):
    """A roster, or what was asked of it, that cannot be taken."""

    @property
    def forbidden(self) -> bool:
        """Whether a rule forbids what was asked."""
        return any(fault.code in FORBIDDEN for fault in self.faults)


class RosterFaults:
    """All that is wrong with one roster."""

    def __init__(self, file: str, sheet: RosterSheet | None = None) -> None:
        self.found: list[Fault] = []
        self._file, self._sheet = file, sheet

    def add(
        self, code: str, *, row: int | None = None, column: int | None = None, **said: object
    ) -> None:
        """Add one fault; what stands in a pupil's cell is never repeated."""
        self.say(code, row, column, said)

    def say(
        self, code: str, row: int | None, column: int | None, said: Mapping[str, object]
    ) -> None:
        """Add one fault, its words filled from a mapping."""
        letter = None if column is None or self._sheet is None else self._sheet.letter(column)
        words = SAYINGS[code]
        shown = said.get("value") if row is None else None
        self.found.append(
            Fault(
                self._file,
                self._sheet.sheet if self._sheet is not None else None,
                row,
                letter,
                code,
                None if shown is None else str(shown)[:80],
                words["zh"].format(**said),
                words["en"].format(**said),
            )
        )

    def stop(self) -> None:
        """Raise ClassesRefused where anything is wrong."""
        if self.found:
            raise ClassesRefused(self.found)


def refuse(file: str, code: str, **said: str | int) -> NoReturn:
    """Refuse a whole file for one reason."""
    faults = RosterFaults(file)
    faults.say(code, None, None, said)
    raise ClassesRefused(faults.found)


def of_table(refused: TableRefused) -> ClassesRefused:
    """Return the same refusal in the words of rules."""
    return ClassesRefused(
        Fault(f.file, f.sheet, f.row, f.column, f.code, None, f.zh, f.en) for f in refused.faults
    )
