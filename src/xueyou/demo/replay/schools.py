"""Schools and kindergartens move in: each is founded, and somebody works in its office."""

from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.stage import Event, moment
from xueyou.demo.world import appoint, found
from xueyou.demo.year.schools import SCHOOLS, School, schools_of

FOUNDED = date(2024, 1, 2)


def founding(county: str, stage: str) -> list[Event]:
    """Return how the schools of a county and stage came, those that are there from the first."""
    return [_moving_in(school) for school in schools_of(county, stage)]


def the_others() -> list[Event]:
    """Return how every school of the city came; those that are there already stay."""
    return [_moving_in(school) for school in SCHOOLS]


def _moving_in(school: School) -> Event:
    said = f"{school.name}搬进来"
    return Event(moment(FOUNDED, 9), f"demo-place-{school.code}", said, partial(_found, school))


def _found(school: School, *, key: str, at: datetime) -> None:
    found(school.place)
    appoint(school.clerk)
