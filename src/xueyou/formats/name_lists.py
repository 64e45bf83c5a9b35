"""Owns lists of people going out as a workbook: every cell text, so that no number is changed."""

from collections.abc import Sequence

from xueyou.formats.workbook import clean_text, new_book


def name_list(
    sheet: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]
) -> bytes:
    """Return the .xlsx bytes of rows under (head, width) columns; nothing becomes a formula."""
    buffer, book = new_book()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(sheet)
    for index, (title, width) in enumerate(columns):
        page.set_column(index, index, width, text)
        page.write_string(0, index, title, head)
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            page.write_string(number, index, clean_text(cell), text)
    page.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()
