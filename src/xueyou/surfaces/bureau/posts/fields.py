"""Owns a form's small parts: what a day in it means, what is said of none."""

from datetime import date

from django.http import HttpRequest


class DayMissing(ValueError):
    """A day was left out or is none; `zh` says so."""

    zh = "请写一个日子，例如2026-12-01。"


def day_of(request: HttpRequest, name: str) -> date:
    """Return the day in a field. Raises DayMissing."""
    found = day_or_none(request, name)
    if found is None:
        raise DayMissing
    return found


def day_or_none(request: HttpRequest, name: str) -> date | None:
    """Return the day in a field, None where it was left empty. Raises DayMissing."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayMissing from None
