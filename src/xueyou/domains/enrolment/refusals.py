"""Why the enrolment room refuses something."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row of a table; `column` is its heading, "" for the whole row."""

    row: int
    column: str
    zh: str


class EnrolmentRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class TableNotTaken(EnrolmentRefused):
    """A table was not taken; `faults` are all that is wrong, by row."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(
            f"表里有 {len(faults)} 处要改，一行也没有收。请照下面的说明改好，再导入整张表。"
        )
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
