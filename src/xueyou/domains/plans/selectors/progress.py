"""What the pages of handed-in workbooks show: their own sender only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.progress import PROGRESS_IMPORTS, READ_PROGRESS
from xueyou.domains.plans.access.reach_in_plan import reach_in
from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.services.progress_targets import lead_units
from xueyou.platform.access.reading import NotFound, Page, read, target
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.api import JobView, job_view


@view_of(PROGRESS_IMPORTS)
class ImportRow:
    """A handed-in workbook and what it would change, or has changed."""

    uid: UUID
    plan_uid: UUID = source("plan__uid")
    plan_title: str = source("plan__title")
    file_name: str = source("attachment__title")
    state: str
    counts: Mapping[str, int]
    shown: Mapping[str, Any]
    received_on: date
    applied_at: datetime | None
    job_uid: UUID | None

    @property
    def changes(self) -> int:
        """How many figures would change."""
        return self.counts["new"] + self.counts["restated"]


@dataclass(frozen=True, slots=True)
class ReportedPlan:
    """A plan on which the actor may report by file, and the units by which it can be cut."""

    uid: UUID
    title: str
    units: tuple[str, ...]
    closed: bool


def reported_plan(actor: Actor, plan_uid: UUID | str) -> ReportedPlan:
    """Return the plan if the actor may report on any of its tasks. Raises NotFound."""
    plan = target(actor, READ_PLAN, plan_uid)
    assert isinstance(plan, Plan)
    reach = reach_in(actor, plan)
    if not reach.tasks:
        raise NotFound
    units = tuple(lead_units(sorted(reach.tasks)))
    return ReportedPlan(plan.uid, plan.title, units, plan.state == "closed")


def may_report_by_file(actor: Actor, plan_uid: UUID | str) -> bool:
    """Say whether the actor reports on any task of the plan; for links to the page."""
    try:
        return not reported_plan(actor, plan_uid).closed
    except NotFound:
        return False


def progress_import(actor: Actor, uid: UUID | str) -> tuple[ImportRow, JobView | None]:
    """Return a workbook that the actor handed in, with its job. Raises NotFound."""
    row = read(actor, READ_PROGRESS, ImportRow).get(uid)
    return row, job_view(row.job_uid) if row.job_uid else None


def progress_imports(actor: Actor, plan_uid: UUID | str, page: str | None) -> Page[ImportRow]:
    """Return the workbooks the actor handed in for a plan, the latest first."""
    rows = read(actor, READ_PROGRESS, ImportRow).filter(plan_uid=plan_uid)
    return rows.order_by("-received_on", "-uid").page(page, size=20)
