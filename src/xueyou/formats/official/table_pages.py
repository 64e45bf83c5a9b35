"""Owns a page of sentences and tables as PDF: A4, upright, set by Typst."""

from xueyou.formats.official.typesetting import typeset
from xueyou.formats.table_pages import TablePage, as_data


def table_page_pdf(page: TablePage) -> bytes:
    """Return the PDF of a page. Raises NotSet where Typst could not set it."""
    return typeset("table_page", as_data(page))
