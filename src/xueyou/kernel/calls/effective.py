"""The only doors to what counts: a round's one run, or in a rolling round each run by its order.

Rehearsals, counterfactual and simulated runs never get through, nor an official one before the
transaction that publishes it.
"""

from datetime import datetime

from django.db.models import F, Q

from xueyou.kernel.calls.models import Decision, Round, Run
from xueyou.platform.time import business_now


def effective(round_: Round, at: datetime | None = None) -> Run | None:
    """Return the run that counts for a whole round at the moment (default: now), else None.

    A rolling round has none: its runs count side by side.
    """
    now = at or business_now()
    row = (
        Round.objects.select_related("effective_run")
        .filter(pk=round_.pk, published_at__lte=now)
        .first()
    )
    return None if row is None else row.effective_run


def counting(at: datetime | None = None) -> Q:
    """Return the condition that a decision's run counts and may be seen at the moment."""
    now = at or business_now()
    of_round = Q(run__round__effective_run=F("run"), run__round__published_at__lte=now)
    return of_round | Q(run__took_effect_at__lte=now)


def published_at(decision: Decision) -> datetime:
    """Return since when a decision that counts may be seen; it is read with run and round."""
    found = decision.run.took_effect_at or decision.run.round.published_at
    assert found is not None, "asked only of what counts"
    return found
