"""The county lets schools check: of each option whether its school may now, or no longer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import GIVE_DUTY
from xueyou.domains.checks.models import CheckDuty
from xueyou.kernel.calls.models import Call, Option
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act


def give_duties(
    *,
    actor: Actor,
    call_uid: UUID | str,
    option_uids: Sequence[UUID | str],
    key: str,
    at: datetime | None = None,
) -> None:
    """Let the schools of these options check, and those of no other option of the call.

    Raises NotFound, CallRefused for an option of another call.
    """
    wanted = sorted({str(uid) for uid in option_uids})
    request = {"call": str(call_uid), "options": wanted}
    with act(actor, desk_verbs.GIVE_DUTIES.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, GIVE_DUTY, call_uid)
        if a.repeated:
            return
        a.lock(call)
        options = {str(one.uid): one for one in Option.objects.filter(call=call, withdrawn_at=None)}
        if not set(wanted) <= set(options):
            raise CallRefused("有一所学校不在这次报名里，没有改动。请刷新后再选。")
        duties = CheckDuty.objects.filter(option__call=call, open=True)
        held = {str(uid) for uid in duties.values_list("option__uid", flat=True)}
        ended = duties.exclude(option__uid__in=wanted)
        ended.update(open=False, ended_at=a.business_at)
        CheckDuty.objects.bulk_create(
            CheckDuty(option=options[uid], given_at=a.business_at)
            for uid in wanted
            if uid not in held
        )
        a.about("call", call.uid, org_path=call.organisation.path)
        a.data = {"call": call.uid, "options": len(wanted)}
