"""A list as an office of a made-up city keeps it: titles, merged cells, odd digits, notes.

Nobody in it exists. `write_messy` lays rows of (applicant, option's name or 未录取) over sheets.
"""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

Row = tuple[str, str]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def write_messy(path: Path, rows: Sequence[Row], *, page: int = 10) -> None:
    """Write rows as a messy workbook: each school's pupils under one merged cell, pages, sums."""
    book = xlsxwriter.Workbook(str(path))
    merged = book.add_format({"valign": "vcenter"})
    placed = [row for row in rows if row[1] != "未录取"]
    _placed(book.add_worksheet("录取名单"), placed, merged, page)
    _unplaced(book.add_worksheet("未录取"), [row for row in rows if row[1] == "未录取"], merged)
    note = book.add_worksheet("说明")
    note.write(0, 0, "本表由学校上报汇总，仅供内部核对。")
    book.close()


def _placed(
    sheet: "xlsxwriter.worksheet.Worksheet",
    rows: Sequence[Row],
    merged: "xlsxwriter.format.Format",
    page: int,
) -> None:
    sheet.merge_range(0, 0, 0, 3, "临澄市2025年高中阶段学校录取名单", merged)
    sheet.merge_range(1, 0, 1, 3, "（第一次公布稿）", merged)
    sheet.merge_range(3, 0, 4, 0, "序号", merged)
    sheet.merge_range(3, 1, 4, 1, "准考证号", merged)
    sheet.merge_range(3, 2, 3, 3, "录取情况", merged)
    sheet.write(4, 2, "学校")
    sheet.write(4, 3, "批次")
    line, number = 5, 0
    by_school: dict[str, list[str]] = {}
    for applicant, school in rows:
        by_school.setdefault(school, []).append(applicant)
    for school, applicants in by_school.items():
        first = line
        for applicant in applicants:
            number += 1
            sheet.write(line, 0, number)
            # A third of the ids are numbers, a third in full-width digits, a third with blanks.
            if number % 3 == 0:
                sheet.write_number(line, 1, int(applicant))
            elif number % 3 == 1:
                sheet.write_string(line, 1, applicant.translate(_WIDE))
            else:
                sheet.write_string(line, 1, f" {applicant[:4]} {applicant[4:]}　")
            sheet.write(line, 3, "统一录取")
            line += 1
        if line - first > 1:
            sheet.merge_range(first, 2, line - 1, 2, school, merged)
        else:
            sheet.write(first, 2, school)
        sheet.write(line, 0, "小计")
        sheet.write(line, 1, f"{line - first}人")
        line += 1
        if number // page != (number - len(applicants)) // page:
            sheet.write_row(line, 0, ["序号", "准考证号", "学校", "批次"])
            line += 1
    sheet.merge_range(line + 1, 0, line + 1, 3, "制表：招生办　　审核：　　盖章", merged)


def _unplaced(
    sheet: "xlsxwriter.worksheet.Worksheet",
    rows: Sequence[Row],
    merged: "xlsxwriter.format.Format",
) -> None:
    sheet.merge_range(0, 0, 0, 1, "未录取考生", merged)
    sheet.write_row(2, 0, ["准考证号", "录取结果"])
    for line, (applicant, _) in enumerate(rows, 3):
        sheet.write_string(line, 0, applicant)
        sheet.write_string(line, 1, "未 录取" if line % 2 else "—")
