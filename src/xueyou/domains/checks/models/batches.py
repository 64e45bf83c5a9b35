"""Decisions of the check desk that come back as a workbook: the file, and what was made of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from xueyou.kernel.calls.models import Application, Call
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment


class BatchState(models.TextChoices):
    """How far a workbook of decisions has come."""

    WRONG = "wrong", "有要改的格子"
    READY = "ready", "等您确认"
    DONE = "done", "已经办了"
    UNDONE = "undone", "已经撤销"


class Does(models.TextChoices):
    """What is decided of one file."""

    PASS = "pass", "通过"
    BACK = "back", "退回补件"
    VISIT = "visit", "约走访"
    REFER = "refer", "交区里定"


class DeskBatch(models.Model):
    """成批核对: one workbook of decisions. The file is encrypted: it holds words about families."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="desk_batches")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of the file in clear."""
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_batches"
    )
    received_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=BatchState)
    counts = models.JSONField(default=dict)
    """Rows by what is decided of them: rows, pass, back, visit, refer, silent, wrong, hidden."""
    shown = models.JSONField(default=dict)
    """{"wrong": [{"cell", "says"}]}: without any name or word about a family."""
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_act = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["call", "received_at"], name="desk_batch_of_call"),
        ]

    def __str__(self) -> str:
        return f"desk batch {self.uid}"


class DeskDecision(models.Model):
    """What a batch made of one file, and what stood before it, so that it can be taken back."""

    batch = models.ForeignKey(DeskBatch, on_delete=models.PROTECT, related_name="decisions")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="desk_decisions"
    )
    does = models.CharField(max_length=5, choices=Does)
    revision = models.PositiveIntegerField()
    """The application's afterwards: another one now means that somebody went on from it."""
    mark = models.CharField(max_length=11)
    """What it looked like afterwards (checks.row_marks): another word of an office counts too."""
    was = models.JSONField(default=dict)
    """{"state", "revision", "sent_back", "missing", "draft_key", "weighed": keys of words not
    weighed before, "visits": uids of visits called off, "referral": uid of the one that ended,
    "clock": whether it was stopped, "made": uid of the visit or referral made, or the new draft's
    code of what was sent back}; "" and [] for none."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "application"], name="desk_decision_once"),
        ]

    def __str__(self) -> str:
        return f"decision of batch {self.batch_id}"
