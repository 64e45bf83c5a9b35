"""Official papers and the steps each has gone through."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment
from xueyou.platform.orgs.models import Organisation


class PaperState(models.TextChoices):
    """The way of a paper; each step forward is somebody's signed decision."""

    DRAFTED = "drafted", "起草"
    CHECKED = "checked", "核稿"
    COUNTERSIGNED = "countersigned", "会签"
    SIGNED = "signed", "签发"
    NUMBERED = "numbered", "编号"
    SERVED = "served", "印发送达"
    ARCHIVED = "archived", "归档"
    WITHDRAWN = "withdrawn", "撤回"


class Paper(models.Model):
    """A paper of an organisation. Its content is frozen at signing; number and seal come after."""

    uid = UidField()
    kind = models.CharField(max_length=40)
    """Registered by a room: see kernel.papers.kinds."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    state = models.CharField(max_length=14, choices=PaperState, default=PaperState.DRAFTED)
    content = models.TextField()
    """Canonical JSON in the shape "official-paper/1": see formats.official."""
    content_sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    """Raised by every change of the content: who edits says which one he saw."""
    signed_scan = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "number"],
                condition=~Q(number=""),
                name="paper_number_once",
            ),
            models.CheckConstraint(
                name="paper_signed_by_somebody",
                condition=~Q(state__in=("signed", "numbered", "served", "archived"))
                | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "year", "kind"], name="ix_paper_list"),
            models.Index(fields=["subject_uid"], name="ix_paper_subject"),
        ]

    def __str__(self) -> str:
        return f"paper {self.uid}"


class PaperStep(models.Model):
    """One step of a paper: who, when, with which words, over which content. Append-only."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    state_after = models.CharField(max_length=14, choices=PaperState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    """The business day."""
    words = models.CharField(max_length=300, blank=True, default="")
    content_sha256 = models.CharField(max_length=64)
    act_uid = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "seq"], name="paper_step_once")]

    def __str__(self) -> str:
        return f"step {self.seq} of {self.paper_id}"
