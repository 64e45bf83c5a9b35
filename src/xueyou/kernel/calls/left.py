"""Who was left without a place once a round is published, and whether somebody told them what next.

A call that owes everybody a place is not done with its last list: who is on none of them must read
what comes next and until when, a further round, or what was decided and signed for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    CORRECTED,
    Application,
    Call,
    Offer,
    OfferState,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.standings import ONWARD
from xueyou.kernel.deadlines.terms import city_day
from xueyou.kernel.registry.models import Standing


@dataclass(frozen=True, slots=True)
class Told:
    """What was signed for who is left after a round, and the last day it promises."""

    words: str
    until: date


def given(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Leave of offers those that gave a place, whatever the family said, and that stand.

    Not what is unpublished, nor what a corrected result took back.
    """
    taken_back = Q(state=OfferState.ENDED, ended_why=CORRECTED)
    return offers.exclude(state=OfferState.STAGED).exclude(taken_back)


def left_in(calls: Iterable[Call], at: datetime) -> QuerySet[Application]:
    """Return who asked in these calls, reads a published result, and has no place that stands."""
    owing = [one for one in calls if kind_of(one.kind).owes_everybody]
    offered = given(Offer.objects.filter(application=OuterRef("pk")))
    rows = Application.objects.filter(
        ~Exists(offered),
        call__in=owing,
        withdrawn_at=None,
        round__mode=RoundMode.BATCH,
        round__published_at__lte=at,
    ).exclude(receipt_no="")
    otherwise = {pk for kind in {one.kind for one in owing} for pk in kind_of(kind).provided(rows)}
    return rows.exclude(pk__in=otherwise) if otherwise else rows


def untold_in(calls: Iterable[Call], at: datetime) -> QuerySet[Application]:
    """Return those of them whom nothing tells what is next: neither a round they may still ask in
    nor a signed word whose day has not passed.
    """
    known = list(calls)
    again = Round.objects.filter(call__in=known, state=RoundState.ANNOUNCED, closes_at__gt=at)
    told = Standing.objects.on(city_day(at)).standing().filter(kind=ONWARD.name)
    scopes = Round.objects.filter(
        call__in=known, uid__in=list(told.values_list("scope", flat=True))
    )
    rows = left_in(known, at).exclude(call__in=again.values("call"))
    return rows.exclude(round__in=scopes)


def told_after(rounds: Iterable[Round]) -> Told | None:
    """Return what was last signed for who is left after these rounds, its day passed or not."""
    scopes = [str(one.uid) for one in rounds]
    rows = Standing.objects.standing().filter(kind=ONWARD.name, scope__in=scopes)
    found = rows.order_by("-recorded_at", "-pk").first()
    if found is None or found.valid_to is None:
        return None
    return Told(found.reason, found.valid_to - timedelta(days=1))
