"""What people see of checkpoints: a line of the list, and one packet beside what came in later."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import PLANS
from xueyou.engines.pace import WORDS
from xueyou.platform.access.views import source, view_of


@view_of(PLANS)
class PacketPlan:
    """The plan whose checkpoints are shown."""

    uid: UUID
    title: str
    year: int
    state: str
    starts_on: date
    ends_on: date
    organisation: str = source("organisation__name")
    organisation_path: str = source("organisation__path")


@dataclass(frozen=True, slots=True)
class Turned:
    """A task or project whose light is another than in the packet before."""

    about: str
    """task | project."""
    uid: UUID
    number: int
    title: str
    was: str
    light: str
    better: bool
    sentence: str
    unit: str

    @property
    def was_word(self) -> str:
        """The light before, in a word."""
        return WORDS[self.was]

    @property
    def word(self) -> str:
        """The light in a word."""
        return WORDS[self.light]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that was owed when the packet was frozen."""

    kind: str
    about: str
    uid: UUID
    number: int
    title: str
    unit: str
    post: str
    what: str
    since: date | None


@dataclass(frozen=True, slots=True)
class LateFigure:
    """A figure of the packet's days that came in after it was frozen."""

    name: str
    subject: str
    unit: str
    value: str
    as_of: date


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """A line of the list."""

    uid: UUID
    kind: str
    kind_zh: str
    period_zh: str
    as_of: date
    frozen_at: datetime
    ordinal: int
    counts: dict[str, int]
    better: int
    worse: int
    owed: int


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """One packet, what it says has moved and who owes what, and what came in after it."""

    row: CheckpointRow
    plan: PacketPlan
    packet: dict[str, Any]
    sha256: str
    turned: tuple[Turned, ...]
    owed: tuple[Owed, ...]
    late: tuple[LateFigure, ...]
    """Figures known today that the packet does not hold."""
    named: tuple[LateFigure, ...]
    """Late figures of the packet before, which this one names."""
    is_first: bool
    """Whether no packet of its kind came before, so that nothing can have moved."""
    older: UUID | None
    newer: UUID | None
