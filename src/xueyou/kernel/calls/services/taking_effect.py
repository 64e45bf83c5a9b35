"""A decision of a rolling round takes effect: its families see it, its places are held, at once.

The round's pointer is not touched: such decisions count side by side, each by its own order.
"""

from collections import Counter
from collections.abc import Iterable

from xueyou.kernel.calls.clocks import answered
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Offer, OfferState, Option, Round, Run
from xueyou.kernel.calls.run_verbs import PUBLISH_RUN
from xueyou.kernel.calls.services.capacity import places_of
from xueyou.kernel.calls.services.runs import describe_run
from xueyou.kernel.calls.services.telling import PUBLISHED, tell_of
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.jobs.api import JobFailed, RunningJob


def take_effect(job: RunningJob, run: Run) -> None:
    """Let a staged decision of a rolling round count, in one transaction. Twice is as once."""
    if run.took_effect_at is not None:
        return
    with act(job.actor, PUBLISH_RUN.name) as a:
        call = run.round.call
        options = list(Option.objects.filter(call=call).order_by("pk"))
        # Whoever replies or answers an appeal holds the option: they wait for this, or this does.
        a.lock(run, *options)
        job.complete({"run": str(run.uid)})
        run.round = Round.objects.select_related("call__organisation").get(pk=run.round_id)
        describe_run(a, run, job.org_path)
        if Run.objects.filter(pk=run.pk, took_effect_at__isnull=False).exists():
            return
        offers = list(
            Offer.objects.filter(decision__run=run, state=OfferState.STAGED)
            .select_related("application__person", "option__organisation", "call")
            .order_by("pk")
        )
        _require_free(run, offers)
        run.took_effect_at = a.business_at
        run.reply_by = kind_of(call.kind).reply_until(call, a.business_at)
        run.save(update_fields=["took_effect_at", "reply_by"])
        for offer in offers:
            _open(a, run, offer)
        _require_room(run)
        for application in Application.objects.filter(decided_in=run).select_related("call"):
            answered(a, application)
            tell_of(a, PUBLISHED, application)
        a.data = {
            **a.data,
            "result_sha256": run.result_sha256,
            "offers": len(offers),
            "ended": 0,
            "overflow": 0,
        }


def _open(a: ActInProgress, run: Run, offer: Offer) -> None:
    """Let an offer count: to be replied to, or accepted as it is made."""
    offer.made_at, offer.reply_by, offer.holds_place = a.business_at, run.reply_by, True
    offer.state = OfferState.OPEN
    if run.reply_by is None:
        offer.state, offer.replied_at = OfferState.ACCEPTED, a.business_at
    offer.save()
    if run.reply_by is None:
        kind_of(offer.call.kind).take_up(offer, a)
        offer.taken_up_at = a.at
        offer.save(update_fields=["taken_up_at"])


def _require_free(run: Run, offers: Iterable[Offer]) -> None:
    """Refuse a second place to whoever holds one in this call already."""
    applications = [one.application_id for one in offers]
    held = Offer.objects.filter(application__in=applications, holds_place=True)
    if count := held.count():
        raise JobFailed(
            f"有 {count} 份申请已经有名额，没有公布。请先核对。", code="placed_elsewhere"
        )


def _require_room(run: Run) -> None:
    """Never hold more places of an option than its lines say, whatever happened since the run."""
    places: Counter[int] = Counter()
    for one in places_of(run.round, made_by_results=True):
        places[one.option_id] += one.count
    held: Counter[int] = Counter(
        Offer.objects.filter(decision__run__round=run.round, holds_place=True).values_list(
            "option", flat=True
        )
    )
    if any(n > places[option] for option, n in held.items()):
        raise JobFailed("录取的人数超过了名额，没有公布。请系统管理员核对名额。", code="places")
