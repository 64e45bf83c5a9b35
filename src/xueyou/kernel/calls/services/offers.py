"""Replies to offers: accepted, declined, given back later; or lapsed when nobody replied."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Offer, OfferState, Option
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.run_access import REPLY_OFFER
from xueyou.kernel.calls.run_verbs import ACCEPT, DECLINE, LAPSE
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import CITY, business_now

DECLINED = "家长放弃"
LAPSED = "到期没有确认"
AT_ONCE = 200


def reply(
    *,
    actor: Actor,
    offer_uid: UUID | str,
    accept: bool,
    key: str,
    at: datetime | None = None,
) -> str:
    """Accept or decline an offer, or give an accepted place back; return its state then.

    The server's time decides. Raises NotFound (not his, or not published), WindowClosed,
    CallRefused where it has ended already. Saying the same again changes nothing.
    """
    verb = ACCEPT if accept else DECLINE
    request = {"offer": str(offer_uid), "accept": accept}
    with act(actor, verb.name, at=at, key=key, request=request) as a:
        offer = _of(actor, offer_uid)
        if a.repeated:
            return str(a.outcome["state"])
        option, application = offer.option, offer.application
        organisation = option.organisation
        a.lock(option)  # whoever holds an option decides about all its offers
        option.organisation = organisation
        offer.refresh_from_db(fields=["state", "holds_place", "reply_by", "taken_up_at"])
        (_accept if accept else _decline)(a, offer)
        a.about("offer", offer.uid, org_path=organisation.path)
        a.data = {"application": application.uid, "option": option.uid, "state": offer.state}
        a.outcome = {"state": offer.state}
        return offer.state


def lapse_due(*, at: datetime | None = None) -> int:
    """Lapse the offers whose time to reply is over, option by option; return how many."""
    now = at or business_now()
    due = Offer.objects.filter(state=OfferState.OPEN, reply_by__lte=now)
    lapsed = 0
    for option_id in due.order_by("option").values_list("option", flat=True).distinct():
        lapsed += _lapse(option_id, now, at)
    return lapsed


def _lapse(option_id: int, now: datetime, at: datetime | None) -> int:
    with act(SYSTEM, LAPSE.name, at=at) as a:
        option = Option.objects.select_related("organisation").get(pk=option_id)
        path = option.organisation.path
        a.lock(option)
        count = Offer.objects.filter(
            option=option, state=OfferState.OPEN, reply_by__lte=now
        ).update(state=OfferState.LAPSED, holds_place=False, ended_why=LAPSED)
        a.about("option", option.uid, org_path=path)
        a.data = {"offers": count, "option": option.uid}
        return count


def _of(actor: Actor, uid: UUID | str) -> Offer:
    rows = Offer.objects.select_related(
        "option__organisation", "application__person", "call"
    ).exclude(state=OfferState.STAGED)
    try:
        found = rows.filter(uid=uid, application__in=scope(actor, REPLY_OFFER)).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound
    return found


def _accept(a: ActInProgress, offer: Offer) -> None:
    if offer.state == OfferState.ACCEPTED:
        return
    _require_open(a, offer)
    offer.state, offer.replied_at = OfferState.ACCEPTED, a.business_at
    offer.replied_by_uid = _user_uid(a)
    kind_of(offer.call.kind).take_up(offer, a)
    offer.taken_up_at = a.at
    offer.save(update_fields=["state", "replied_at", "replied_by_uid", "taken_up_at"])


def _decline(a: ActInProgress, offer: Offer) -> None:
    if offer.state == OfferState.ACCEPTED:
        kind_of(offer.call.kind).give_back(offer, a)
        end(a, offer, OfferState.ENDED, DECLINED)
        return
    if offer.state == OfferState.DECLINED:
        return
    _require_open(a, offer)
    end(a, offer, OfferState.DECLINED, DECLINED)


def end(a: ActInProgress, offer: Offer, state: OfferState, why: str) -> None:
    """Let a locked offer hold its place no longer."""
    offer.state, offer.holds_place, offer.ended_why = state, False, why
    offer.replied_at = max(a.business_at, offer.made_at)
    offer.replied_by_uid = _user_uid(a)
    offer.save(update_fields=["state", "holds_place", "ended_why", "replied_at", "replied_by_uid"])


def _require_open(a: ActInProgress, offer: Offer) -> None:
    if offer.state != OfferState.OPEN:
        raise CallRefused(
            f"这个名额已经结束（{offer.get_state_display()}），不能再改。没有变动。"
            "有疑问请联系招生部门。"
        )
    if offer.reply_by is not None and a.business_at >= offer.reply_by:
        until = f"{offer.reply_by.astimezone(CITY):%Y-%m-%d %H:%M}"
        raise WindowClosed(
            f"确认的时间到 {until} 为止，已经过了，这次没有办理。请联系招生部门。", offer.reply_by
        )


def _user_uid(a: ActInProgress) -> UUID | None:
    return UUID(a.actor.id) if a.actor.kind == "user" else None
