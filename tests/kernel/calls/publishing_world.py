"""Running a frozen round and publishing it, with a signed order."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.kernel.calls.results_world import Results
from tests.kernel.papers.walk import walk
from xueyou.kernel.calls.models import Run
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.publications.kinds import publication_kind
from xueyou.platform.jobs.api import work_off

LIST = publication_kind(
    "calls.results_test",
    zh="录取名单",
    fields={"number": "受理号", "option": "学校"},
    longest=timedelta(days=30),
    paper_kind="calls.order",
)


def key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())


def run(results: Results, **more: Any) -> Run:
    """Run the round officially and return the finished run."""
    uid = prepare_run(
        actor=results.office.enroller,
        round_uid=results.round.uid,
        purpose="official",
        key=key(),
        **more,
    )
    work_off()
    return Run.objects.get(uid=uid)


def signed_order(results: Results, run: Run) -> Paper:
    """Draft the order and take it through check and signature."""
    drafter = results.office.enroller
    uid = draft_order(actor=drafter, run_uid=run.uid, number_code="甲教招", key=key())
    return walk(results.office, Paper.objects.get(uid=uid), "sign")


def order(results: Results, run: Run, *, embargo: datetime | None = None) -> None:
    """Order the publication; the jobs are still to be worked off."""
    paper = signed_order(results, run)
    publish_run(
        actor=results.office.chief,
        run_uid=run.uid,
        paper_uid=paper.uid,
        embargo_until=embargo,
        key=key(),
    )


def published(results: Results, **more: Any) -> Run:
    """Run and publish at once."""
    found = run(results, **more)
    order(results, found)
    work_off()
    results.round.refresh_from_db()
    return found
