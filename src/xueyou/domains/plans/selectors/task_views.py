"""What people may see on the page of a task or a project: frozen, and nothing else."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.selectors.board_views import DutyView, ProjectRow, TaskRow
from xueyou.domains.plans.selectors.lights import LightView


@dataclass(frozen=True, slots=True)
class FileView:
    """A photograph or a PDF that stands behind a note or a figure."""

    uid: UUID
    title: str
    picture: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """What was said on a day, by whom, for which organisation."""

    uid: UUID
    on: date
    words: str
    by: str
    organisation: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """A dated step: promised, revised, done."""

    uid: UUID
    title: str
    due_on: date
    revised_on: date | None
    revised_why: str
    done_on: date | None
    days_late: int
    """Days after the promised day: of what is done, its own; of what is not, up to today."""
    postponed: int
    """Days between the promised and the revised day; 0 where it was not revised."""

    @property
    def state(self) -> str:
        """A light: done, bad (its last day has passed), slow (put off), good."""
        if self.done_on is not None:
            return "done"
        if self.days_late and not self.waits:
            return "bad"
        return "slow" if self.days_late else "good"

    @property
    def waits(self) -> bool:
        """Whether a revised day has not passed yet."""
        return self.revised_on is not None and self.days_late <= self.postponed


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time under one light. `until` is the day of the next turn, or today."""

    light: str
    word: str
    since: date
    until: date
    sentence: str
    share: int
    """Of the whole strip, in tenths of a per cent."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A figure as of a day, on one basis."""

    uid: UUID
    as_of: date
    basis: str
    basis_zh: str
    shown: str
    parts: str
    """Numerator of denominator, where it is a rate: 4,930 / 5,000."""
    words: str
    files: tuple[FileView, ...]
    before: str
    """What had been said of that day before it was put right; empty where it never was."""
    reported: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a light's arithmetic."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TargetView:
    """A promise for one organisation, with where it stands."""

    uid: UUID
    indicator_uid: UUID
    name: str
    unit: str
    scale: int
    subject: str
    whole: bool
    """Whether it is the plan's own, not a county's."""
    said: str
    """The promise in short: ≥4,200 个."""
    hedge: str
    quote: str
    item_key: str
    nature: str
    nature_zh: str
    direction: str
    direction_zh: str
    starts_on: date
    due_on: date
    light: LightView
    reached: int | None
    """Share of the way made, in tenths of a per cent, at most 1000; None where nothing is known."""
    expected: int | None
    """Share of the way expected by now; None where time expects nothing of it."""
    arithmetic: tuple[Fact, ...]
    latest: tuple[ValueView, ...]
    """The latest figure of each basis, side by side."""
    difference: str
    """What the reported figure differs by from the computed one; empty where it does not."""
    values: tuple[ValueView, ...]
    """All of them, the newest first."""
    curve: str
    curve_points: tuple[tuple[date, int], ...]
    featured: bool
    may_report: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """An indicator: what was promised for the whole, and the counties' shares of it."""

    indicator_uid: UUID
    name: str
    whole: tuple[TargetView, ...]
    """The plan's own targets, one a period; none where only counties have one."""
    shares: tuple[TargetView, ...]


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """The promised day of a task, and why it moved."""

    last_day: date | None
    state_zh: str
    changes: tuple[tuple[datetime, str, str], ...]
    """When, what, on what ground."""


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do here."""

    report: bool
    whole: bool
    """Whether he answers for all of it: closing it, its steps."""
    steer: bool
    read_document: bool

    def while_steered(self, plan_state: str) -> "May":
        """Return the same for a plan that is steered; of a settled one nothing is written."""
        return (
            self
            if plan_state != "closed"
            else replace(self, report=False, whole=False, steer=False)
        )


@dataclass(frozen=True, slots=True)
class TaskView:
    """Everything of a task."""

    task: TaskRow
    light: LightView
    turns: tuple[Turn, ...]
    duties: tuple[DutyView, ...]
    deadline: DeadlineView | None
    says: str
    """The light in words, with the figures of the worst part."""
    targets: tuple[TargetView, ...]
    """The most urgent first, the plan's own before its counties'."""
    steps: tuple[StepView, ...]
    notes: tuple[NoteView, ...]
    may: May
    days_left: int

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The targets by indicator, in their order."""
        found: dict[UUID, list[TargetView]] = {}
        for target in self.targets:
            found.setdefault(target.indicator_uid, []).append(target)
        return tuple(
            Promise(
                uid,
                targets[0].name,
                tuple(target for target in targets if target.whole),
                tuple(target for target in targets if not target.whole),
            )
            for uid, targets in found.items()
        )

    @property
    def source_key(self) -> str:
        """Key of the item in its document where its words stand."""
        return self.task.item_parent_key or self.task.item_key


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money of one source in one year, in 万元 as exact text; None where nothing was recorded."""

    source: str
    source_zh: str
    year: int
    planned: str | None
    arrived: str | None
    spent: str | None
    arrived_share: int | None
    """Of what was planned, in tenths of a per cent (may be over 1000)."""
    spent_share: int | None
    as_of: date


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The money of a project."""

    rows: tuple[MoneyRow, ...]
    planned: str
    arrived: str
    spent: str
    arrived_share: int | None
    spent_share: int | None
    printed: str
    """What the document says the project costs, in 万元; empty where it says nothing."""
    gap: str
    """Printed less planned, where they differ and something is planned."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    """Everything of a project."""

    project: ProjectRow
    light: LightView
    turns: tuple[Turn, ...]
    duties: tuple[DutyView, ...]
    steps: tuple[StepView, ...]
    money: MoneyView
    notes: tuple[NoteView, ...]
    may: May

    @property
    def source_key(self) -> str:
        """Key of the item in its document where its words stand."""
        return self.project.item_parent_key or self.project.item_key
