"""Owns rolls going out: the empty template of a school year, and a roll that is given back.

A roll given back keeps each row where its owner had it and each column he sent, so that "row
17,233" is row 17,233 again. The same roll gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.progress_workbook import MOST_COMMENTS
from xueyou.formats.roll_columns import COLUMNS, SHEET, STAMP, TITLES, WRONG
from xueyou.formats.roll_reader import RawRoll
from xueyou.formats.workbook import clean_text, is_formula_like, new_book

_ROWS = 3_000
"""Rows of the template with a drop-down."""
_HELP = {
    "document": "空着就是居民身份证。还没有证件的选“还没有证件”，号码空着。",
    "number": "这一列已经设成文本，18位号码不会变成1.1E+17。请照证件填。",
    "sex": "身份证号码里看得出来的可以空着。",
    "born_on": "写成2019-03-05。身份证号码里看得出来的可以空着。",
    "grade": "例如：一年级、七年级、高一、小班。",
    "group": "照学校自己的叫法，例如：1班、一（1）班。",
    "country": "只有用护照的学生要写：护照是哪个国家发的，例如韩国。",
    "phone1": "监护人用这个手机号登录，再填孩子的证件号码，就能直接看到孩子。",
}


def roll_template(
    year: int, *, documents: Sequence[str], relations: Sequence[str], grades: Sequence[str]
) -> bytes:
    """Return the empty .xlsx of a school year, cells set to text, with drop-downs."""
    buffer, book = new_book()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    needed = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#E2F0F0"}
    )
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(f"{SHEET}{year}学年")
    lists = {
        "document": documents,
        "sex": ("男", "女"),
        "grade": grades,
        "relation1": relations,
        "relation2": relations,
    }
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width, text)
        sheet.write_string(0, index, column.code)
        filled = needed if column.code in ("name", "number", "grade", "group") else head
        sheet.write_string(1, index, column.title, filled)
        if column.code in _HELP:
            sheet.write_comment(1, index, _HELP[column.code])
        if column.code in lists:
            sheet.data_validation(
                2, index, _ROWS, index,
                {
                    "validate": "list",
                    "source": list(lists[column.code]),
                    "error_title": "请从列表里选",
                    "error_message": f"“{column.title}”请从列表里选。",
                },
            )  # fmt: skip
    sheet.write_string(0, len(COLUMNS), f"{STAMP}{year}")
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(2, 1)
    book.close()
    return buffer.getvalue()


def returned_roll(roll: RawRoll, wrong: Mapping[int, Mapping[str, str]]) -> bytes:
    """Return the roll as it was sent, each row where it was, with what is wrong in it.

    `wrong`: row number → {code of a column: sentence}. The sentence stands as a note on the cell
    and in the last column, and in no other row.
    """
    buffer, book = new_book()
    _Returned(book, roll).write(wrong)
    book.close()
    return buffer.getvalue()


class _Returned:
    """The one sheet of a roll given back, while it is written."""

    def __init__(self, book: "xlsxwriter.Workbook", roll: RawRoll) -> None:
        base: dict[str, Any] = {"valign": "top"}
        red = base | {"bg_color": "#FBE3E0"}
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._plain = {
            wrong: {
                "text": book.add_format(kind | {"num_format": "@"}),
                "quoted": book.add_format(kind | {"num_format": "@", "quote_prefix": True}),
                "number": book.add_format(kind),
                "day": book.add_format(kind | {"num_format": "yyyy-mm-dd"}),
            }
            for wrong, kind in ((False, base), (True, red))
        }
        self._said = book.add_format(base | {"font_color": "#A3271F"})
        self._roll = roll
        self._heads = [head for head in roll.heads if head.code != WRONG.code]
        self._sheet = book.add_worksheet(SHEET)
        self._comments = 0

    def write(self, wrong: Mapping[int, Mapping[str, str]]) -> None:
        """Write heads, rows, and what is wrong."""
        sheet, head_row = self._sheet, self._roll.head_row - 1
        last = max((head.index for head in self._heads), default=0) + 1
        widths = {column.code: column.width for column in COLUMNS}
        for head in self._heads:
            sheet.set_column(head.index, head.index, widths.get(head.code, 12))
            sheet.write_string(head_row, head.index, clean_text(head.title), self._head)
        sheet.set_column(last, last, WRONG.width)
        sheet.write_string(head_row, last, WRONG.title, self._head)
        if head_row > 0:
            self._codes(last)
        for row in self._roll.rows:
            says = wrong.get(row.number, {})
            for head in self._heads:
                self._cell(row.number - 1, head.index, row.cells.get(head.key), says.get(head.code))
            if says:
                sheet.write_string(
                    row.number - 1, last, "；".join(dict.fromkeys(says.values())), self._said
                )
            if row.hidden:
                sheet.set_row(row.number - 1, None, None, {"hidden": True})
        sheet.freeze_panes(self._roll.head_row, 1)

    def _codes(self, last: int) -> None:
        """Keep the hidden row of codes where there is a row above the heads."""
        for head in self._heads:
            if head.code in TITLES:
                self._sheet.write_string(self._roll.head_row - 2, head.index, head.code)
        self._sheet.write_string(self._roll.head_row - 2, last, WRONG.code)
        if self._roll.year is not None:
            self._sheet.write_string(self._roll.head_row - 2, last + 1, f"{STAMP}{self._roll.year}")
        self._sheet.set_row(self._roll.head_row - 2, None, None, {"hidden": True})

    def _cell(self, row: int, index: int, cell: RawCell | None, says: str | None) -> None:
        sheet, looks = self._sheet, self._plain[says is not None]
        if cell is None:
            if says:
                sheet.write_blank(row, index, None, looks["text"])
        elif cell.kind in ("number", "percent"):
            sheet.write_number(row, index, float(cell.text), looks["number"])
        elif cell.kind == "date":
            sheet.write_datetime(row, index, date.fromisoformat(cell.text), looks["day"])
        else:
            quoted = cell.kind == "formula" or is_formula_like(cell.text)
            look = looks["quoted" if quoted else "text"]
            sheet.write_string(row, index, clean_text(cell.text), look)
        if says and self._comments < MOST_COMMENTS:
            self._comments += 1
            sheet.write_comment(row, index, says)
