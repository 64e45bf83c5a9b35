"""The only door to what counts: the run that a round points at, once it is published."""

from datetime import datetime

from xueyou.kernel.calls.models import Round, Run
from xueyou.platform.time import business_now


def effective(round_: Round, at: datetime | None = None) -> Run | None:
    """Return the run that counts and may be seen at the moment (default: now), else None.

    Rehearsals, counterfactual and simulated runs never get here, nor an official one before the
    transaction that publishes it.
    """
    now = at or business_now()
    row = (
        Round.objects.select_related("effective_run")
        .filter(pk=round_.pk, published_at__lte=now)
        .first()
    )
    return None if row is None else row.effective_run
