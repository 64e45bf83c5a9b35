"""A round in numbers: where its applications stand, and what is given once it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from xueyou.kernel.calls.access import READ_ROUND
from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.models import Offer, OfferState, Round, RoundMode
from xueyou.kernel.calls.selectors.desk import Counted, counted, options_kept
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now

TRIES = 3
"""A result replaced between the questions would be half of each: they are asked again."""


@dataclass(frozen=True, slots=True)
class OptionGiven:
    """An option's places by its lines; `given` and `left` are None before the publication."""

    uid: UUID
    code: str
    title: str
    lane: str
    organisation: str
    places: int
    given: int | None
    left: int | None


@dataclass(frozen=True, slots=True)
class RoundGiven:
    """A round's places. `publication_id` is that of its result, as families read it; None before
    the publication, and always in a rolling round, whose decisions count side by side.
    """

    publication_id: UUID | None
    options: Sequence[OptionGiven]


def round_given(actor: Actor, round_uid: UUID | str, at: datetime | None = None) -> RoundGiven:
    """Return the places of a round that the actor sees: all before a publication, or all after.

    Raises NotFound.
    """
    now = at or business_now()
    round_: Round = target(actor, READ_ROUND, round_uid)
    rolling = round_.mode == RoundMode.ROLLING
    run = held = None
    for _ in range(TRIES):
        run = effective(round_, now)
        held = _held(round_, now) if rolling or run is not None else None
        if effective(round_, now) == run:
            break
    rows = [
        OptionGiven(
            uid=one.uid,
            code=one.code,
            title=one.title,
            lane=one.lane,
            organisation=one.organisation,
            places=one.places,
            given=None if held is None else held.get(one.uid, 0),
            left=None if held is None else max(one.places - held.get(one.uid, 0), 0),
        )
        for one in options_kept(actor, round_.uid)
        if one.offered
    ]
    return RoundGiven(None if run is None else run.uid, rows)


def round_counted(actor: Actor, round_uid: UUID | str) -> Counted:
    """Return how many applications of a round that the actor sees stand where. Raises NotFound."""
    round_: Round = target(actor, READ_ROUND, round_uid)
    return counted(round_)


def _held(round_: Round, at: datetime) -> dict[UUID, int]:
    """Return how many hold a place by option: of a whole result, or of decisions in effect."""
    of_round = Q(
        decision__run__round__effective_run__isnull=False,
        decision__run__round__published_at__lte=at,
    )
    counting = of_round | Q(decision__run__took_effect_at__lte=at)
    offers = Offer.objects.filter(counting, decision__run__round=round_, holds_place=True)
    offers = offers.exclude(state=OfferState.STAGED)
    return dict(offers.order_by().values_list("option__uid").annotate(n=Count("pk")))
