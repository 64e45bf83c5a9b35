"""Owns the empty tables that people fill: heads in the first row, every cell set to text."""

from collections.abc import Sequence

from xueyou.formats.workbook import new_book


def empty_table(sheet: str, columns: Sequence[tuple[str, float, str]]) -> bytes:
    """Return the .xlsx bytes of (head, width, what to fill in) columns: numbers stay whole."""
    buffer, book = new_book()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(sheet)
    for index, (title, width, help_text) in enumerate(columns):
        page.set_column(index, index, width, text)
        page.write_string(0, index, title, head)
        if help_text:
            page.write_comment(0, index, help_text)
    page.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
