"""Owns how faults of the tables are collected: place, words, and personal values masked."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table, TableRefused
from xueyou.rulebook.language.faults import Fault

SAYINGS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files("xueyou.rulebook.tables").joinpath("input_refusals.toml").read_text(encoding="utf-8")
)
_SHOWN = 80


class InputFaults:
    """All that is wrong with the tables of one run."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def cells(
        self,
        table: Table,
        column: str,
        rows: NDArray[np.int64],
        code: str,
        there: str | None,
        *,
        masks: bool,
        **fields: object,
    ) -> None:
        """Add one fault a cell: `rows` are positions in the table, `there` what stands in each."""
        zh, en = (SAYINGS[code][tongue].format(**fields) for tongue in ("zh", "en"))
        letter = table.columns[column].letter if column in table.columns else None
        shown = None if there is None else (masked(there) if masks else there[:_SHOWN])
        self.found += [
            Fault(table.file, table.sheet, row, letter, code, shown, zh, en)
            for row in table.rows[rows].tolist()
        ]

    def cell(
        self,
        table: Table,
        column: str,
        row: int,
        code: str,
        there: str | None,
        *,
        masks: bool = False,
        **fields: object,
    ) -> None:
        """Add the fault of one cell."""
        self.cells(table, column, np.asarray([row]), code, there, masks=masks, **fields)

    def heading(self, table: Table, column: str | None, code: str, **fields: object) -> None:
        """Add a fault of the heading, or of the table as a whole (column None)."""
        zh, en = (SAYINGS[code][tongue].format(**fields) for tongue in ("zh", "en"))
        found = table.columns.get(column) if column is not None else None
        letter = found.letter if found is not None else None
        row = 1 if column is not None else None
        self.found.append(Fault(table.file, table.sheet, row, letter, code, None, zh, en))

    def missing(self, name: str) -> None:
        """Add that a whole table is not there."""
        said = {
            tongue: SAYINGS["missing_file"][tongue].format(name=name) for tongue in ("zh", "en")
        }
        self.found.append(
            Fault(name, None, None, None, "missing_file", None, said["zh"], said["en"])
        )

    def refused(self, refusal: TableRefused) -> None:
        """Add what kept a table from being read at all."""
        self.found += [
            Fault(f.file, f.sheet, f.row, f.column, f.code, None, f.zh, f.en)
            for f in refusal.faults
        ]


def masked(text: str) -> str:
    """Return a personal value with only its ends shown, so that its owner finds it again."""
    text = text[:_SHOWN]
    if len(text) < 4:
        return "*" * len(text)
    return text[0] + "*" * (len(text) - 2) + text[-1]
