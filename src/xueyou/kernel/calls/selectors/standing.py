"""Where an application stands, for its own family: whose move it is, until when, what sources say.

Never a word of a result: that has one door only, kernel.calls.selectors.results.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet

from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Attestation,
    AttestationSource,
    PhaseStep,
    Round,
    RoundMode,
    RoundState,
    Run,
)
from xueyou.kernel.calls.models.sealed import APPEALED
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import MAKE_APPEAL
from xueyou.kernel.calls.selectors.answering import Promise, promise_of
from xueyou.kernel.calls.selectors.own import missing_of, seen_application
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.calls.windows import any_window, round_at, window_of
from xueyou.platform.access.reading import target
from xueyou.platform.access.views import seen_as
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import prepared
from xueyou.platform.time import business_now

UNANSWERED = ("returned", "checking", "frozen")
"""Stages in which the desk owes an answer, or waits for the family."""


@dataclass(frozen=True, slots=True)
class FactStood:
    """What one source says of a fact: agrees, differs, no_answer or stated; never its value."""

    zh: str
    source: str
    stands: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`stage`: filling, returned, checking, frozen, published, withdrawn. `closes_at`: the end of
    the step that may be taken; None where there is none, or it has no end before the freeze.
    `missing`: what was sent back for, in words, and why. `rolling`: answered as it comes, and then
    `promise` says by when, until it is answered. `owed`: its result is out, and whoever found no
    place by it must be told what is next.
    """

    stage: str
    organisation: str
    receipt: str
    opens_at: datetime | None
    closes_at: datetime | None
    open_now: bool
    reply_by: datetime | None
    published_at: datetime | None
    appeal_until: date | None
    facts: Sequence[FactStood]
    missing: Sequence[tuple[str, str]]
    rolling: bool
    promise: Promise | None
    owed: bool


@prepared(application=BigIntegerField())
def _said(application: Any) -> QuerySet[Attestation]:
    return Attestation.objects.filter(application=application, superseded_at=None)


def standing_of(
    actor: Actor, uid: UUID, *, at: datetime | None = None
) -> tuple[FamilySees, Standing]:
    """Return an application of the actor's own child, and how it stands. Raises NotFound."""
    row = seen_application(actor, uid)
    return seen_as(FamilySees, row), _standing(row, at or business_now())


def _standing(row: Application, at: datetime) -> Standing:
    decision = _decided(row)
    published = _since(row, decision, at) is not None
    step = PhaseStep.RETURN if row.state == "returned" else PhaseStep.APPLY
    round_ = row.round if step is PhaseStep.RETURN or published else round_at(row.call, at)
    round_ = round_ or row.round
    window = None if round_ is None else window_of(round_, step, row.applicant_class)
    answered = row.round if published else None
    by = decision or answered
    stage = _stage(row, published=published, deciding=decision is not None)
    rolling = round_ is not None and round_.mode == RoundMode.ROLLING
    return Standing(
        stage=stage,
        organisation=row.call.organisation.name,
        receipt=row.receipt_no,
        opens_at=window.opens_at if window else None,
        closes_at=window.closes_at if window else None,
        open_now=decision is None
        and round_ is not None
        and round_.state == RoundState.ANNOUNCED
        and row.state != "withdrawn"
        and any_window(round_, step, at),
        reply_by=by.reply_by if by and published else None,
        published_at=_since(row, decision, at),
        appeal_until=_appeal_until(answered) if answered else None,
        facts=_facts(row),
        missing=missing_of(row),
        rolling=rolling,
        promise=promise_of(row, at) if rolling and stage in UNANSWERED else None,
        owed=kind_of(row.call.kind).owes_everybody and _since(row, None, at) is not None,
    )


def _decided(row: Application) -> Run | None:
    """Return the run of a rolling round that decides it; a question only where there is one."""
    return None if row.decided_in_id is None else row.decided_in


def _since(row: Application, decision: Run | None, at: datetime) -> datetime | None:
    """Return since when its result may be seen; None while it may not."""
    since = None if row.round is None else row.round.published_at
    if decision is not None:
        since = decision.took_effect_at
    return since if since is not None and since <= at else None


def _stage(row: Application, *, published: bool, deciding: bool) -> str:
    if row.state in ("draft", "returned", "withdrawn"):
        return "filling" if row.state == "draft" else row.state
    if published:
        return "published"
    assert row.round is not None
    open_ = row.round.state == RoundState.ANNOUNCED and not deciding
    return "checking" if open_ else "frozen"


def _appeal_until(round_: Round) -> date | None:
    rules = rules_of(round_).appeal
    return None if rules is None else date.fromordinal(rules.until)


def _facts(row: Application) -> list[FactStood]:
    if row.round is None:
        return []
    told = [one for one in _said(application=row.pk) if one.source not in ("family", "registry")]
    if not told:
        return []
    names = rules_of(row.round).facts
    return [
        FactStood(names[name].zh, AttestationSource(one.source).label, fact.get("s", ""))
        for one in sorted(told, key=_by_source)
        for name, fact in sorted(attested_of(one).items())
        if name in names
    ]


def _by_source(attestation: Attestation) -> tuple[str, int]:
    return attestation.source, attestation.pk


@dataclass(frozen=True, slots=True)
class AppealSeen:
    """An appeal as who made it sees it: state open, upheld or kept."""

    words: str
    made_at: datetime
    state: str
    answer: str
    answered_at: datetime | None


def appeals_of(actor: Actor, application_uid: UUID | str) -> list[AppealSeen]:
    """Return the appeals about an application, newest first. Raises NotFound."""
    application: Application = target(actor, MAKE_APPEAL, application_uid)
    rows = Appeal.objects.filter(decision__application=application).order_by("-made_at", "-pk")
    return [
        AppealSeen(APPEALED.text(row), row.made_at, row.state, row.answer, row.answered_at)
        for row in rows
    ]
