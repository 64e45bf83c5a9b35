"""A plan that is steered, its versions, and the items reviewed in each."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from xueyou.domains.plans.models.document import PlanDocument
from xueyou.platform.accounts.models import User
from xueyou.platform.db import UidField
from xueyou.platform.orgs.models import Organisation


class Plan(models.Model):
    """What an organisation promised for a span of years; it outlives the documents that say it."""

    uid = UidField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()
    """Year of the promise; of a plan over several years, the first."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day after it."""
    state = models.CharField(max_length=10, default="review")
    """review (nothing confirmed yet) | steered | closed (settled)."""
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))
            )
        ]
        indexes = [models.Index(fields=["organisation", "-year"], name="ix_plan_list")]

    def __str__(self) -> str:
        return f"plan {self.uid}"


class PlanVersion(models.Model):
    """One document of a plan under review or confirmed; a later one keeps what still stands."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField(
        PlanDocument, on_delete=models.PROTECT, related_name="plan_version"
    )
    state = models.CharField(max_length=10, default="review")
    """review | confirmed | superseded | abandoned."""
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="review"), name="plan_one_version_in_review"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="confirmed"), name="plan_one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.plan_id}"


class Item(models.Model):
    """One thing read in a document and what officers decided about it.

    `content` holds what the officers may edit, in the shapes of domains.plans.services.contents.
    """

    uid = UidField()
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=20)
    """Key in the reading (T3, F12); of a split or typed item, made by us (S1)."""
    kind = models.CharField(max_length=10)
    """task | indicator | project | milestone."""
    ordinal = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="open")
    """open | accepted | rejected | merged | split."""
    content = models.JSONField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(blank=True, default="")
    confidence = models.PositiveSmallIntegerField()
    """0..100."""
    doubts = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    """Raised by every change: who changes an item says which one he saw."""
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    carries = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_by"
    )
    """The item of the version before that says the same."""
    thread = models.UUIDField(default=uuid4)
    """Identity over versions: tasks, targets and projects hang on it."""
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="item_once_a_version"),
            models.UniqueConstraint(fields=["version", "thread"], name="item_thread_a_version"),
            models.CheckConstraint(
                name="item_merged_into_another",
                condition=(Q(state="merged") & Q(merged_into__isnull=False))
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
        ]
        indexes = [models.Index(fields=["version", "ordinal"], name="ix_item_order")]

    def __str__(self) -> str:
        return f"item {self.key} of {self.version_id}"


class ItemChange(models.Model):
    """What an officer did to an item, with the item before and after. Append-only."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    """Of the item after it."""
    deed = models.CharField(max_length=10)
    """accept | edit | reject | reopen | merge | split | undo | carry | add."""
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    act_uid = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], name="item_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.deed} of {self.item_id}"
