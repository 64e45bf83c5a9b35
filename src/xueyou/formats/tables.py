"""Owns tables coming in: .csv, .xlsx or .parquet to columns of text, with the rows a person sees.

A column is dictionary-encoded: its distinct texts and, for each row, which of them. So a million
rows are checked by looking at their distinct cells. Cells are stripped of blanks around them and
brought to NFC; what they mean is not asked here. Rows with nothing in them are left out, and the
others keep the number that a spreadsheet shows.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SUFFIXES = (".csv", ".xlsx", ".parquet")
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class TableFault:
    """Why a table, or one cell of it, cannot be taken; row 1 is the heading."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    zh: str
    en: str


class TableRefused(Exception):
    """A table that was not read; `faults` says why, all at once."""

    def __init__(self, faults: Sequence[TableFault]) -> None:
        super().__init__(faults[0].zh)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: row i holds `values[codes[i]]`. An empty cell is the empty text."""

    letter: str  # as a spreadsheet names the column
    values: Sequence[str]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Table:
    """A table read whole. `rows` are the numbers shown beside the rows, the heading being 1."""

    file: str
    sheet: str | None
    columns: Mapping[str, Column]
    rows: NDArray[np.int64]


def find_table(folder: Path, name: str) -> Path | None:
    """Return the one file `name` with a suffix we read; None where there is none.

    Raises TableRefused ("table_twice") where there are two.
    """
    found = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    found = [path for path in found if path.is_file()]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        raise TableRefused(
            [
                TableFault(
                    found[0].name,
                    None,
                    None,
                    None,
                    "table_twice",
                    f"同一张表有两份：{names}。不知道以哪一份为准，请只留一份。",
                    "The same table is there twice. Keep one of them.",
                )
            ]
        )
    return found[0] if found else None


def read_table(path: Path) -> Table:
    """Return the table in a file. Raises TableRefused."""
    from xueyou.formats import table_books, table_csv

    if path.stat().st_size > MOST_BYTES:
        raise refused(path.name, "too_large", "文件超过 1 GB，没有读。", "The file exceeds 1 GB.")
    if path.suffix == ".csv":
        return table_csv.read(path)
    if path.suffix == ".xlsx":
        return table_books.read_xlsx(path)
    return table_books.read_parquet(path)


def table_of(name: str, rows: Sequence[Mapping[str, str]], heads: Sequence[str] = ()) -> Table:
    """Return a table of made rows, as if its file had held the columns `heads`, then any others.

    Made rows need no file: a call's frozen rows, a test's.
    """
    names = list(dict.fromkeys([*heads, *(key for row in rows for key in row)]))
    encoders = [Encoder() for _ in names]
    for row in rows:
        for encoder, key in zip(encoders, names, strict=True):
            encoder.add(row.get(key, ""))
    return assemble(name, None, names, encoders, np.arange(2, len(rows) + 2, dtype=np.int64))


class Encoder:
    """Turns the cells of one column into codes as they come."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.codes: list[int] = []

    def add(self, text: str) -> None:
        """Take the next cell."""
        self.codes.append(self.values.setdefault(text, len(self.values)))

    def extend(self, texts: Iterable[str]) -> None:
        """Take many cells."""
        for text in texts:
            self.add(text)


def assemble(
    file: str,
    sheet: str | None,
    heads: Sequence[str],
    encoders: Sequence[Encoder],
    rows: NDArray[np.int64],
) -> Table:
    """Make a table of encoded columns. Raises TableRefused where the heading is broken."""
    codes = [np.asarray(encoder.codes, dtype=np.int32) for encoder in encoders]
    return tidied(file, sheet, heads, [list(e.values) for e in encoders], codes, rows)


def tidied(
    file: str,
    sheet: str | None,
    heads: Sequence[str],
    values: Sequence[Sequence[str]],
    codes: Sequence[NDArray[np.int32]],
    rows: NDArray[np.int64],
) -> Table:
    """Make a table: texts stripped and in NFC, empty rows and columns without heading left out."""
    pairs = [_tidy(texts, own) for texts, own in zip(values, codes, strict=True)]
    filled = np.zeros(len(rows), dtype=np.bool_)
    for texts, own in pairs:
        if len(own):
            filled |= np.asarray([text != "" for text in texts], dtype=np.bool_)[own]
    if not filled.all():
        rows = rows[filled]
        pairs = [(texts, own[filled]) for texts, own in pairs]
    columns: dict[str, Column] = {}
    faults = []
    for index, (head, (texts, own)) in enumerate(zip(heads, pairs, strict=True)):
        name = _tidy_text(head)
        if name == "" and not any(texts):
            continue
        letter = column_letter(index)
        if name == "":
            zh, en = "这一列有内容，却没有列名。", "The column has cells but no heading."
            faults.append(TableFault(file, sheet, 1, letter, "no_heading", zh, en))
        elif name in columns:
            zh = f"列名“{name}”写了两次。请只留一列。"
            en = "The heading stands twice."
            faults.append(TableFault(file, sheet, 1, letter, "heading_twice", zh, en))
        else:
            columns[name] = Column(letter, texts, own)
    if faults:
        raise TableRefused(faults)
    if not columns:
        raise refused(file, "empty_file", "文件是空的，第一行要写列名。", "The file is empty.")
    return Table(file, sheet, columns, rows)


def refused(file: str, code: str, zh: str, en: str, row: int | None = None) -> TableRefused:
    """Make the refusal of a whole file."""
    return TableRefused([TableFault(file, None, row, None, code, zh, en)])


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _tidy(
    texts: Sequence[str], codes: NDArray[np.int32]
) -> tuple[Sequence[str], NDArray[np.int32]]:
    tidy = [_tidy_text(text) for text in texts]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(tidy))}
    if len(distinct) == len(tidy):
        return tidy, codes
    moved = np.asarray([distinct[text] for text in tidy], dtype=np.int32)
    return list(distinct), moved[codes]


def _tidy_text(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
