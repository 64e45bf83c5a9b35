"""What a family reads of its result: only what the round's effective run says, in one query.

One query is one picture: nobody reads half of a result that is being published or replaced.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from xueyou.kernel.calls.effective import counting, published_at
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Decision,
    Offer,
    OfferState,
    Option,
)
from xueyou.kernel.calls.models.sealed import EXPLAINED
from xueyou.kernel.calls.run_access import READ_RESULT
from xueyou.kernel.calls.services.loading import unpacked
from xueyou.platform.access.reading import scope, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now


@dataclass(frozen=True, slots=True)
class WishTold:
    """One wish: `zh` why it came out so, `can` what may be done, `rule` where it stands.

    `made`: no wish of the family's; the rules put the option on a list of their own.
    """

    batch: str
    rank: int
    option: str
    reason: str
    head: str
    zh: str
    can: str
    rule: str
    made: bool = False


@dataclass(frozen=True, slots=True)
class OfferView:
    """The place held now, or the last one; `state` as OfferState, `cause` run, waiting, appeal."""

    uid: UUID
    state: str
    cause: str
    option: str
    organisation: str
    reply_by: datetime | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """A published result of one lane. `publication_id` is one for all who read the same result.

    `zh` says it with the deciding numbers, `can` what somebody without a place may do; `appeal` is
    the state of the newest appeal about it: open, upheld, kept, or empty.
    """

    publication_id: UUID
    decision_uid: UUID
    lane: str
    verdict: str
    option: str
    choice_rank: int | None
    waiting_no: int | None
    reason: str
    zh: str
    can: str
    wishes: tuple[WishTold, ...]
    offer: OfferView | None
    published_at: datetime
    appeal: str


def result_of(
    actor: Actor, application_uid: UUID | str, at: datetime | None = None
) -> tuple[ResultView, ...]:
    """Return what is published of an application, lane by lane; empty before. Raises NotFound."""
    application: Application = target(actor, READ_RESULT, application_uid)
    return tuple(_view(row) for row in _effective([application.pk], at or business_now()))


def results_of(
    actor: Actor, application_uids: list[UUID], at: datetime | None = None
) -> Mapping[UUID, tuple[ResultView, ...]]:
    """Return the published results of some applications the actor may see: two queries."""
    seen = dict(scope(actor, READ_RESULT).filter(uid__in=application_uids).values_list("pk", "uid"))
    found: dict[UUID, list[ResultView]] = {uid: [] for uid in seen.values()}
    for row in _effective(list(seen), at or business_now()):
        found[seen[row.application_id]].append(_view(row))
    return {uid: tuple(rows) for uid, rows in found.items()}


def titles_told(
    actor: Actor, application_uid: UUID | str, results: Iterable[ResultView]
) -> Mapping[str, str]:
    """Return the titles of the options that these results speak of, by code. Raises NotFound."""
    application: Application = target(actor, READ_RESULT, application_uid)
    codes = {wish.option for one in results for wish in one.wishes}
    rows = Option.objects.filter(call=application.call_id, code__in=codes)
    return dict(rows.values_list("code", "title"))


def _effective(applications: list[int], at: datetime) -> QuerySet[Decision]:
    """Return the decisions that count, each with its latest offer, as one picture."""
    offers = (
        Offer.objects.filter(application=OuterRef("application"), lane=OuterRef("lane"))
        .filter(decision__run__round=OuterRef("run__round"))
        .exclude(state=OfferState.STAGED)
        .order_by("-holds_place", "-pk")
    )
    option = Option.objects.filter(pk=OuterRef("offer_option"))
    appeals = Appeal.objects.filter(
        decision__application=OuterRef("application"), decision__lane=OuterRef("lane")
    ).order_by("-made_at", "-pk")

    def of(name: str) -> Subquery:
        return Subquery(offers.values(name)[:1])

    return (
        Decision.objects.filter(counting(at), application__in=applications)
        .select_related("option", "run__round")
        .annotate(
            offer_uid=of("uid"),
            offer_state=of("state"),
            offer_cause=of("cause"),
            offer_reply_by=of("reply_by"),
            offer_option=of("option"),
            appeal_state=Subquery(appeals.values("state")[:1]),
        )
        .annotate(
            offer_title=Subquery(option.values("title")[:1]),
            offer_organisation=Subquery(option.values("organisation__name")[:1]),
        )
        .order_by("application_id", "lane")
    )


def _view(row: Any) -> ResultView:
    # Sentences go when a person's data is erased; the verdict stays.
    gone = row.explanation_enc is None
    told: dict[str, Any] = {"zh": "", "choices": []} if gone else unpacked(EXPLAINED.text(row))
    offer = None
    if row.offer_uid is not None:
        offer = OfferView(
            uid=row.offer_uid,
            state=row.offer_state,
            cause=row.offer_cause,
            option=row.offer_title,
            organisation=row.offer_organisation,
            reply_by=row.offer_reply_by,
        )
    return ResultView(
        publication_id=row.run.uid,
        decision_uid=row.uid,
        lane=row.lane,
        verdict=row.verdict,
        option="" if row.option is None else row.option.title,
        choice_rank=row.choice_rank,
        waiting_no=row.waiting_no,
        reason=row.reason,
        zh=told["zh"],
        can=told.get("can", ""),
        wishes=tuple(WishTold(**one) for one in down_to_the_one_met(told["choices"], row)),
        offer=offer,
        published_at=published_at(row),
        appeal=row.appeal_state or "",
    )


def down_to_the_one_met(choices: list[dict[str, Any]], decision: Decision) -> list[dict[str, Any]]:
    """Return the wishes that are a reason: what lies behind the one that was met is none.

    All of them where none was met by the run itself.
    """
    if decision.option is None:
        return choices
    met = (decision.batch, decision.option.code)
    here = [n for n, one in enumerate(choices, 1) if (one["batch"], one["option"]) == met]
    return choices[: here[0]] if here else choices
