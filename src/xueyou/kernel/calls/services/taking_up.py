"""What follows from acceptance where nobody has to reply: the room's `take_up`, in small acts."""

from uuid import UUID

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Offer, OfferState, Round
from xueyou.kernel.calls.run_verbs import TAKE_UP
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import RunningJob

AT_ONCE = 50


def take_up_all(job: RunningJob, round_uid: UUID) -> None:
    """Take up every accepted place of a round that is not taken up yet, some at a time."""
    round_ = Round.objects.select_related("call__organisation").get(uid=round_uid)
    kind = kind_of(round_.call.kind)
    waiting = Offer.objects.filter(
        call=round_.call_id,
        decision__run__round=round_,
        state=OfferState.ACCEPTED,
        taken_up_at=None,
    ).order_by("pk")
    whole, done, last = waiting.count(), 0, 0
    while keys := list(waiting.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        job.progress(done, whole, f"正在办理：{done}/{whole}")
        with act(job.actor, TAKE_UP.name) as a:
            job.hold()
            offers = list(
                Offer.objects.select_related("application__person", "option__organisation", "call")
                .filter(pk__in=keys, state=OfferState.ACCEPTED, taken_up_at=None)
                .select_for_update(of=("self",))
                .order_by("pk")
            )
            for offer in offers:
                kind.take_up(offer, a)
            Offer.objects.filter(pk__in=[one.pk for one in offers]).update(taken_up_at=a.at)
            a.about("round", round_.uid, org_path=round_.call.organisation.path)
            a.data = {"offers": len(offers), "round": round_.uid}
        done, last = done + len(keys), keys[-1]
