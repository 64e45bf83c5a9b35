"""Owns what a day in a form means, and what is said where there is none."""

from datetime import date

from django.http import HttpRequest

from xueyou.formats.days import day

MISSING = "请写一个日子，例如2026-12-01。"


class DayMissing(ValueError):
    """A day was left out or is none; `field` says which, `zh` what to do."""

    def __init__(self, field: str, zh: str) -> None:
        super().__init__(zh)
        self.field = field
        self.zh = zh


def day_of(request: HttpRequest, name: str, zh: str = MISSING) -> date:
    """Return the day in a field. Raises DayMissing with the sentence given."""
    found = day_or_none(request, name, zh)
    if found is None:
        raise DayMissing(name, zh)
    return found


def day_or_none(request: HttpRequest, name: str, zh: str = MISSING) -> date | None:
    """Return the day in a field, None where it was left empty. Raises DayMissing."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    found = day(text)
    if found is None:
        raise DayMissing(name, zh)
    return found
