"""What the registry does by itself: forgets what families typed and nobody ever confirmed."""

from datetime import timedelta

from django.db import transaction

from xueyou.kernel.registry.models import Claim, ClaimState
from xueyou.kernel.registry.services.claims import blank
from xueyou.platform.jobs.registry import every
from xueyou.platform.time import business_now

KEPT = timedelta(days=90)
"""After a claim has run out, or was refused or given up: for questions and appeals."""


@every("registry.claims.forget", hours=24)
def forget_claims() -> None:
    """Take number and name out of claims that have been over for KEPT. The row itself stays."""
    before = business_now() - KEPT
    over = Claim.objects.exclude(state=ClaimState.CONFIRMED).exclude(name="")
    with transaction.atomic():
        blank(over.filter(expires_at__lt=before) | over.filter(ended_at__lt=before), business_now())
