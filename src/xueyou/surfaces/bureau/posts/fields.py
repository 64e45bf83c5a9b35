"""Owns a form's small parts: its own key, what a day in it means, what is said of none."""

from datetime import date
from uuid import uuid4

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


def fresh_key() -> str:
    """Return a new key. Given to a template as it is, so that each form on a page gets its own."""
    return str(uuid4())
