"""Owns what is said of an input that cannot be taken: where, what, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

_MENDED_FIRST = {"options": 1, "applicants": 2, "quotas": 3, "choices": 4}
FORBIDDEN_CODES = frozenset({"forbidden_fact"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; row and column as the editor or spreadsheet shows them, personal values masked."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    value: str | None
    zh: str
    en: str

    def order(self) -> tuple[int, str, str, int, str, str, str]:
        """Give the sort key: tables that others refer to first, then place, then code."""
        table = _MENDED_FIRST.get(self.file.partition(".")[0], 0)
        place = (self.file, self.sheet or "", self.row or 0, self.column or "")
        return (table, *place, self.code, self.zh)


class InputRefused(Exception):
    """Inputs that cannot be taken: nothing was run. `faults` holds all of them, sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=Fault.order))
        super().__init__(self.faults[0].zh if self.faults else "")

    @property
    def forbidden(self) -> bool:
        """Whether a rule forbids what was asked (exit 6), beside its being faulty."""
        return any(fault.code in FORBIDDEN_CODES for fault in self.faults)


class RulebookRefused(InputRefused):
    """A rulebook that cannot be taken."""
