"""What comes of a plan: settlement against the year's summary, and what the public is shown."""

from django.db import models
from django.db.models import F, Q

from xueyou.domains.plans.models.document import PlanDocument
from xueyou.domains.plans.models.plan import Plan
from xueyou.kernel.papers.models import Paper
from xueyou.platform.accounts.models import User
from xueyou.platform.db import UidField


class Settlement(models.Model):
    """A plan held against a summary: promised and reported, promised in silence, unpromised."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="settlements")
    summary = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    result = models.TextField()
    """Canonical JSON in the shape "plan-settlement/1". Never updated."""
    result_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "summary"], name="settlement_once")]

    def __str__(self) -> str:
        return f"settlement {self.uid}"


class SettledPair(models.Model):
    """An officer's word on one line of a settlement. The latest of a line counts. Append-only."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="pairs")
    line = models.CharField(max_length=40)
    """Key of the line in the result."""
    verdict = models.CharField(max_length=12)
    """same | different | silent | unpromised."""
    words = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verdict} for {self.line}"


class Release(models.Model):
    """What the bureau chose to publish of a plan: whitelisted, frozen, for a time.

    It is frozen when the order to publish is drafted, so that what is signed is what appears.
    """

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="releases")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    """The signed order to publish."""
    title = models.CharField(max_length=200)
    payload = models.TextField(blank=True)
    """Canonical JSON in the shape "plan-release/1"; emptied when taken down."""
    payload_sha256 = models.CharField(max_length=64)
    visible_from = models.DateTimeField()
    visible_to = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    """None until the order is signed and somebody publishes it."""
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_visible_for_a_time", condition=Q(visible_to__gt=F("visible_from"))
            )
        ]
        indexes = [
            models.Index(
                fields=["visible_from", "visible_to"],
                condition=Q(taken_down_at=None),
                name="ix_release_visible",
            )
        ]

    def __str__(self) -> str:
        return f"release {self.uid}"
