"""What the engine read in a document."""

from django.db import models

from xueyou.domains.plans.models.document import PlanDocument
from xueyou.platform.db import UidField
from xueyou.platform.time import wall_now


class Reading(models.Model):
    """One reading of a document: its text, the result, and what made it. Never updated.

    `result` is canonical JSON in the shape edu-plan/1, kept as text so that its bytes, and with
    them `result_sha256`, are the same on every database.
    """

    uid = UidField()
    document = models.OneToOneField(PlanDocument, on_delete=models.PROTECT, related_name="reading")
    engine = models.CharField(max_length=40)
    doc_type = models.CharField(max_length=60)
    text = models.TextField()
    recognised = models.BooleanField(default=False)
    """Whether some of the text came from the recognition of a scan."""
    result = models.TextField()
    result_sha256 = models.CharField(max_length=64)
    counts = models.JSONField()
    """Items by kind, doubtful ones, all: see selectors.items.counts_of."""
    read_at = models.DateTimeField(default=wall_now)
    job_uid = models.UUIDField()

    def __str__(self) -> str:
        return f"reading {self.uid}"
