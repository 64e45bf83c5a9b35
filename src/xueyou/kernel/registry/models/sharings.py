"""Claims that are shared: the other guardian of a child whom nobody has checked yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.kernel.registry.models.people import Claim
from xueyou.platform.db import UidField


class ClaimSharing(models.Model):
    """Who made a claim lets another account see and fill in what rests on it, by a code.

    With the claim's confirmation the other account becomes guardian like the one that made it.
    The code itself is kept nowhere: it follows from the uid.
    """

    uid = UidField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="sharings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims_shared",
    )
    """Who typed the code; nobody yet while it is empty."""
    code_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """Until when the code may be typed."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Taken back, replaced by a newer code, or a bond by now."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharing_accepted_by_somebody",
                condition=Q(account=None, accepted_at=None)
                | (~Q(account=None) & ~Q(accepted_at=None)),
            ),
            models.UniqueConstraint(
                fields=["claim", "account"],
                condition=Q(ended_at=None) & ~Q(account=None),
                name="sharing_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"sharing {self.uid}"
