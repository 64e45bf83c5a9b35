"""Owns rows that are no rows of their table: sums and notes left below, headings printed again.

Such a row is told once, as what it is; its cells are not asked for anything else. Nothing is left
out in silence: an office may have people whose rows look odd.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Column, Table
from xueyou.rulebook.tables.input_faults import InputFaults

_SUM = re.compile(
    r"(?:合|总|小|共|累)计(?:数|人数)?[:：]?|总数[:：]?|(?:sub)?total:?", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:制表|填表|审核|复核|经办|备注|说明|注|单位盖章|盖章)\w{0,4}[:：].*", re.DOTALL
)
_FIRST = frozenset("合总小共累制填审复经备说注单盖tTsS")
"""Signs with which such a text begins: a million ids are looked at by their first."""


def without_foot_rows(table: Table, heads: Sequence[str], faults: InputFaults) -> Table:
    """Return the table without such rows, each told at the cell of `heads` that gives it away."""
    gone: dict[int, None] = {}
    for name in heads:
        column = table.columns.get(name)
        if column is None:
            continue
        feet = [n for n, text in enumerate(column.values) if text[:1] in _FIRST and _is_foot(text)]
        again = [column.values.index(name)] if name in column.values else []
        for code, places in (("foot_row", feet), ("heading_again", again)):
            rows = np.flatnonzero(np.isin(column.codes, places)) if places else ()
            for row in map(int, rows):
                if row not in gone:
                    faults.cell(table, name, row, code, None)
                    gone[row] = None
    return _without(table, list(gone)) if gone else table


def _is_foot(text: str) -> bool:
    bare = "".join(text.split())
    return _SUM.fullmatch(bare) is not None or _NOTE.fullmatch(bare) is not None


def _without(table: Table, gone: Sequence[int]) -> Table:
    stays = np.ones(len(table.rows), dtype=np.bool_)
    stays[list(gone)] = False
    columns = {name: _kept(column, stays) for name, column in table.columns.items()}
    return Table(table.file, table.sheet, columns, table.rows[stays])


def _kept(column: Column, stays: NDArray[np.bool_]) -> Column:
    """Return a column of fewer rows; texts that no row holds any more are left out."""
    used, codes = np.unique(column.codes[stays], return_inverse=True)
    values = [column.values[place] for place in used.tolist()]
    return Column(column.letter, values, codes.reshape(-1).astype(np.int32))
