"""Refilling 递补: whoever is first in a pool's waiting list is called for a place given up there.

Rule text: docs/handbook/admission.md. Only for applicants who stand alone: groups that go together
are refilled on the sealed bundle by the command line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Decision, Offer, OfferState, Option, Round, Run, Waiting
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import REFILL_ROUND
from xueyou.kernel.calls.run_verbs import CALL_WAITING
from xueyou.kernel.calls.services.offers import end
from xueyou.kernel.calls.services.telling import CALLED, tell_of
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

MOVED_UP = "递补到更靠前的志愿"
GIVEN_UP = (OfferState.DECLINED, OfferState.LAPSED)

Pool = tuple[str, str, str]
"""Lane, batch, pool."""


@dataclass(frozen=True, slots=True)
class _Called:
    """Who is called, and the place he leaves for it."""

    waiting: Waiting
    leaves: Offer | None


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
        found = _called(run, round_, option)
        left = {one.leaves.option_id: one.leaves.option for one in found if one.leaves is not None}
        a.lock(option, *left.values())
        again = _called(run, round_, option)
        if [_key(one) for one in again] != [_key(one) for one in found]:
            raise CallRefused("刚刚有人确认或者放弃，候补变了，没有递补。请再办一次。")
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


def room_of(run: Run, options: Iterable[Option]) -> dict[int, Counter[Pool]]:
    """Return how many of the places that the run gave are given up now, by option and pool.

    Two questions, however many options there are.
    """
    found: dict[int, Counter[Pool]] = {option.pk: Counter() for option in options}
    given = Decision.objects.filter(run=run, option__in=list(found), verdict="placed")
    held = Offer.objects.filter(
        option__in=list(found), decision__run__round=run.round_id, holds_place=True
    ).exclude(cause="appeal")
    for uses, one in ((given, 1), (held, -1)):
        for option, lane, batch, pool in uses.values_list("option", "lane", "batch", "pool"):
            found[option][lane, batch, pool] += one
    return found


def _called(run: Run, round_: Round, option: Option) -> list[_Called]:
    """Return who is called for the room of an option, pool by pool in the order of the lists."""
    room = room_of(run, [option])[option.pk]
    if not any(n > 0 for n in room.values()):
        return []
    rules = rules_of(round_)
    bound = {batch.id for batch in rules.batches if batch.group.bind}
    found: list[_Called] = []
    called: set[tuple[int, str]] = set()
    lists = Waiting.objects.filter(run=run, option=option, application__withdrawn_at=None)
    waits: dict[Pool, list[Waiting]] = defaultdict(list)
    for row in lists.select_related("application").order_by("position", "pk"):
        waits[row.lane, row.batch, row.pool].append(row)
    offers = _offers_to(lists)
    for (lane, batch, pool), n in sorted(room.items()):
        if n <= 0:
            continue
        for waiting in waits[lane, batch, pool]:
            if n == 0:
                break
            if (waiting.application_id, lane) in called:
                continue
            comes, leaves = _may_come(waiting, offers.get((waiting.application_id, lane), ()))
            if not comes:
                continue
            if batch in bound and waiting.application.group_key:
                raise CallRefused(
                    "轮到的是绑在一起申请的孩子，要整组递补，这里办不了，没有递补。"
                    "请用 xueyou admit refill 在密封包上办理。"
                )
            found.append(_Called(waiting, leaves))
            called.add((waiting.application_id, lane))
            n -= 1
    return found


def _offers_to(lists: QuerySet[Waiting]) -> Mapping[tuple[int, str], Sequence[Offer]]:
    """Return what was offered to those who wait, by application and lane: one question."""
    found: dict[tuple[int, str], list[Offer]] = defaultdict(list)
    rows = Offer.objects.filter(application__in=lists.values("application"))
    for row in rows.exclude(state=OfferState.STAGED).select_related("option"):
        found[row.application_id, row.lane].append(row)
    return found


def _may_come(waiting: Waiting, rows: Sequence[Offer]) -> tuple[bool, Offer | None]:
    """Return whether he is called, and the place he would leave; `rows` were offered to him."""
    held = next((one for one in rows if one.holds_place), None)
    if held is not None:
        better = (
            held.batch == waiting.batch
            and held.cause != "appeal"
            and held.choice_rank is not None
            and held.choice_rank > waiting.choice_rank
        )
        return better, held
    withdrew = any(
        one.batch == waiting.batch and (one.state in GIVEN_UP or one.ended_why != MOVED_UP)
        for one in rows
    )
    return not withdrew, None


def _call(
    a: ActInProgress, run: Run, round_: Round, one: _Called, reply_by: datetime | None
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


def _key(one: _Called) -> tuple[int, int | None]:
    return one.waiting.pk, None if one.leaves is None else one.leaves.pk
