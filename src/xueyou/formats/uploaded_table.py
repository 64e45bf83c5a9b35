"""Owns reading a table that somebody uploaded: the reader of tables, in a process of its own."""

from pathlib import Path
from typing import Any

import numpy as np

from xueyou.formats.archive import open_archive
from xueyou.formats.filled_sheet import Step
from xueyou.formats.isolation import read_result_apart
from xueyou.formats.load import never, require_kind
from xueyou.formats.spreadsheet_parts import sheet_shapes
from xueyou.formats.table_books import read_xlsx
from xueyou.formats.tables import Column, Table, TableFault, TableRefused


def read_uploaded_table(path: Path, *, name: str) -> Table:
    """Read an uploaded .xlsx as a table. Raises Refusal; TableRefused with every fault.

    `name` is the file's name as its owner gave it.
    """
    require_kind(path, "xlsx", name=name)
    said = read_result_apart("table", path, progress=None, cancelled=never)
    if "faults" in said:
        raise TableRefused([TableFault(*fault) for fault in said["faults"]])
    columns = {
        head: Column(letter, values, np.asarray(codes, dtype=np.int32))
        for head, letter, values, codes in said["columns"]
    }
    return Table(name, said["sheet"], columns, np.asarray(said["rows"], dtype=np.int64))


def table_rows(path: Path, step: Step) -> dict[str, Any]:
    """Return the table, or what is wrong with it, as JSON values; runs in the reading process."""
    with open_archive(path) as archive:  # refuses bombs and sheets that reach too far
        sheet_shapes(archive, step)
    try:
        table = read_xlsx(path)
    except TableRefused as refused:
        return {
            "faults": [
                [f.file, f.sheet, f.row, f.column, f.code, f.zh, f.en] for f in refused.faults
            ]
        }
    return {
        "sheet": table.sheet,
        "rows": table.rows.tolist(),
        "columns": [
            [name, one.letter, list(one.values), one.codes.tolist()]
            for name, one in table.columns.items()
        ],
    }
