"""A room that has deadlines, the calendar of 2026, and an open act to change them in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid4

import pytest

from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.firing import Firing, on_fire
from xueyou.kernel.deadlines.models import Deadline
from xueyou.kernel.deadlines.services import start
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import CITY

KIND = "letter"
register_verb("tests.letter.work", zh="办一封信")
_heard: list[Firing] = []


@on_fire(KIND)
def _hear(a: ActInProgress, firing: Firing) -> None:
    if firing.name == "坏":
        raise RuntimeError("the room stumbles")
    _heard.append(firing)


@dataclass
class Desk:
    """Starts and changes deadlines of letters; `heard` is what the room was told."""

    heard: list[Firing] = field(default_factory=lambda: _heard)

    @contextmanager
    def on(self, day: date, hour: int = 9) -> Iterator[ActInProgress]:
        """Open an act on a day."""
        at = datetime.combine(day, time(hour), CITY)
        with act(SYSTEM, "tests.letter.work", at=at) as a:
            a.about("letter", uuid4())
            yield a

    def start(
        self, day: date, *, name: str = "回复", uid: UUID | None = None, **term: object
    ) -> Deadline:
        """Start a deadline on a day."""
        with self.on(day) as a:
            return start(
                a, owner_kind=KIND, owner_uid=uid or uuid4(), name=name, org_path="000001.", **term
            )


@pytest.fixture
def desk(db: None, business_clock: object) -> Desk:
    """Enter the holidays of 2026 and begin with nothing heard."""
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key=str(uuid4())
    )
    _heard.clear()
    return Desk()
