"""Everything that was read, as a workbook."""

from io import BytesIO

import openpyxl
from django.test import Client

from tests.surfaces.conftest import HandIn


def test_the_workbook_opens_and_holds_the_numbers(officer: Client, document: str) -> None:
    """Tests the file that a person gets: its name, its kind, its content."""
    answer = officer.get(document + "export.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].startswith("attachment;")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert 4200 in cells
    assert 2500 in cells
    book.close()


def test_before_it_is_read_there_is_no_workbook(officer: Client, hand_in: HandIn) -> None:
    """Tests that an unread document has nothing to hand out."""
    assert officer.get(f"/bureau/plans/{hand_in(read=False)}/export.xlsx").status_code == 404
