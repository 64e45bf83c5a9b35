"""What hangs on the wall: frozen views. Everything in them stands on the wall already.

Lights are keys of LIGHT_WORDS. Figures are exact decimal strings in the indicator's unit; shares
are tenths of a per cent (888 means 88.8 %), so that nothing is compared rounded.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.steering import PLANS
from xueyou.engines.pace import WORDS
from xueyou.platform.access.views import source, view_of

LIGHT_WORDS = {light: WORDS[light] for light in ("good", "slow", "bad", "done", "none")}
"""Light → its word, in the order in which they are always shown."""


@view_of(PLANS)
class WallPlan:
    """The head of a plan, as far as the wall and the comparison need it."""

    uid: UUID
    title: str
    year: int
    starts_on: date
    ends_on: date
    """The first day after it."""
    state: str
    organisation: str = source("organisation__name")
    organisation_uid: UUID = source("organisation__uid")
    organisation_path: str = source("organisation__path")


@dataclass(frozen=True, slots=True)
class TaskLight:
    """A task by its number, with the light that hangs on the wall. `id` is for joining only."""

    id: int
    uid: UUID
    number: int
    title: str
    theme: str
    light: str
    sentence: str
    """The arithmetic of its worst part in words; empty where there is no light yet."""
    days_late: int
    """Days since the first missed day, 0 where none is missed."""
    share: int | None
    """Tenths of a per cent that its worst indicator reached; None where nothing is counted."""

    @property
    def word(self) -> str:
        """The light in a word."""
        return LIGHT_WORDS[self.light]


@dataclass(frozen=True, slots=True)
class Theme:
    """Tasks under one word of the plan, in the order of their numbers."""

    name: str
    tasks: tuple[TaskLight, ...]


@dataclass(frozen=True, slots=True)
class FeaturedIndicator:
    """An indicator that the plan puts on the wall, as it was judged last."""

    target_uid: UUID
    task_uid: UUID
    name: str
    unit: str
    light: str
    actual: str | None
    """None: nothing is known, never drawn as zero."""
    target: str
    sign: str
    """≤ for an upper bound, else empty."""
    filled: int | None
    """Tenths of a per cent of the way to the target, 0..1000; None where nothing is known."""
    expected: int | None
    """Where time says it should be, on the same scale; None where time does not say."""
    sentence: str

    @property
    def word(self) -> str:
        """The light in a word."""
        return LIGHT_WORDS[self.light]


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of a project on the day that was promised; that day never moves."""

    title: str
    due_on: date
    state: str
    """done | missed | ahead."""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project between its first and its last day."""

    uid: UUID
    number: int
    title: str
    light: str
    sentence: str
    starts_on: date
    due_on: date
    done_on: date | None
    stuck_on: date | None
    """The promised day of the first step that was missed; the bar stops there."""
    steps: tuple[Step, ...]
    """In the order of their days; the last day of the project is one of them."""
    next_on: date
    """The day of the next step, or the last day."""

    @property
    def word(self) -> str:
        """The light in a word."""
        return LIGHT_WORDS[self.light]


@dataclass(frozen=True, slots=True)
class Watched:
    """A task to keep an eye on: what is wrong, who answers for it, what comes next."""

    task: TaskLight
    unit: str
    post: str
    holder: str
    """Empty where the post is vacant or the unit lies outside."""
    next_step: str


@dataclass(frozen=True, slots=True)
class CountyLights:
    """How the targets of a county stand; `total` is the denominator of every count."""

    uid: UUID
    name: str
    counts: dict[str, int]
    total: int

    @property
    def rows(self) -> tuple[tuple[str, str, int], ...]:
        """Light, word and count, in the order in which they are always shown."""
        return tuple((light, word, self.counts[light]) for light, word in LIGHT_WORDS.items())


@dataclass(frozen=True, slots=True)
class WeekSeal:
    """The latest week whose figures were frozen."""

    uid: UUID
    week: int
    as_of: date
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything that hangs on the wall of a plan on a day."""

    plan: WallPlan
    today: date
    elapsed: int
    """Tenths of a per cent of the plan's span that have passed, today included."""
    counts: dict[str, int]
    themes: tuple[Theme, ...]
    featured: tuple[FeaturedIndicator, ...]
    projects: tuple[ProjectLine, ...]
    """All of them, the most urgent first."""
    watched: tuple[Watched, ...]
    counties: tuple[CountyLights, ...]
    seal: WeekSeal | None

    @property
    def tasks(self) -> int:
        """How many tasks the plan has."""
        return sum(self.counts.values())
