"""What people see of settlements: frozen views."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.selectors.checkpoint_views import PacketPlan
from xueyou.platform.jobs.views import JobView

MET = {"yes": ("done", "做到了"), "no": ("bad", "没有做到"), "unclear": ("slow", "拿不准")}
"""Whether a promise was kept → the mark and the word."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that the platform or a unit gave for the same promise: basis in words, value."""

    basis: str
    value: str
    difference: str
    """What the summary says less this, in words; empty where they agree or cannot be compared."""


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One line as it stands: both sentences side by side."""

    key: str
    found_in: str
    stands_in: str
    promise: str
    promise_context: str
    """The whole sentence in the plan; empty where the words above are all of it."""
    promise_item: str
    report: str
    report_context: str
    report_item: str
    also: tuple[str, ...]
    met: str
    sentence: str
    waits: bool
    verdict: str
    words: str
    by: str
    known: tuple[Known, ...]
    choices: tuple[str, ...]
    """Verdicts that may be given."""

    @property
    def mark(self) -> str:
        """Class of the mark: done, bad, slow, or none."""
        return MET[self.met][0] if self.met else "none"

    @property
    def met_word(self) -> str:
        """Whether it was kept, in words."""
        return MET[self.met][1] if self.met else ""


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A settlement in the list of a plan."""

    uid: UUID
    summary: str
    year: int
    made_at: datetime
    confirmed_at: datetime | None
    reported: int
    silent: int
    unpromised: int


@dataclass(frozen=True, slots=True)
class SummaryChoice:
    """A document against which the plan could be settled."""

    uid: UUID
    title: str
    doc_type: str
    received_on: date


@dataclass(frozen=True, slots=True)
class SettlementList:
    """The settlements of a plan and the summaries at hand."""

    plan: PacketPlan
    rows: tuple[SettlementRow, ...]
    choices: tuple[SummaryChoice, ...]
    may_settle: bool


@dataclass(frozen=True, slots=True)
class SettlementView:
    """A settlement: promised and passed over, promised and reported, reported without promise."""

    row: SettlementRow
    plan: PacketPlan
    summary_uid: UUID
    plan_document: UUID | None
    silent: tuple[SettledLine, ...]
    reported: tuple[SettledLine, ...]
    unpromised: tuple[SettledLine, ...]
    met: dict[str, int]
    """How many of the reported were kept, by the keys of MET."""
    waiting: int
    may_settle: bool
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class SettlementProgress:
    """How far a settlement has come."""

    plan: PacketPlan
    job: JobView
    settlement: UUID | None
