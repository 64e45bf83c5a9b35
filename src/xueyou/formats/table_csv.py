"""Owns .csv tables: UTF-8 (UTF-16 and GB18030 are told by their bytes), with or without BOM.

Well-formed files are read by pyarrow, on all cores. What it will not take (blank lines inside, a
row of another width) is read record by record, so that every such row is told with its number.
"""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from xueyou.formats.plaintext import decode
from xueyou.formats.refusal import Refusal
from xueyou.formats.tables import (
    Encoder,
    Table,
    TableFault,
    TableRefused,
    assemble,
    refused,
    tidied,
    title_above,
)

_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 22
_MOST_FAULTS = 100_000
_OTHER_SIGNS = re.compile("[\t;；]")
_NOT_COMMAS = (
    "各格之间用的不是半角逗号（看来是制表符或分号）。请在表格软件里另存为 CSV UTF-8（逗号分隔）。",
    "Cells are parted by tabs or semicolons. Save the table as CSV with commas.",
)


def read(path: Path) -> Table:
    """Return the table in a .csv file. Raises TableRefused."""
    data = _utf8(path)
    if not data.strip():
        raise refused(path.name, "empty_file", "文件是空的，第一行要写列名。", "The file is empty.")
    heads = _heads(path.name, data)
    if len(heads) == 1 and _OTHER_SIGNS.search(heads[0]):
        raise refused(path.name, "not_commas", *_NOT_COMMAS, row=1)
    if not _has_blank_lines(data):
        try:
            return _by_arrow(path.name, data, heads)
        except pa.ArrowInvalid:
            pass
    return _by_record(path.name, data, heads)


def _utf8(path: Path) -> bytes:
    data = path.read_bytes()
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    if data.isascii() and b"\x00" not in data:
        return data
    try:
        if b"\x00" not in data:
            data.decode("utf-8")
            return data
        text = decode(data)[0]
    except UnicodeDecodeError:
        try:
            text = decode(data)[0]
        except Refusal as refusal:
            raise refused(path.name, refusal.code, refusal.zh, refusal.en) from None
    except Refusal as refusal:
        raise refused(path.name, refusal.code, refusal.zh, refusal.en) from None
    return text.removeprefix("\ufeff").encode()


def _heads(file: str, data: bytes) -> list[str]:
    try:
        return next(csv.reader(_text(data), strict=True), [])
    except csv.Error as error:
        raise _broken(file, 1, error) from None


def _text(data: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _has_blank_lines(data: bytes) -> bool:
    """Say whether a line may be empty: pyarrow would skip it and lose count of the rows."""
    if data[:1] in (b"\n", b"\r"):
        return True
    return any(pair in data for pair in (b"\n\n", b"\n\r", b"\r\r"))


def _by_arrow(file: str, data: bytes, heads: list[str]) -> Table:
    names = [str(index) for index in range(len(heads))]
    kind = pa.dictionary(pa.int32(), pa.string())
    table = arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(
            column_names=names, skip_rows_after_names=1, block_size=_BLOCK
        ),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in data),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, kind), strings_can_be_null=False
        ),
    )
    values, codes = [], []
    for column in table.columns:
        texts, own = _unified(column)
        values.append(texts)
        codes.append(own)
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return tidied(file, None, heads, values, codes, rows)


def _unified(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int32]]:
    whole = column.unify_dictionaries()
    chunks = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in whole.chunks]
    codes = np.concatenate(chunks) if chunks else np.zeros(0, dtype=np.int32)
    texts = whole.chunk(0).dictionary.to_pylist() if chunks else []
    return texts, codes.astype(np.int32, copy=False)


def _by_record(file: str, data: bytes, heads: list[str]) -> Table:
    encoders = [Encoder() for _ in heads]
    rows: list[int] = []
    faults: list[TableFault] = []
    reader = csv.reader(_text(data), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1 or not cells:
                continue
            extra = cells[len(heads) :]
            if len(heads) == 1 and sum(map(bool, cells)) > 1:
                raise title_above(file, None, number)
            if (len(cells) < len(heads) and len(heads) > 1 and any(cells)) or any(extra):
                faults.append(_ragged(file, number, len(cells), len(heads)))
                if len(faults) >= _MOST_FAULTS:
                    break
                continue
            for encoder, cell in zip(encoders, cells + [""] * len(heads), strict=False):
                encoder.add(cell)
            rows.append(number)
    except csv.Error as error:
        raise TableRefused([*faults, *_broken(file, number + 1, error).faults]) from None
    if faults:
        raise TableRefused(faults)
    return assemble(file, None, heads, encoders, np.asarray(rows, dtype=np.int64))


def _ragged(file: str, row: int, found: int, wanted: int) -> TableFault:
    return TableFault(
        file,
        None,
        row,
        None,
        "row_width",
        f"这一行有 {found} 格，列名有 {wanted} 个。请看看是不是多了或少了逗号、引号。",
        f"The row has {found} cells, the heading {wanted}.",
    )


def _broken(file: str, row: int, error: csv.Error) -> TableRefused:
    zh = f"从第 {row} 行起不是合格的 CSV（引号没有成对，或有特殊字符）。请另存为 CSV UTF-8 再交。"
    return refused(file, "broken_csv", zh, f"No valid CSV from row {row} on: {error}.", row)
