"""Owns what a column is of a workbook that people fill and hand in again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its code in the hidden first row, its head, width, and whether people fill it."""

    code: str
    title: str
    width: float
    filled: bool = False


WRONG = SheetColumn("wrong", "请改这里", 46)
"""The last column of what is given back: what is wrong in its row."""
