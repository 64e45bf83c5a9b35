"""Tables come in as columns of text, with the rows that a spreadsheet shows."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import xlsxwriter

from xueyou.formats.tables import Table, TableRefused, find_table, read_table, table_of


def columns(table: Table) -> dict[str, list[str]]:
    return {
        name: [column.values[code] for code in column.codes]
        for name, column in table.columns.items()
    }


def csv_of(path: Path, data: bytes) -> Table:
    (path / "t.csv").write_bytes(data)
    return read_table(path / "t.csv")


def faults(path: Path, data: bytes) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(TableRefused) as refused:
        csv_of(path, data)
    return [(f.row, f.column, f.code) for f in refused.value.faults]


@pytest.mark.parametrize(
    "data",
    [
        b"id,n\n007,\xe5\xad\xa6\n8,x\n",
        b"\xef\xbb\xbfid,n\r\n007,\xe5\xad\xa6\r\n8,x\r\n",
        b'"id","n"\n"007","\xe5\xad\xa6"\n8, x ',
        "id,n\n007,学\n8,x\n".encode("utf-16"),
    ],
)
def test_the_same_table_in_other_writings(tmp_path: Path, data: bytes) -> None:
    """BOM, CRLF, quotes, blanks around cells and UTF-16 change nothing."""
    assert columns(csv_of(tmp_path, data)) == {"id": ["007", "8"], "n": ["学", "x"]}


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    """A blank line and a row of empty cells."""
    table = csv_of(tmp_path, b"a,b\n1,x\n\n,\n2,y\n")
    assert table.rows.tolist() == [2, 5]


def test_a_cell_with_a_line_end_is_one_row(tmp_path: Path) -> None:
    """What follows keeps its number."""
    table = csv_of(tmp_path, b'a,b\n"1\n1",x\n2,y\n')
    assert columns(table)["a"] == ["1\n1", "2"]
    assert table.rows.tolist() == [2, 3]


def test_text_comes_in_nfc(tmp_path: Path) -> None:
    """Two writings of one letter are one text."""
    table = csv_of(tmp_path, "a\ne\u0301\n\u00e9\n".encode())
    assert columns(table)["a"] == ["é", "é"]


def test_rows_of_another_width_are_all_told(tmp_path: Path) -> None:
    """Too many and too few cells, and a quote that never ends."""
    assert faults(tmp_path, b'a,b\n1,x,3\n1\n2,2\n"x') == [
        (2, None, "row_width"),
        (3, None, "row_width"),
        (5, None, "broken_csv"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (b" \n", "empty_file"), (b"a,a\n1,2\n", "heading_twice"),
     (b"a,\n1,2\n", "no_heading"), (b"\x00\x01\x02\xff", "binary")],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    """Empty, two headings alike, a column without one, bytes that are no text."""
    assert faults(tmp_path, data)[0][2] == code


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    """Nobody knows which one counts."""
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")
    (tmp_path / "t.xlsx").write_bytes(b"x")
    with pytest.raises(TableRefused) as refused:
        find_table(tmp_path, "t")
    assert refused.value.faults[0].code == "table_twice"


def book(path: Path, *rows: list[object]) -> Path:
    file = path / "t.xlsx"
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("名单")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(r, c, value, None, "#DIV/0!")
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                else:
                    sheet.write(r, c, value)
    return file


def test_ids_of_18_digits_stay_exact_as_text(tmp_path: Path) -> None:
    """Text cells are taken as they stand, numbers of 15 digits as well."""
    table = read_table(book(tmp_path, ["id", "n"], ["110101199001011234", 720.5], ["007", 12]))
    assert columns(table) == {"id": ["110101199001011234", "007"], "n": ["720.5", "12"]}
    assert table.sheet == "名单"


def test_a_number_of_18_digits_has_lost_its_end_and_is_refused(tmp_path: Path) -> None:
    """It is told with row and column, beside the cell that shows an error."""
    file = book(tmp_path, ["id", "n"], [110101199001011234, 1], ["8", "=1/0"])
    with pytest.raises(TableRefused) as refused:
        read_table(file)
    assert sorted((f.row, f.column, f.code) for f in refused.value.faults) == [
        (2, "A", "number_too_long"),
        (3, "B", "error_cell"),
    ]


def test_parquet_gives_the_same_texts(tmp_path: Path) -> None:
    """Typed columns as they would be written."""
    file = tmp_path / "t.parquet"
    made = {"id": [110101199001011234, 7], "s": [720.5, 12.0], "t": ["学", None]}
    parquet.write_table(pa.table(made), file)
    found = columns(read_table(file))
    assert found == {"id": ["110101199001011234", "7"], "s": ["720.5", "12"], "t": ["学", ""]}


def test_made_rows_are_a_table_too() -> None:
    """Without a file."""
    assert columns(table_of("t", [{"a": "1"}, {"b": "2"}])) == {"a": ["1", ""], "b": ["", "2"]}
