"""Tables as offices keep them: what cannot be read for certain is refused with what to do."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xueyou.formats.tables import Table, TableFault, TableRefused, find_table, read_table

HEADS = ["applicant", "group", "score"]
Rows = Sequence[Sequence[object]]


def book(path: Path, *sheets: tuple[str, Rows]) -> tuple[Path, openpyxl.Workbook]:
    """Return a workbook of sheets, not yet saved, and where it is to lie."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return path / "applicants.xlsx", made


def read(file: Path, made: openpyxl.Workbook) -> Table:
    made.save(file)
    return read_table(file)


def told(file: Path, made: Any = None) -> list[TableFault]:
    if made is not None:
        made.save(file)
    with pytest.raises(TableRefused) as refused:
        read_table(file)
    return list(refused.value.faults)


def texts(table: Table, name: str) -> list[str]:
    column = table.columns[name]
    return [column.values[code] for code in column.codes]


def test_a_title_over_the_heading_is_told_once_with_the_row_of_the_heading(tmp_path: Path) -> None:
    """Not once for each column that seems to have no name."""
    title = [["2026年报名表"], ["填报单位：招生办", "", "6月1日"], HEADS, ["a", "", 1]]
    file, made = book(tmp_path, ("名单", title))
    made["名单"].merge_cells("A1:C1")
    (fault,) = told(file, made)
    assert (fault.row, fault.code) == (1, "title_above")
    assert "第 3 行" in fault.zh


@pytest.mark.parametrize("title", ["2026年报名表", "2026年报名表,,"])
def test_a_title_over_the_heading_of_a_csv_file(tmp_path: Path, title: str) -> None:
    """Saved from a spreadsheet, or typed."""
    file = tmp_path / "applicants.csv"
    file.write_text(f"{title}\napplicant,group,score\na,,1\nb,,2\n", encoding="utf-8")
    (fault,) = told(file)
    assert (fault.row, fault.code) == (1, "title_above")
    assert "第 2 行" in fault.zh


def test_two_sheets_with_content_are_refused_by_name(tmp_path: Path) -> None:
    """Half of the applicants may stand on the second."""
    rows = [HEADS, ["a", "", 1]]
    file, made = book(tmp_path, ("一班", rows), ("空", []), ("二班", rows))
    (fault,) = told(file, made)
    assert fault.code == "sheets_many"
    assert "一班、二班" in fault.zh


def test_hidden_and_empty_sheets_are_not_read(tmp_path: Path) -> None:
    """Lists to choose from, the empty sheets a program makes."""
    file, made = book(
        tmp_path, ("码表", [["是"], ["否"]]), ("名单", [HEADS, ["a", "", 1]]), ("Sheet3", [])
    )
    made["码表"].sheet_state = "veryHidden"
    assert read(file, made).sheet == "名单"


def test_a_formula_whose_result_was_never_saved_is_refused(tmp_path: Path) -> None:
    """It would be read as an empty cell, so as unknown."""
    file, made = book(tmp_path, ("名单", [HEADS, ["a", "", "=1+1"], ["b", "", 3]]))
    (fault,) = told(file, made)
    assert (fault.row, fault.column, fault.code) == (2, "C", "formula_unsaved")


def test_cells_merged_over_rows_are_refused(tmp_path: Path) -> None:
    """Only the first of them holds anything: the others would be unknown."""
    rows = [HEADS, ["a", "T", 1], ["b", "", 2], ["c", "", 3]]
    file, made = book(tmp_path, ("名单", rows))
    made["名单"].merge_cells("B2:B3")
    (fault,) = told(file, made)
    assert (fault.row, fault.column, fault.code) == (2, "B", "merged_cells")
    assert "B2:B3" in fault.zh


def test_a_merged_note_or_empty_cells_merged_hide_nothing(tmp_path: Path) -> None:
    """They are rows to be told of, or no rows, but no cells that lost their value."""
    rows = [HEADS, ["a", "", 1], ["", "", ""], ["制表：招生办"]]
    file, made = book(tmp_path, ("名单", rows))
    made["名单"].merge_cells("A4:C4")
    made["名单"].merge_cells("B2:B3")
    assert texts(read(file, made), "applicant") == ["a", "制表：招生办"]


def test_dates_and_numbers_come_out_as_they_are_meant(tmp_path: Path) -> None:
    """A real date however it is shown; a number that was typed as text; a sum of fractions."""
    file, made = book(
        tmp_path,
        ("名单", [["applicant", "born", "score"], ["a", date(2019, 9, 1), 0.1 + 0.2],
                  ["b", "2019年9月1日", "707.50"], ["c", True, 45.0]]),
    )  # fmt: skip
    made["名单"]["B2"].number_format = 'yyyy"年"m"月"d"日"'
    table = read(file, made)
    assert texts(table, "born") == ["2019-09-01", "2019年9月1日", "1"]
    assert texts(table, "score") == ["0.3", "707.50", "45"]


def test_dates_of_an_old_mac_workbook_are_the_days_it_shows(tmp_path: Path) -> None:
    """Its days are counted from 1904."""
    file, made = book(tmp_path, ("名单", [["applicant", "born"], ["a", None]]))
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made["名单"]["B2"] = date(2019, 9, 1)
    assert texts(read(file, made), "born") == ["2019-09-01"]


@pytest.mark.parametrize("sign", ["\t", ";", "；"])
def test_cells_parted_by_something_else_than_commas(tmp_path: Path, sign: str) -> None:
    """A text file saved from a spreadsheet, under the name of a CSV file."""
    file = tmp_path / "applicants.csv"
    file.write_text(f"{sign.join(HEADS)}\n{sign.join('a12')}\n", encoding="utf-8")
    (fault,) = told(file)
    assert (fault.row, fault.code) == (1, "not_commas")


@pytest.mark.parametrize(
    "name", ["applicants.xls", "applicants.et", "Applicants.xlsx", "applicants.CSV"]
)
def test_a_file_nearly_named_as_the_table_is_named(tmp_path: Path, name: str) -> None:
    """An old format, or capital letters: not as if there were nothing."""
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / f"~${name}").write_bytes(b"x")
    with pytest.raises(TableRefused) as refused:
        find_table(tmp_path, "applicants")
    (fault,) = refused.value.faults
    assert fault.code == "table_other_name"
    assert name in fault.zh


def test_a_lock_file_of_an_open_workbook_is_no_table(tmp_path: Path) -> None:
    """It lies there as long as somebody looks at the workbook."""
    (tmp_path / "~$applicants.xlsx").write_bytes(b"x")
    assert find_table(tmp_path, "applicants") is None
