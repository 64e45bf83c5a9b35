"""Owns the reading of single columns: names, counts and typed cells, each fault told at its row."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table
from xueyou.rulebook.language.model import Fact
from xueyou.rulebook.tables import cells as typed
from xueyou.rulebook.tables.cells import HIDDEN, Cells, Codes, Wrong
from xueyou.rulebook.tables.input_faults import InputFaults


@dataclass(frozen=True, slots=True)
class Typed:
    """A column of exact values, and the rows whose cell could not be read."""

    cells: Cells
    unread: NDArray[np.bool_]


def meant(names: Sequence[str]) -> frozenset[str]:
    """Return what names with hidden characters would be without them.

    Who refers to such a name as it looks is right: the fault is where it was written.
    """
    return frozenset(
        "".join(sign for sign in name if unicodedata.category(sign) not in HIDDEN)
        for name in names
        if not (name.isascii() and name.isprintable()) and typed.wrong_id(name) is not None
    )


def plain_names(names: Iterable[str]) -> frozenset[str]:
    """Return names as they are when one looks away from what spreadsheets do to them."""
    return frozenset(map(_plain, names))


def unknown_name(text: str, known: frozenset[str], code: str) -> Wrong:
    """Say why a text names nothing; `known` are the plain names there are."""
    if text == "":
        return Wrong("id_missing")
    return Wrong("id_nearly" if _plain(text) in known else code, (("value", text[:80]),))


def _plain(name: str) -> str:
    bare = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return bare.lstrip("0")


class ColumnReader:
    """Reads columns of the tables of one run; faults are collected on the way."""

    def __init__(self, faults: InputFaults) -> None:
        self.faults = faults
        self.codes = Codes()

    def cells(self, table: Table, fact: Fact) -> Typed | None:
        """Return the values of a fact's column, None where the table has none."""
        column = table.columns.get(fact.name)
        if column is None:
            return None
        values, known, wrong = typed.read_distinct(fact, column.values, self.codes)
        unread = self._tell(table, fact.name, wrong, masks=fact.sensitivity != "plain")
        return Typed(Cells(values[column.codes], known[column.codes]), unread)

    def names(
        self, table: Table, name: str, *, masks: bool, empty: bool = False
    ) -> NDArray[np.int32]:
        """Return the code of each row's text, -1 (and a fault) where it cannot be a name."""
        column = table.columns[name]
        wrong: dict[int, Wrong] = {}
        for place, text in enumerate(column.values):
            found = (None if empty else Wrong("id_missing")) if text == "" else typed.wrong_id(text)
            if found is not None:
                wrong[place] = found
        told = self._tell(table, name, wrong, masks=masks)
        return np.where(told, np.int32(-1), column.codes)

    def references(
        self,
        table: Table,
        name: str,
        numbers: Mapping[str, int] | None,
        code: str,
        *,
        masks: bool = False,
        passed: frozenset[str] = frozenset(),
    ) -> NDArray[np.int32]:
        """Return the number of each row's text, -1 (and a fault) where it names nothing.

        Without `numbers` (their table is not there) texts are numbered as they come. Nothing is
        told of `passed` texts.
        """
        column = table.columns[name]
        if numbers is None:
            numbers = {text: place for place, text in enumerate(column.values) if text}
        own = np.asarray([numbers.get(text, -1) for text in column.values], dtype=np.int32)
        unknown = [
            (place, text)
            for place, text in enumerate(column.values)
            if text not in numbers and text not in passed
        ]
        known = plain_names(numbers) if unknown else frozenset()
        wrong = {place: unknown_name(text, known, code) for place, text in unknown}
        self._tell(table, name, wrong, masks=masks)
        return own[column.codes] if len(own) else np.zeros(0, dtype=np.int32)

    def counts(
        self, table: Table, name: str, grammar: re.Pattern[str], code: str
    ) -> NDArray[np.int64]:
        """Return whole numbers of a column, -1 (and a fault) where there is none."""
        values = table.columns[name].values
        numbers = {text: int(text) for text in values if grammar.fullmatch(text)}
        own = np.asarray([numbers.get(text, -1) for text in values], dtype=np.int64)
        self._tell(
            table, name, {p: Wrong(code) for p in np.flatnonzero(own < 0).tolist()}, masks=False
        )
        return own[table.columns[name].codes] if len(own) else np.zeros(0, dtype=np.int64)

    def _tell(
        self, table: Table, name: str, wrong: Mapping[int, Wrong], *, masks: bool
    ) -> NDArray[np.bool_]:
        """Add a fault for each row that holds a wrong text; return which."""
        column = table.columns[name]
        if not wrong:
            return np.zeros(len(column.codes), dtype=np.bool_)
        is_wrong = np.zeros(len(column.values), dtype=np.bool_)
        is_wrong[list(wrong)] = True
        told: NDArray[np.bool_] = is_wrong[column.codes]
        rows = np.flatnonzero(told)
        rows = rows[np.argsort(column.codes[rows], kind="stable")]
        starts = np.flatnonzero(np.diff(column.codes[rows])) + 1
        for alike in np.split(rows, starts):  # rows that hold the same text
            place = int(column.codes[alike[0]])
            self.faults.cells(
                table, name, alike, wrong[place].code, column.values[place] or None,
                masks=masks, **dict(wrong[place].fields),
            )  # fmt: skip
        return told
