"""The lights that hang on the wall, read once; and what their arithmetic says in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from xueyou.domains.plans.models import Light

OnWall = Mapping[tuple[str, UUID, UUID], "LightRow"]
"""(about_kind, about_uid, organisation uid) → the light on the wall."""


@dataclass(frozen=True, slots=True)
class LightRow:
    """A light on the wall, for one organisation."""

    about_kind: str
    about_uid: UUID
    organisation_uid: UUID
    light: str
    sentence: str
    arithmetic: Mapping[str, str]
    judged_on: date
    current: bool
    """Whether the owner sees the same one; if not, a worse one waits for its day."""

    def figure(self, name: str) -> Fraction | None:
        """Return an exact figure of the arithmetic, None where it is not there."""
        try:
            return Fraction(self.arithmetic[name])
        except (KeyError, ValueError, TypeError, ZeroDivisionError):
            return None

    def day(self, name: str) -> date | None:
        """Return a day of the arithmetic, None where it is not there."""
        try:
            return date.fromisoformat(self.arithmetic[name])
        except (KeyError, ValueError, TypeError):
            return None

    def known_on(self, today: date) -> date:
        """Return the day up to which facts behind this light may be shown.

        While a worse light waits for its day, this one is no longer judged anew.
        """
        return today if self.current else self.day("on") or self.judged_on


def lights_on_wall(plan_uid: UUID) -> OnWall:
    """Return every light of the plan that hangs on the wall. One query."""
    rows = Light.objects.filter(plan__uid=plan_uid, on_wall=True).select_related("organisation")
    found = [_row(light) for light in rows]
    return {(row.about_kind, row.about_uid, row.organisation_uid): row for row in found}


def _row(light: Light) -> LightRow:
    return LightRow(
        about_kind=light.about_kind,
        about_uid=light.about_uid,
        organisation_uid=light.organisation.uid,
        light=light.light,
        sentence=light.sentence,
        arithmetic=light.arithmetic,
        judged_on=light.judged_on,
        current=light.current,
    )


def thousandths(part: Fraction, whole: Fraction) -> int:
    """Return tenths of a per cent that `part` is of `whole`, cut off, within 0..1000."""
    if whole <= 0:
        return 1000 if part >= whole else 0
    return max(0, min(1000, int(part * 1000 / whole)))


def plain(figure: Fraction, scale: int) -> str:
    """Return a figure of that scale with thousands separated and no idle zeros: 4,200; 98.6."""
    text = f"{Decimal(round(figure * 10**scale)).scaleb(-scale):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
