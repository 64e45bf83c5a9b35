"""`xueyou deadline due`: working days by a table, refused in words where the table does not do."""

import json
from pathlib import Path

import pytest

from tests.cli.run import Ran, xueyou
from xueyou.formats.workbook import Column, Sheet, workbook

TABLE = """name,works,day
国庆节,0,2026-10-01
国庆节,0,2026-10-02
国庆节,1,2026-10-10
元旦,0,2027-01-01
元旦,1,2027-01-03
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Write a made table of two years, columns in an order of its own."""
    path = tmp_path / "假日.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


def _due(table: Path, start: str, days: int, *more: str) -> Ran:
    return xueyou(
        "deadline", "due", "--start", start, "--working-days", days, "--holidays", table, *more
    )


@pytest.mark.parametrize(
    ("start", "days", "more", "last"),
    [
        ("2026-09-29", 1, (), "2026-09-30"),
        ("2026-09-30", 1, (), "2026-10-05"),
        ("2026-10-09", 1, (), "2026-10-10"),
        ("2026-10-08T16:30:00+00:00", 1, (), "2026-10-10"),
        ("2026-10-05", 5, ("--extend", "2"), "2026-10-13"),
        ("2026-10-05", 3, ("--pause", "2026-10-07/2026-10-08"), "2026-10-10"),
        ("2026-10-05", 3, ("--pause", "2026-10-08/2026-10-08"), "2026-10-09"),
        ("2026-10-05", 3, ("--pause", "2026-10-09/2026-10-20"), "2026-10-08"),
        (
            "2026-10-05",
            2,
            ("--pause", "2026-10-07/2026-10-08", "--pause", "2026-10-06/2026-10-07"),
            "2026-10-10",
        ),
        ("2026-12-31", 1, (), "2027-01-03"),
    ],
)
def test_the_last_day(table: Path, start: str, days: int, more: tuple[str, ...], last: str) -> None:
    """Day 1 is the next working day; worked weekends count; pauses lose both their ends."""
    ran = _due(table, start, days, *more, "--json")
    assert (ran.code, json.loads(ran.out)["due_on"]) == (0, last)


def test_the_summary_says_the_rule(table: Path) -> None:
    """Without --json a sentence names the day and how it was counted."""
    ran = _due(table, "2026-09-30", 1)
    assert "2026年10月5日（星期一）24时截止" in ran.out
    assert "开始当天不算" in ran.out


def test_a_year_without_a_table_is_refused(table: Path, tmp_path: Path) -> None:
    """Exit 3, the year named; nothing is guessed and nothing written."""
    out, errors = tmp_path / "out.json", tmp_path / "errors.jsonl"
    ran = _due(table, "2027-12-31", 1, "--json", str(out), "--errors", str(errors))
    assert ran.code == 3
    assert "2028" in ran.err
    assert json.loads(errors.read_text())["code"] == "year_missing"
    assert not out.exists()


def test_the_day_before_new_year_is_no_table(tmp_path: Path) -> None:
    """A notice that also names 31 December of the year before does not cover that year."""
    path = tmp_path / "f.csv"
    path.write_text("day,works,name\n2026-12-31,0,元旦\n2027-01-01,0,元旦\n")
    assert _due(path, "2026-12-01", 1).code == 3
    assert _due(path, "2027-01-04", 1).code == 0


def test_all_faults_of_a_table_are_listed(tmp_path: Path) -> None:
    """Each with row and column as a spreadsheet shows them, sorted."""
    path, errors = tmp_path / "f.csv", tmp_path / "e.jsonl"
    path.write_text("day,works,name\n2026-10-01,0,a\n2026-13-01,0,a\n2026-10-01,2,a\n")
    ran = _due(path, "2026-12-01", 1, "--errors", str(errors))
    found = [json.loads(line) for line in errors.read_text().splitlines()]
    assert ran.code == 3
    assert [(one["row"], one["column"], one["code"]) for one in found] == [
        (3, "A", "holiday_day"),
        (4, "A", "holiday_twice"),
        (4, "B", "holiday_works"),
    ]


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    """The same days in .xlsx give the same answer."""
    path = tmp_path / "f.xlsx"
    columns = [Column("day"), Column("works"), Column("name")]
    rows = [["2026-10-01", 0, "国庆节"], ["2026-10-02", 0, "国庆节"]]
    path.write_bytes(workbook([Sheet("假日", columns, rows)]))
    assert json.loads(_due(path, "2026-09-30", 1, "--json").out)["due_on"] == "2026-10-05"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--pause", "2026-10-08/2026-10-01"),
        ("--pause", "2026-10-08"),
        ("--extend", "0"),
        ("--extend", "-3"),
    ],
)
def test_what_makes_no_sense_is_usage(table: Path, wrong: tuple[str, str]) -> None:
    """A pause that ends before it begins, an extension of nothing: exit 2, in words."""
    ran = _due(table, "2026-10-05", 3, *wrong)
    assert (ran.code, bool(ran.err)) == (2, True)
