"""The school year is entered: who is placed belongs to a school from its first day on."""

from datetime import date, datetime

from xueyou.demo.replay.stage import Event, moment
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.acts.actors import SYSTEM

ENTERED = date(2026, 4, 8)


def school_year() -> Event:
    """Return how the school year was entered."""
    return Event(moment(ENTERED), "demo-school-year-2026", "2026学年起止", _enter)


def _enter(*, key: str, at: datetime) -> None:
    set_school_year(
        actor=SYSTEM,
        year=2026,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 9, 1),
        key=key,
        at=at,
    )
