"""Forgetting what families wrote and never handed in, some time after a call is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef

from xueyou.kernel.calls.models import Application, Call, Round, RoundState
from xueyou.kernel.calls.verbs import FORGET_DRAFTS
from xueyou.kernel.deadlines.terms import city_day
from xueyou.kernel.registry.parameters import parameter, parameter_kind, whole_between
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now

KEPT = "calls.drafts_kept_days"
AT_ONCE = 500


parameter_kind(
    KEPT,
    zh="没有交的申请在报名结束后保留的天数",
    check=whole_between(1, 3650),
    initial=(90, "待核：没有查到规定的保存期限，按够用取短"),
)


def forget_drafts(*, at: datetime | None = None) -> int:
    """Remove what was never handed in, and changes begun and not handed in; return how many.

    Only of calls all of whose rounds have been over for as long as the parameter says, and changes
    only where no round takes them any more. What was handed in stays as it is.
    """
    now = at or business_now()
    return sum(_forget(call, now) for call in _over(now))


def _over(now: datetime) -> list[Call]:
    unsent = Application.objects.filter(call=OuterRef("pk"), draft_enc__isnull=False)
    calls = Call.objects.filter(Exists(unsent)).annotate(last=Max("rounds__closes_at"))
    today = city_day(now)
    return [
        call
        for call in calls.exclude(last=None).select_related("organisation").order_by("pk")
        if call.last + timedelta(days=parameter(KEPT, call.organisation, today).value) <= now
    ]


def _forget(call: Call, now: datetime) -> int:
    """Forget some at a time, so that nobody waits for a long transaction."""
    rows = Application.objects.filter(call=call, draft_enc__isnull=False)
    never = rows.filter(submitted_at=None)
    changes = rows.exclude(submitted_at=None)
    if Round.objects.filter(call=call, state=RoundState.ANNOUNCED).exists():
        changes = changes.none()
    forgotten = 0
    while keys := [*_some(never), *_some(changes)]:
        with act(SYSTEM, FORGET_DRAFTS.name, at=now) as a:
            a.lock(call)
            removed, _ = never.filter(pk__in=keys).delete()
            emptied = changes.filter(pk__in=keys).update(draft_enc=None, draft_key_id="")
            a.about("call", call.uid, org_path=call.organisation.path)
            a.data = {"call": call.uid, "drafts": removed, "changes": emptied}
        forgotten += len(keys)
    return forgotten


def _some(rows: Any) -> Iterable[int]:
    keys: Iterable[int] = rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    return keys
