"""Owns lists for another office going out, and answers given back with what is wrong in them."""

from collections.abc import Sequence

from xueyou.formats.check_columns import SHEET, Asked, columns_of
from xueyou.formats.list_writer import ListedRow, ListForm, list_workbook


def check_workbook(
    asked: Sequence[Asked], rows: Sequence[ListedRow], about: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the .xlsx bytes; `about` stands on a second sheet: heading and text, line by line."""
    choices = {one.says.code: one.choices for one in asked}
    choices |= {one.has.code: tuple(one.among) for one in asked if one.among}
    hints = {one.has.code: one.hint for one in asked if one.hint}
    return list_workbook(ListForm(SHEET, columns_of(asked), choices, hints, about), rows)
