"""Deleting the photographs of papers once nobody may appeal any more against what they proved."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    ApplicationState,
    Call,
    CallState,
    Picture,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.pictures import remove
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.verbs import FORGET_PICTURES
from xueyou.kernel.registry.parameters import parameter, parameter_kind, whole_between
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY, business_now

KEPT = "calls.pictures_kept_days"
AT_ONCE = 50


parameter_kind(
    KEPT,
    zh="没有复核期限的申请，材料照片在答复、撤回以后保留的天数",
    check=whole_between(0, 3650),
    initial=(60, "待核：没有查到规定的保存期限，按行政复议申请的期限"),
)


def forget_pictures(*, at: datetime | None = None) -> int:
    """Delete the pictures of applications whose last day to appeal is over; return how many.

    Where the rules name no such day or one before the answer, and of what was withdrawn, cancelled
    or never decided, some days later, as the parameter says. While an appeal waits for its answer
    they stay.
    """
    now = at or business_now()
    forgotten = 0
    for _, rows in groupby(_with_pictures(), key=lambda one: one.call_id):
        of_call = list(rows)
        call = of_call[0].call
        today = now.astimezone(CITY).date()
        kept = timedelta(days=parameter(KEPT, call.organisation, today).value)
        due = [one for one in of_call if _over(one, today, kept)]
        for first in range(0, len(due), AT_ONCE):
            forgotten += _forget(call, due[first : first + AT_ONCE], now)
    return forgotten


def _with_pictures() -> QuerySet[Application]:
    pictures = Picture.objects.filter(application=OuterRef("pk"))
    waiting = Appeal.objects.filter(decision__application=OuterRef("pk"), state="open")
    rows = Application.objects.filter(Exists(pictures)).exclude(Exists(waiting))
    joined = rows.select_related("call__organisation", "round__rulebook", "decided_in")
    return joined.order_by("call_id", "pk")


def _over(one: Application, today: date, kept: timedelta) -> bool:
    ended = _ended(one)
    if ended is None:
        return False
    day, last = ended.astimezone(CITY).date(), _last_appeal(one)
    if last is None or last < day:
        last = day + kept
    return today > last


def _ended(one: Application) -> datetime | None:
    """Return when it was answered, or will not be any more; None while it is under way."""
    if one.state == ApplicationState.WITHDRAWN:
        return one.withdrawn_at
    if one.decided_in is not None:
        return one.decided_in.took_effect_at
    assert one.round is not None, "what has pictures was handed in for a round"
    left = one.round.mode == RoundMode.ROLLING and one.call.state == CallState.CLOSED
    if left or one.round.state == RoundState.CANCELLED:
        return one.round.closes_at
    return one.round.published_at


def _last_appeal(one: Application) -> date | None:
    """Return the last day to appeal by the rules, of what was answered."""
    if one.state == ApplicationState.WITHDRAWN or one.round is None or not one.round.rulebook_id:
        return None
    if one.decided_in_id is None and one.round.published_at is None:
        return None
    rules = rules_of(one.round).appeal
    return None if rules is None else date.fromordinal(rules.until)


def _forget(call: Call, some: Sequence[Application], now: datetime) -> int:
    with act(SYSTEM, FORGET_PICTURES.name, at=now) as a:
        keys = [one.pk for one in some]
        found = Picture.objects.filter(application__in=keys).select_related("attachment")
        pictures = list(found.order_by("pk"))
        remove(pictures)
        a.about("call", call.uid, org_path=call.organisation.path)
        a.data = {
            "call": call.uid,
            "applications": [one.uid for one in some],
            "pictures": len(pictures),
        }
    return len(pictures)
