"""Rows of tables as people keep them, for the tables that enrolment takes."""

from collections.abc import Iterator, Sequence

from xueyou.domains.enrolment.refusals import RowFault, TableNotTaken
from xueyou.formats.tables import Table


def rows_of(
    table: Table, columns: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Return the rows with their numbers; a column that may be left out reads as empty.

    Raises TableNotTaken where a needed column is missing, or another one stands there.
    """
    faults = [RowFault(1, name, f"缺少“{name}”这一列。") for name in needed if _lacks(table, name)]
    faults += [
        RowFault(1, name, f"没有“{name}”这一列，请删去，或改成：{'、'.join(columns)}。")
        for name in table.columns
        if name not in columns
    ]
    if faults:
        raise TableNotTaken(faults)
    return _rows(table, columns)


def _rows(table: Table, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for index, number in enumerate(table.rows.tolist()):
        yield (
            int(number),
            {
                name: ""
                if _lacks(table, name)
                else table.columns[name].values[int(table.columns[name].codes[index])]
                for name in columns
            },
        )


def _lacks(table: Table, name: str) -> bool:
    return name not in table.columns


def whole_number(text: str) -> int | None:
    """Return a number of at most five digits; None where the text is none."""
    plain = text.removesuffix(".0")
    right = plain.isascii() and plain.isdigit() and len(plain) <= 5
    return int(plain) if right else None
