"""Owns how rows that were copied out of a table and pasted into a form are read."""

import re

MOST_ROWS = 5000
_CELLS = re.compile(r"[\t,，、 ]+")
"""Between the cells of a row, as a spreadsheet gives them to the clipboard or a hand writes."""


def rows_pasted(text: str) -> list[list[str]]:
    """Return the cells of each line that has any; what is beyond MOST_ROWS lines is not read."""
    lines = (line.strip() for line in text.splitlines()[:MOST_ROWS])
    return [[cell.strip() for cell in _CELLS.split(line)] for line in lines if line]
