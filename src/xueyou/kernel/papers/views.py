"""What people see of papers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from xueyou.kernel.papers.access import PAPERS
from xueyou.kernel.papers.kinds import kind_of
from xueyou.kernel.papers.models import PaperState
from xueyou.platform.access.views import computed, expressed, source, view_of


def _kind_zh(code: str) -> str:
    return kind_of(code).zh


def _state_zh(state: str) -> str:
    return str(PaperState(state).label)


@view_of(PAPERS)
class PaperRow:
    """A paper in a list."""

    uid: UUID
    kind: str
    kind_zh: str = computed(_kind_zh, "kind")
    organisation: str = source("organisation__name")
    year: int
    title: str
    number: str
    state: str
    state_zh: str = computed(_state_zh, "state")
    revision: int
    signed_at: datetime | None
    served_at: datetime | None
    waiting_since: date = expressed(Max("steps__on"))
    """The business day of the last step."""


@view_of(PAPERS)
class PaperSheet:
    """A paper with its text, as it will be printed."""

    uid: UUID
    kind: str
    kind_zh: str = computed(_kind_zh, "kind")
    organisation: str = source("organisation__name")
    year: int
    title: str
    number: str
    state: str
    state_zh: str = computed(_state_zh, "state")
    revision: int
    subject_kind: str
    subject_uid: UUID
    content: str
    content_sha256: str
    signed_by: str | None = source("signed_by__name")
    signed_at: datetime | None
    served_at: datetime | None
    scan_title: str | None = source("signed_scan__title")


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was taken. `label` is what it was called: 起草, 修改, 退回, 核稿 …"""

    seq: int
    label: str
    by: str
    on: date
    at: datetime
    words: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class May:
    """Which steps the actor may take with a paper now; `why_not` says it of the ones he may not."""

    revise: bool
    send_back: bool
    check: bool
    countersign: bool
    sign: bool
    number: bool
    file_scan: bool
    serve: bool
    archive: bool
    withdraw: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper with its content, its steps and what the actor may do."""

    sheet: PaperSheet
    printed: dict[str, Any]
    """The content with number and dates filled in, as it prints."""
    steps: tuple[StepView, ...]
    may: May
    sent_back: str
    """Words with which the draft was given back, "" where it was not."""
