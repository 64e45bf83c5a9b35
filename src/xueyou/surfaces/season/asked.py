"""Owns which year is asked for."""

from django.http import HttpRequest

DIGITS = 4


def year_asked(request: HttpRequest) -> int | None:
    """Return the year in the query, None where none is: then it is the newest."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == DIGITS else None
