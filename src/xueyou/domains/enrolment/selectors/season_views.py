"""Shapes of a season as a bureau sees it: sums alone, nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from xueyou.platform.time import CITY


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """A step that is still open or to come: its last moment, and days until then (0: today)."""

    step: str
    closes_at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in one call. `first`: whose first wish it is; `held`: places offered and accepted.

    `point`: where it lies, east and north in metres. `zone`: the code of its zone, "" for none.
    """

    name: str
    code: str
    sector: str
    zone: str
    places: int
    first: int
    held: int
    point: tuple[int, int] | None

    @property
    def percent(self) -> int | None:
        """Return what is asked for (later: held) in percent of the places; None without places."""
        return (self.held or self.first) * 100 // self.places if self.places else None


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call of the season. `undecided` and so on count applications by where they stand; once a
    round is closed nobody is left to check. `stage` is its name in a list of the season's calls.
    `told`: a result of it is published, or comes one by one. `untold` found no place and know of
    nothing that comes next.

    `lists_out`: lists that other offices have not answered, `asked_out` people on them; `clocks`
    run for applications of a rolling round, `overdue` of them are over, `due_at` is the next.
    """

    uid: UUID
    title: str
    county: str
    kind: str
    stage: str
    rolling: bool
    round_zh: str
    total: int
    undecided: int
    contested: int
    returned: int
    checked: int
    withdrawn: int
    lists_out: int
    asked_out: int
    clocks: int
    overdue: int
    due_at: datetime | None
    places: int
    held: int
    told: bool
    untold: int
    phases: Sequence[PhaseEnd]
    schools: Sequence[SchoolLine]

    @property
    def due_zh(self) -> str:
        """Return until when the next clock runs, as its family and its desk read it."""
        if self.due_at is None:
            return ""
        end = self.due_at.astimezone(CITY)
        if (end.hour, end.minute) != (0, 0):
            return f"{end.month}月{end.day}日 {end:%H:%M}"
        last = end.date() - timedelta(days=1)
        return f"{last.month}月{last.day}日当天"


@dataclass(frozen=True, slots=True)
class Season:
    """A year's enrolment, call by call; `doubles`: children asked for in two counties."""

    year: int
    years: Sequence[int]
    calls: Sequence[CallLine]
    doubles: int
    whole: bool
    """Whether one sees several counties."""
