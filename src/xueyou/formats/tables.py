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
_NEAR = (*SUFFIXES, ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".numbers", ".tsv", ".txt")


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

    Raises TableRefused: "table_twice" where there are two, "table_other_name" where there is none,
    but one of an old format or in capital letters.
    """
    found = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    found = [path for path in found if path.is_file()]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        zh = f"同一张表有两份：{names}。不知道以哪一份为准，请只留一份。"
        en = "The same table is there twice. Keep one of them."
        raise refused(found[0].name, "table_twice", zh, en)
    if not found and (near := sorted(filter(None, (_near(one, name) for one in folder.iterdir())))):
        zh = (
            f"有 {'、'.join(near)}，可是这张表只认 {name}.csv、.xlsx、.parquet（小写）。"
            "旧格式请用表格软件另存为 .xlsx；只是大小写不同，请改文件名。"
        )
        en = (
            f"{near[0]} is there, but no {name}.csv, .xlsx or .parquet. Save it anew, or rename it."
        )
        raise refused(near[0], "table_other_name", zh, en)
    return found[0] if found else None


def _near(path: Path, name: str) -> str | None:
    """Return the name of a file that may have been meant as the table."""
    stem, suffix = path.stem.casefold(), path.suffix.casefold()
    return path.name if stem == name.casefold() and suffix in _NEAR else None


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
    if len(heads) > 2 and sum(_tidy_text(head) != "" for head in heads) == 1:
        _refuse_title(file, sheet, pairs, rows)
    columns: dict[str, Column] = {}
    faults = []
    for index, (head, (texts, own)) in enumerate(zip(heads, pairs, strict=True)):
        name = _tidy_text(head)
        if name == "" and not any(texts):
            continue
        letter = column_letter(index)
        if name == "":
            zh = "这一列有内容，第 1 行却没有它的列名。请补上；上面若是标题，请删去标题。"
            en = "The column has cells but no heading in row 1."
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


def _refuse_title(
    file: str,
    sheet: str | None,
    pairs: Sequence[tuple[Sequence[str], NDArray[np.int32]]],
    rows: NDArray[np.int64],
) -> None:
    """Refuse a table whose first row has one cell, where rows below have more."""
    filled = np.zeros(len(rows), dtype=np.int64)
    for texts, own in pairs:
        if len(own):
            filled += np.asarray([text != "" for text in texts], dtype=np.bool_)[own]
    if filled.max(initial=0) > 1:  # no row has more cells than the names of the columns
        raise title_above(file, sheet, int(rows[np.argmax(filled)]))


def title_above(file: str, sheet: str | None, row: int) -> TableRefused:
    """Make the refusal of a table with a title over its heading, which seems to be in `row`."""
    zh = f"第 1 行只有一格有内容，像是标题；列名看来在第 {row} 行。请删去列名上面的各行。"
    en = f"Row 1 looks like a title, row {row} like the heading. Delete the rows above it."
    return TableRefused([TableFault(file, sheet, 1, "A", "title_above", zh, en)])


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
