"""Draws: what was committed, by whom it was witnessed, what came out. A second one is visible."""

from django.db import models
from django.db.models import Q

from xueyou.platform.db import UidField
from xueyou.platform.files.models import Blob
from xueyou.platform.orgs.models import Organisation


class Draw(models.Model):
    """One draw for one purpose about one subject. `ordinal` counts them all, also the void ones."""

    uid = UidField()
    purpose = models.CharField(max_length=40)
    """Registered by a room: see kernel.draws.purposes."""
    subject_uid = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="draws")
    ordinal = models.PositiveSmallIntegerField()
    official = models.BooleanField()
    previous_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Commitment digest of the draw with the ordinal before."""
    roster_sha256 = models.CharField(max_length=64)
    roster_sm3 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    code_version = models.CharField(max_length=80)
    sources = models.JSONField()
    """[{"name", "form"}]: the declared public sources, the first that speaks counts."""
    seals = models.JSONField(default=list)
    """One SHA-256 for each witness who sealed digits beforehand."""
    not_before = models.DateTimeField()
    commitment = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    """The commit.json of the command line, byte by byte."""
    commitment_sha256 = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    reveal = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    randomness = models.CharField(max_length=400, blank=True, default="")
    seed = models.CharField(max_length=64, blank=True, default="")
    revealed_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_uid", "ordinal"], name="draw_ordinal_once"
            ),
            models.UniqueConstraint(
                fields=["purpose", "subject_uid"],
                condition=Q(official=True, void_reason=""),
                name="draw_official_once",
            ),
            models.CheckConstraint(
                name="draw_seed_when_revealed",
                condition=(Q(seed="") & Q(revealed_at=None) & Q(reveal=None))
                | (~Q(seed="") & ~Q(revealed_at=None) & ~Q(reveal=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.uid}"
