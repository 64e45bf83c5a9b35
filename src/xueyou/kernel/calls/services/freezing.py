"""Freezing a round: from then on nothing that decides may change, and the folder says it all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import FREEZE_ROUND
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    CapacityLine,
    Choice,
    Option,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.capacity import freeze_capacity
from xueyou.kernel.calls.windows import last_moment
from xueyou.kernel.registry.models import ClaimState
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

STATES = ApplicationState
COUNTING = (STATES.SUBMITTED, STATES.CHECKED, STATES.RETURNED)
"""What was sent back and never completed counts as it was handed in: facts unproven, not gone."""

IN_DOUBT = Q(claim__state__in=(ClaimState.CONTESTED, ClaimState.REFUSED), person=None)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a freeze counted."""

    applications: int
    returned: int
    contested: int
    cut: int


def freeze(
    *,
    actor: Actor,
    round_uid: UUID | str,
    leave_out_contested: bool = False,
    key: str,
    at: datetime | None = None,
) -> Frozen:
    """Freeze a round after its last window; draw the cuts that decisions in force demand.

    Whoever is handing in at that moment is waited for. Applications of children about whom two
    families disagree are not given up silently: either they are settled first, or leaving them
    out is said. Raises NotFound, CallRefused.
    """
    request = {"round": str(round_uid), "leave_out_contested": leave_out_contested}
    with act(actor, verbs.FREEZE_ROUND.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, FREEZE_ROUND, round_uid)
        if a.repeated:
            return Frozen(**a.outcome)
        call = round_.call
        options = list(Option.objects.filter(call=call, withdrawn_at=None).order_by("code"))
        a.lock(round_, *options)
        round_.call = call
        if round_.mode == RoundMode.ROLLING:
            raise CallRefused("随到随办的轮次来一份定一份，不用封存。没有改动。")
        if round_.state != RoundState.ANNOUNCED:
            raise CallRefused("这一轮还没有公布，或者已经封存过。没有改动。")
        if a.business_at < last_moment(round_):
            raise CallRefused("还没有到这一轮最后的截止时间，不能封存。没有改动。")
        undecided = contested_in(round_).count()
        if undecided and not leave_out_contested:
            raise CallRefused(
                f"有 {undecided} 份申请还没有认定是谁的孩子，没有封存。"
                "请先一一认定；确实认定不了的，封存时写明不列入。"
            )
        kind_of(call.kind).begin_freeze(round_, a)
        if not CapacityLine.objects.filter(round=round_, voided_at=None).exists():
            raise CallRefused("这一轮还没有登记任何名额，没有封存。请先登记名额。")
        _fix_who_counts(round_)
        counting = applications_in(round_)
        frozen = Frozen(
            applications=counting.count(),
            returned=counting.filter(state=STATES.RETURNED).count(),
            contested=undecided,
            cut=freeze_capacity(a, round_, options),
        )
        round_.state = RoundState.FROZEN
        round_.frozen_at = a.at
        round_.revision += 1
        round_.save(update_fields=["state", "frozen_at", "revision"])
        a.about("round", round_.uid, org_path=call.organisation.path)
        counted = {
            "applications": frozen.applications,
            "returned": frozen.returned,
            "contested": frozen.contested,
            "cut": frozen.cut,
        }
        a.data = {
            "call": call.uid,
            "ordinal": round_.ordinal,
            "revision": round_.revision,
            **counted,
        }
        a.outcome = counted
        return frozen


def applications_in(round_: Round) -> QuerySet[Application]:
    """Return the applications that count in a round: handed in for it, or with wishes in it.

    Before the freeze as the claims stand now; from then on as the freeze fixed it.
    """
    rows = _handed_in(round_)
    if round_.frozen_at is not None:
        return rows.filter(state__in=COUNTING)
    return rows.filter(~IN_DOUBT, state__in=(*COUNTING, STATES.CONTESTED))


def contested_in(round_: Round) -> QuerySet[Application]:
    """Return the applications whose child two accounts claim, undecided yet."""
    contested = Q(claim__state=ClaimState.CONTESTED, person=None)
    return _handed_in(round_).filter(contested, state__in=(*COUNTING, STATES.CONTESTED))


def _fix_who_counts(round_: Round) -> None:
    """Write into the states what the claims say now: what is claimed later changes nothing here."""
    rows = _handed_in(round_)
    sure = rows.filter(~IN_DOUBT, state=STATES.CONTESTED)
    in_doubt = rows.filter(IN_DOUBT, state__in=COUNTING)
    _by_key(sure).update(state=STATES.SUBMITTED)
    _by_key(in_doubt).update(state=STATES.CONTESTED)


def _by_key(rows: QuerySet[Application]) -> QuerySet[Application]:
    return Application.objects.filter(pk__in=rows.values("pk"))


def _handed_in(round_: Round) -> QuerySet[Application]:
    wished = Choice.objects.filter(application=OuterRef("pk"), round=round_)
    rows = Application.objects.filter(call=round_.call_id, submitted_at__isnull=False)
    return rows.filter(Q(round=round_) | Exists(wished))
