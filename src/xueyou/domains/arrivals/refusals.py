"""Why something about arrivals is refused, in words for the school's clerk."""

from collections.abc import Sequence
from dataclasses import dataclass


class ArrivalRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row; `column` is its head, "" for the whole row. `name`: the child."""

    row: int
    column: str
    zh: str
    name: str = ""


class NumbersNotTaken(ArrivalRefused):
    """A table was not taken; `faults` are all that is wrong, by row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"表里有{len(faults)}处要改，一行也没有收。改好了再交整张表。")
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
