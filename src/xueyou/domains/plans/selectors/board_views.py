"""What people may see of plans, tasks and projects on the board: frozen, and nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.plans.access.steering import PLANS, PROJECTS, TASKS
from xueyou.domains.plans.selectors.lights import Counts, LightView
from xueyou.platform.access.views import source, view_of

PLAN_STATES = {"review": "核对中", "steered": "督办中", "closed": "已对账"}


@view_of(PLANS)
class PlanRow:
    """One line of the list of plans. Ids and paths are for joining only."""

    id: int
    uid: UUID
    title: str
    year: int
    organisation: str = source("organisation__name")
    organisation_id: int
    path: str = source("organisation__path")
    starts_on: date
    ends_on: date
    """The first day after it."""
    state: str

    @property
    def state_zh(self) -> str:
        """The state in words."""
        return PLAN_STATES.get(self.state, self.state)


@view_of(TASKS)
class TaskRow:
    """A task as the board and its own page show it."""

    id: int
    uid: UUID
    number: int
    title: str
    theme: str
    due_on: date
    state: str
    done_on: date | None
    plan_id: int
    plan_uid: UUID = source("plan__uid")
    plan_title: str = source("plan__title")
    plan_year: int = source("plan__year")
    plan_state: str = source("plan__state")
    plan_path: str = source("plan__organisation__path")
    plan_organisation_id: int = source("plan__organisation_id")
    quote: str = source("item__quote")
    item_key: str = source("item__key")
    item_parent_key: str | None = source("item__split_from__key")
    document_uid: UUID = source("item__version__document__uid")
    document_title: str = source("item__version__document__title")
    version: int = source("item__version__number")


@view_of(PROJECTS)
class ProjectRow:
    """A project as the board and its own page show it."""

    id: int
    uid: UUID
    number: int
    title: str
    organisation: str = source("organisation__name")
    organisation_short: str = source("organisation__short_name")
    starts_on: date
    due_on: date
    revised_on: date | None
    places: int
    state: str
    done_on: date | None
    plan_id: int
    plan_uid: UUID = source("plan__uid")
    plan_title: str = source("plan__title")
    plan_year: int = source("plan__year")
    plan_state: str = source("plan__state")
    plan_path: str = source("plan__organisation__path")
    plan_organisation_id: int = source("plan__organisation_id")
    money_fen: object = source("item__content__money_fen")
    quote: str = source("item__quote")
    item_key: str = source("item__key")
    item_parent_key: str | None = source("item__split_from__key")
    document_uid: UUID = source("item__version__document__uid")
    document_title: str = source("item__version__document__title")


@dataclass(frozen=True, slots=True)
class DutyView:
    """Who owes it: the unit, and of ours the post with its holder today."""

    uid: UUID
    role: str
    unit: str
    ours: bool
    post: str
    holder: str
    since: date

    @property
    def role_zh(self) -> str:
        """Leading or supporting, in a word."""
        return "牵头" if self.role == "lead" else "配合"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list, with how its tasks stand."""

    plan: PlanRow
    counts: Counts
    passed: int
    """Share of its time that is over, in tenths of a per cent."""


@dataclass(frozen=True, slots=True)
class TaskCell:
    """A task on the board."""

    uid: UUID
    number: int
    title: str
    theme: str
    due_on: date
    light: LightView
    says: str
    """The light in words, with the figures of the worst part."""
    lead: DutyView | None
    supporters: int
    mine: bool
    days_left: int
    """To the promised day; below 0 where it has passed."""
    done: bool


@dataclass(frozen=True, slots=True)
class ProjectCell:
    """A project on the board."""

    uid: UUID
    number: int
    title: str
    place: str
    light: LightView
    due_on: date
    revised_on: date | None
    steps_done: int
    steps: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with how many tasks it holds."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board can be narrowed by."""

    departments: tuple[Choice, ...]
    counties: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    lights: tuple[Choice, ...]
    mine: int
    """Tasks that the reader or his organisation owes."""


@dataclass(frozen=True, slots=True)
class PlanBoard:
    """A plan with its tasks by theme and by urgency, and its projects."""

    plan: PlanRow
    counts: Counts
    project_counts: Counts
    passed: int
    themes: tuple[tuple[str, tuple[TaskCell, ...]], ...]
    tasks: tuple[TaskCell, ...]
    """The most urgent first."""
    projects: tuple[ProjectCell, ...]
    filters: Filters
    county: str
    """Name of the county whose lights are shown; empty for the plan's own."""
    owned: bool
    """Whether the reader steers the plan."""
