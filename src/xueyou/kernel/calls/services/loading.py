"""Loading a run's output folder into decisions, in small transactions that nobody can see yet.

What is said of a child is what `xueyou admit explain` says of it: the sealed bundle is opened and
run again, and a bundle whose placements differ is refused.
"""

import base64
import csv
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from xueyou.kernel.calls.models import Application, Decision, Option, Run, Verdict, Waiting
from xueyou.kernel.calls.models.sealed import EXPLAINED
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import RunningJob
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import PersonExplained, as_json
from xueyou.rulebook.answers.sealed import Sealed, open_sealed

AT_ONCE = 1000
"""Decisions in one transaction: a fraction of a second."""
NO_CHOICE = "no_choice"
_KEPT = ("batch", "rank", "option", "reason", "head", "zh", "can")


@dataclass(frozen=True, slots=True)
class Counted:
    """What was written."""

    decisions: int
    placed: int
    waiting: int

    def plus(self, other: "Counted") -> "Counted":
        """Return the sums."""
        return Counted(
            self.decisions + other.decisions,
            self.placed + other.placed,
            self.waiting + other.waiting,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a lane's applicants are written."""

    of: int
    whole: int
    counted: Counted


def forget(job: RunningJob, run: Run) -> None:
    """Remove what an earlier attempt at this unfinished run has written."""
    for model in (Decision, Waiting):
        while True:
            ids = list(model._default_manager.filter(run=run).values_list("pk", flat=True)[:5000])
            if not ids:
                break
            with transaction.atomic():
                job.hold()
                model._default_manager.filter(pk__in=ids).delete()


def load(job: RunningJob, run: Run, lane: str, out: Path) -> Iterator[Progress]:
    """Write the decisions and waiting lists of one lane; yield after each transaction.

    Who has no wish in one of several lanes gets no decision there.
    """
    sealed = open_sealed(out)
    explainer = Explainer(sealed.rulebook, sealed.inputs, sealed.outcome, sealed.tickets)
    row_of = _Rows(run, lane, out, sealed)
    ids = sealed.inputs.applicants
    counted = Counted(0, 0, 0)
    for low in range(0, max(len(ids), 1), AT_ONCE):
        decisions: list[Decision] = []
        waiting: list[Waiting] = []
        for number in range(low, min(low + AT_ONCE, len(ids))):
            told = explainer.explain(number)
            if lane and told.reason == NO_CHOICE:
                continue
            decision, own = row_of(told)
            decisions.append(decision)
            waiting += own
        with transaction.atomic():
            job.hold()
            Decision.objects.bulk_create(decisions)
            Waiting.objects.bulk_create(waiting)
        placed = sum(one.verdict == Verdict.PLACED for one in decisions)
        counted = counted.plus(Counted(len(decisions), placed, len(waiting)))
        yield Progress(min(low + AT_ONCE, len(ids)), len(ids), counted)


class _Rows:
    """Makes the rows of one applicant of one lane."""

    def __init__(self, run: Run, lane: str, out: Path, sealed: Sealed) -> None:
        self._run, self._lane, self._sealed = run, lane, sealed
        call = run.round.call_id
        self._applications: Mapping[str, int] = dict(
            Application.objects.filter(call=call)
            .exclude(receipt_no="")
            .values_list("receipt_no", "pk")
        )
        self._options: Mapping[str, int] = dict(
            Option.objects.filter(call=call).values_list("code", "pk")
        )
        self._reasons = {
            row["applicant"]: row["reason"]
            for name in ("placements", "unplaced")
            for row in _table(out / f"{name}.csv")
        }
        called = {batch.id for batch in sealed.rulebook.batches if batch.refill == "next"}
        self._waiting: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in _table(out / "waiting.csv"):
            if row["batch"] in called:
                self._waiting[row["applicant"]].append(row)

    def __call__(self, told: PersonExplained) -> tuple[Decision, list[Waiting]]:
        """Return the decision, and the places in waiting lists of options he would rather have."""
        application = self._applications[told.applicant]
        own = self._own_waiting(told, application)
        place, uid = told.place, uuid7()
        last = told.choices[-1] if told.choices else None
        decision = Decision(
            uid=uid,
            run=self._run,
            application_id=application,
            lane=self._lane,
            verdict=Verdict.PLACED if place else (Verdict.WAITING if own else Verdict.REFUSED),
            option_id=None if place is None else self._options[place.option],
            batch=place.batch if place else (last.batch if last else ""),
            pool="" if place is None else place.pool,
            choice_rank=None if place is None else place.rank,
            waiting_no=None if place or not own else own[0].position,
            reason=self._reasons[told.applicant],
            **EXPLAINED.columns(uid, packed(told, self._sealed)),
        )
        return decision, own

    def _own_waiting(self, told: PersonExplained, application: int) -> list[Waiting]:
        rows = self._waiting.get(told.applicant, ())
        ranks = {(one.batch, one.option): one.rank for one in told.choices}
        found = [
            Waiting(
                run=self._run,
                application_id=application,
                lane=self._lane,
                option_id=self._options[row["option"]],
                batch=row["batch"],
                pool=row["pool"],
                position=int(row["position"]),
                choice_rank=ranks[row["batch"], row["option"]],
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.choice_rank, one.position))


def packed(told: PersonExplained, sealed: Sealed) -> str:
    """Return an explanation as it is kept: the sentences, in as few bytes as they take."""
    said = as_json(told, sealed.rulebook)
    kept = {
        "reason": said["reason"],
        "zh": said["zh"],
        "can": said.get("can", ""),
        "choices": [
            {
                **{name: choice[name] for name in _KEPT},
                "rule": choice["rule"]["said"],
                "made": sealed.rulebook.batch(choice["batch"]).generate is not None,
            }
            for choice in said["choices"]
        ],
    }
    plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(plain, 6)).decode()


def unpacked(text: str) -> dict[str, Any]:
    """Return what `packed` packed: {reason, zh, can, choices[{batch, rank, option, …, rule}]}."""
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return found


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
