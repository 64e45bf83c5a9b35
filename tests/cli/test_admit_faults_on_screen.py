"""What the screen says of faulty inputs: file, sheet, row and column; like faults in one line."""

from pathlib import Path

import pytest

from tests.cli.run import xueyou
from tests.cli.test_admit_run import as_csv, as_xlsx, folder


def test_a_faulty_cell_is_told_with_sheet_row_and_column(tmp_path: Path) -> None:
    """As the spreadsheet shows them."""
    given = folder(tmp_path / "in", as_xlsx)
    as_xlsx(given / "options", [["option", "batch", "places"], ["S0", "open", "4O"]])
    ran = xueyou("admit", "check", given)
    assert ran.code == 3
    assert "options.xlsx（工作表“Sheet1”） 第 2 行 C 列：这里要写一个不小于 0 的整数" in ran.err


def test_like_faults_are_told_in_one_line_with_their_rows(tmp_path: Path) -> None:
    """A batch misspelt in a thousand rows does not push the other faults off the screen."""
    given = folder(tmp_path / "in", as_csv)
    text = (given / "choices.csv").read_text(encoding="utf-8")
    (given / "choices.csv").write_text(text.replace(",school,", ",scool,"), encoding="utf-8")
    wrong = [n for n, line in enumerate(text.splitlines(), 1) if ",school," in line]
    ran = xueyou("admit", "check", given)
    lines = ran.err.splitlines()
    assert len(lines) == 2
    first = "、".join(map(str, wrong[:5]))
    assert f"choices.csv B 列第 {first} 行等 {len(wrong)} 行：规则里没有“scool”" in lines[0]
    assert lines[1].startswith(f"共 {len(wrong)} 处要改")


@pytest.mark.parametrize("rows", [2, 5])
def test_a_few_like_faults_are_told_with_all_their_rows(tmp_path: Path, rows: int) -> None:
    """No 等 where nothing is left out."""
    given = folder(tmp_path / "in", as_csv)
    text = (given / "quotas.csv").read_text(encoding="utf-8")
    (given / "quotas.csv").write_text(text.replace(",2\n", ",二\n", rows), encoding="utf-8")
    ran = xueyou("admit", "check", given)
    said = "、".join(str(row) for row in range(2, rows + 2))
    assert f"quotas.csv D 列第 {said} 行：" in ran.err
