"""Owns which days a form may name: a year typed by mistake is no day of a plan."""

from datetime import date

YEARS = range(2000, 2101)
WRONG_YEAR = "年份不对，请填四位的年份，例如2026年。没有改动。"


def mistyped(day: date) -> bool:
    """Return whether a day lies in a year that nobody can have meant: 26, 9999."""
    return day.year not in YEARS
