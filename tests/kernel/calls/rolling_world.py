"""A rolling round made of bare rows: options with places, and children who come one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.kernel.calls.publishing_world import key
from tests.kernel.calls.results_world import Results, Scored, frozen_round
from tests.kernel.papers.walk import walk
from xueyou.kernel.calls.kinds import Term, call_kind
from xueyou.kernel.calls.models import Application, Call, Offer, Round, Run
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.rolling import decide
from xueyou.kernel.papers.models import Paper
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now


@call_kind("calls.rolling_test")
class Rolling(Scored):
    """Places go by a score as children come; three days to reply, two working days to answer."""

    zh = "测试随到随办"
    modes = ("rolling", "batch")
    fact_names = ("score", "arrived")
    publication = None
    total: int | None = None

    def term(self, call: Call) -> Term | None:
        """Return two days, with a warning a day before."""
        return Term(48, "hour", (12,))

    def reply_until(self, call: Call, at: datetime) -> datetime | None:
        """Return three days later."""
        return at + timedelta(days=3)

    def most_places(self, call: Call) -> int | None:
        """Return the total of the test."""
        return Rolling.total


@dataclass
class Desk:
    """The round and its people. `of` takes the number of a child, from 0."""

    results: Results

    @property
    def round(self) -> Round:
        """Return the round as it stands."""
        return Round.objects.get(pk=self.results.round.pk)

    def of(self, number: int) -> Application:
        """Return a child's application as it stands."""
        return Application.objects.get(pk=self.results.applications[f"R{number:08d}"].pk)

    def family(self, number: int) -> Any:
        """Return a child's guardian."""
        return self.results.families[f"R{number:08d}"]

    def checked(self, *numbers: int) -> None:
        """Let these applications be complete."""
        pks = [self.of(number).pk for number in numbers]
        Application.objects.filter(pk__in=pks).update(state="checked")

    def decided(self) -> Run:
        """Decide what is complete, and return the finished run."""
        uid = decide(actor=self.results.office.enroller, round_uid=self.round.uid, key=key())
        work_off()
        return Run.objects.get(uid=uid)

    def signed(self, run: Run) -> Paper:
        """Draft the order about a run and take it through check and signature."""
        drafter = self.results.office.enroller
        uid = draft_order(actor=drafter, run_uid=run.uid, number_code="甲教招", key=key())
        return walk(self.results.office, Paper.objects.get(uid=uid), "sign")

    def published(self, run: Run) -> Run:
        """Order a run to be published, and work it off."""
        paper = self.signed(run)
        publish_run(
            actor=self.results.office.chief, run_uid=run.uid, paper_uid=paper.uid, key=key()
        )
        work_off()
        return Run.objects.get(uid=run.uid)

    def offer(self, number: int) -> Offer:
        """Return a child's latest offer."""
        return Offer.objects.filter(application=self.of(number)).latest("pk")


def rolling_round(
    places: dict[str, int], wishes: Sequence[tuple[int, Sequence[str]]], **more: Any
) -> Desk:
    """Make an announced rolling round; nothing is checked yet."""
    results = frozen_round(places, wishes, kind="calls.rolling_test", guardians=9, **more)
    Round.objects.filter(pk=results.round.pk).update(
        mode="rolling",
        state="announced",
        frozen_at=None,
        reply_by=None,
        closes_at=business_now() + timedelta(days=90),
    )
    return Desk(results)
