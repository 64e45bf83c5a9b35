"""What people may see of a document and of what was read in it: frozen, and nothing else.

Spans are half-open offsets in code points of the document's text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from xueyou.domains.plans.access import DOCUMENTS
from xueyou.platform.access.views import computed, expressed, source, view_of
from xueyou.platform.jobs.models import Job, JobState
from xueyou.platform.jobs.views import JobView

Span = tuple[int, int]

STATES = {
    "waiting": "排队等着读",
    "reading": "正在读",
    "read": "已读完",
    "failed": "没读成",
    "cancelled": "已停止",
}
"""States of a document, in the words that people see."""

KINDS = {
    "indicator": "指标",
    "task": "任务",
    "unit": "责任单位",
    "project": "项目",
    "milestone": "节点",
    "note": "疑点",
}
"""Kinds of items read in a document, in the order of the tabs."""


_OF_JOB = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "reading",
    JobState.DONE: "read",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}


def state_of(job_state: str | None) -> str:
    """Return the state of a document (key of STATES) from that of the job that reads it."""
    return _OF_JOB.get(JobState(job_state), "failed") if job_state else "failed"


def _job(field: str) -> Subquery:
    return Subquery(Job.objects.filter(uid=OuterRef("job_uid")).values(field)[:1])


def _or_empty(value: str | None) -> str:
    return value or ""


def _counts(value: Any) -> dict[str, int]:
    return value or {}


@view_of(DOCUMENTS)
class DocumentRow:
    """One line of the list of documents."""

    uid: UUID
    title: str
    file_name: str
    doc_type: str = computed(_or_empty, "reading__doc_type")
    """工作要点, 实施方案 … as the engine classified it; empty until it is read."""
    organisation: str = source("organisation__name")
    received_by: str = source("received_by__name")
    received_at: datetime
    received_on: date
    job_uid: UUID
    job_state: str = expressed(_job("state"))
    job_said: str = expressed(_job("said"))
    counts: dict[str, int] = computed(_counts, "reading__counts")
    """Items by kind (keys of KINDS) plus "doubtful" and "all"; empty until it is read."""

    @property
    def state(self) -> str:
        """Key of STATES."""
        return state_of(self.job_state)

    @property
    def state_zh(self) -> str:
        """The state in words."""
        return STATES[self.state]


@view_of(DOCUMENTS)
class DocumentSource:
    """A document with everything that was read in it, before it is laid out."""

    uid: UUID
    title: str
    file_name: str
    organisation: str = source("organisation__name")
    received_by: str = source("received_by__name")
    received_at: datetime
    received_on: date
    job_uid: UUID
    text: str = computed(_or_empty, "reading__text")
    result: str = computed(_or_empty, "reading__result")
    """Canonical JSON, edu-plan/1; empty until it is read."""
    recognised: bool = computed(bool, "reading__recognised")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under the same marks: segments follow one another and never overlap."""

    text: str
    start: int
    item: str
    """Key of the innermost item here; empty for plain text."""
    role: str
    """evidence, number, unit, title, project, milestone, note; empty for plain text"""
    items: tuple[str, ...]
    """Keys of all items whose words these are, innermost first."""
    opens: tuple[str, ...]
    """Keys of the items that begin with this segment: the place for anchor and margin number."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the document as it is shown."""

    start: int
    end: int
    kind: str
    """title, heading, body, units, chrome (site furniture, shown pale)"""
    level: int
    """Heading level 1..6; 0 for others."""
    segments: tuple[Segment, ...]
    items: tuple[str, ...]
    """Keys of the items that begin in this paragraph."""


@dataclass(frozen=True, slots=True)
class TableCellView:
    """A cell of a table as shown, with the indicator it became (if any)."""

    text: str
    item: str
    header: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the document, shown as a table."""

    start: int
    end: int
    caption: str
    rows: tuple[tuple[TableCellView, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of the panel beside the document."""

    label: str
    value: str
    start: int
    end: int
    """The words it comes from; start == end where it is inherited from context."""
    doubt: str
    """A sentence where the reader is not sure; else empty."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was read: an indicator, a task, a project …"""

    key: str
    """Stable within a reading: F001, T4, P1, U2, D1, N1."""
    kind: str
    """Key of KINDS."""
    number: int
    """Running number in order of appearance, as shown in the margin."""
    name: str
    summary: str
    """The deciding words in short: ≥95 % · 2027年."""
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    quote: str
    confidence: int
    """Percent, 0..100."""
    doubts: tuple[str, ...]
    task: str
    """Key of the task it belongs to; empty when none."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it first."""
        return bool(self.doubts) or self.kind == "note"


@dataclass(frozen=True, slots=True)
class HeadView:
    """What the document says about itself."""

    doc_type: str
    issuer: str
    region: str
    script: str
    """simplified or traditional, in Chinese words."""
    period: str
    published_on: str
    repaired: tuple[str, ...]
    """What was damaged and how it was put right, as sentences."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document beside what was read in it."""

    uid: UUID
    title: str
    file_name: str
    organisation: str
    received_by: str
    received_at: datetime
    received_on: date
    """The business day."""
    state: str
    """Key of STATES."""
    said: str
    """The sentence for people while it is being read or when it failed."""
    job: JobView
    head: HeadView | None
    counts: dict[str, int]
    blocks: tuple[Paragraph | TableView, ...]
    """In reading order; empty until it is read."""
    items: tuple[Item, ...]
    """In order of appearance."""
    recognised: bool
    """Whether text came from recognition of a scan: every line wants checking."""
