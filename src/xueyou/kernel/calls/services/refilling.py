"""Refilling 递补: whoever is first in a pool's waiting list is called for a place given up there.

Rule text: docs/handbook/admission.md §6; who is called: see calling.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Application,
    Decision,
    Offer,
    OfferState,
    Option,
    Round,
    RoundMode,
    RoundState,
    Run,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import REFILL_ROUND
from xueyou.kernel.calls.run_verbs import CALL_WAITING
from xueyou.kernel.calls.services.calling import MOVED_UP, Called, called
from xueyou.kernel.calls.services.offers import end
from xueyou.kernel.calls.services.telling import CALLED, tell_of
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7


def call_from_waiting(
    *,
    actor: Actor,
    round_uid: UUID | str,
    option_uid: UUID | str,
    reply_by: datetime | None,
    key: str,
    at: datetime | None = None,
) -> list[UUID]:
    """Call as many from an option's waiting lists as places were given up there; return the offers.

    Who is called holds the place at once and leaves the one he held, which can be refilled in
    turn. Nobody is called who withdrew, or for whom the option is no better than what he holds.
    Those bound to one another are called together.
    Nobody either who waits for the result of a later round that is closed: it could place him too.
    Without `reply_by` the place is accepted as it is given. Raises NotFound, CallRefused.
    """
    request = {
        "round": str(round_uid),
        "option": str(option_uid),
        "reply_by": "" if reply_by is None else reply_by.isoformat(),
    }
    with act(actor, CALL_WAITING.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, REFILL_ROUND, round_uid)
        if a.repeated:
            return [UUID(uid) for uid in a.outcome["offers"]]
        run = effective(round_, a.business_at)
        option = Option.objects.filter(uid=option_uid, call=round_.call_id).first()
        if option is None or run is None:
            raise NotFound
        if reply_by is not None and reply_by <= a.business_at:
            raise CallRefused("确认的截止时间已经过了，没有递补。请改晚一些。")
        path = round_.call.organisation.path
        found = called(run, round_, option)
        left = {one.leaves.option_id: one.leaves.option for one in found if one.leaves is not None}
        a.lock(option, *left.values())
        again = called(run, round_, option)
        if [_key(one) for one in again] != [_key(one) for one in found]:
            raise CallRefused("刚刚有人确认或者放弃，候补变了，没有递补。请再办一次。")
        _require_settled(round_, again, a.business_at)
        kind_of(round_.call.kind).require_places(round_, option, _taken(option, again))
        offers = [_call(a, run, round_, one, reply_by) for one in again]
        a.about("round", round_.uid, org_path=path)
        a.data = {
            "round": round_.uid,
            "option": option.uid,
            "offers": [offer.uid for offer in offers],
            "room": len(found),
        }
        a.outcome = {"offers": [str(offer.uid) for offer in offers]}
        return [offer.uid for offer in offers]


def _require_settled(round_: Round, found: Sequence[Called], at: datetime) -> None:
    """Refuse to call who asks in a later round, from its closing until it is published."""
    later = Round.objects.filter(
        call=round_.call_id,
        ordinal__gt=round_.ordinal,
        mode=RoundMode.BATCH,
        state__in=(RoundState.ANNOUNCED, RoundState.FROZEN, RoundState.RUN),
        closes_at__lte=at,
    )
    called_here = Application.objects.filter(
        pk__in=[one.waiting.application_id for one in found], withdrawn_at=None
    )
    if called_here.filter(Q(round__in=later) | Q(choices__round__in=later)).exists():
        raise CallRefused(
            "轮到的孩子还报了后面一轮，那一轮已经截止、还没有公布，没有递补。"
            "请等那一轮公布以后再办：那时没有学位的，照样按候补的先后。"
        )


def _taken(option: Option, found: Sequence[Called]) -> int:
    """Return how many places of the option's organisation are taken that were not held before."""
    moved = [one.leaves.option for one in found if one.leaves is not None]
    return len(found) - sum(one.organisation_id == option.organisation_id for one in moved)


def _call(
    a: ActInProgress, run: Run, round_: Round, one: Called, reply_by: datetime | None
) -> Offer:
    kind = kind_of(round_.call.kind)
    if one.leaves is not None:
        if one.leaves.taken_up_at is not None:
            kind.give_back(one.leaves, a)
        end(a, one.leaves, OfferState.ENDED, MOVED_UP)
    waiting = one.waiting
    offer = Offer(
        uid=uuid7(),
        call_id=round_.call_id,
        application=waiting.application,
        lane=waiting.lane,
        option_id=waiting.option_id,
        decision=Decision.objects.get(
            run=run, application=waiting.application_id, lane=waiting.lane
        ),
        batch=waiting.batch,
        pool=waiting.pool,
        choice_rank=waiting.choice_rank,
        cause="waiting",
        state=OfferState.OPEN,
        made_at=a.business_at,
        reply_by=reply_by,
    )
    if reply_by is None:
        offer.state, offer.replied_at = OfferState.ACCEPTED, a.business_at
    offer.save(force_insert=True)
    tell_of(a, CALLED, waiting.application)
    if reply_by is None:
        kind.take_up(offer, a)
        offer.taken_up_at = a.at
        offer.save(update_fields=["taken_up_at"])
    return offer


def _key(one: Called) -> tuple[int, int | None]:
    return one.waiting.pk, None if one.leaves is None else one.leaves.pk
