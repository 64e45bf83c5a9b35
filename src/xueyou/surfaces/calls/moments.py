"""Owns what a moment in a form means: the city's clock, to the minute."""

from collections.abc import Mapping
from datetime import datetime

from xueyou.platform.time import CITY

LONGEST = 20


class MomentMissing(ValueError):
    """A moment was left out or is none; `field` says which, `zh` what to do."""

    def __init__(self, field: str, zh: str) -> None:
        super().__init__(zh)
        self.field = field
        self.zh = zh


def moment_of(given: Mapping[str, str], name: str, zh: str) -> datetime:
    """Return the moment in a field. Raises MomentMissing, which names the field by its words."""
    found = moment_or_none(given, name, zh)
    if found is None:
        raise MomentMissing(name, f"“{zh}”还没有写，没有保存。请写到几点几分。")
    return found


def moment_or_none(given: Mapping[str, str], name: str, zh: str) -> datetime | None:
    """Return the moment in a field, None where it was left empty. Raises MomentMissing."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text[:LONGEST])
    except ValueError:
        raise MomentMissing(
            name, f"“{zh}”要写成日期和时间，例如2026-08-01 08:00。没有保存。"
        ) from None
    return found.replace(tzinfo=CITY) if found.tzinfo is None else found


def written(moment: datetime | None) -> str:
    """Return a moment as a form's box holds it; "" for none."""
    return "" if moment is None else moment.astimezone(CITY).strftime("%Y-%m-%dT%H:%M")
