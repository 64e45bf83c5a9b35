"""Lists for other offices: who is asked about, what came back, and that the files are gone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.kernel.calls.models import Application, Attestation, AttestationSource, Round
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment


class CheckList(models.Model):
    """核对名单: some applications of a round, and the questions that one office is asked of them.

    The workbook is kept encrypted until the list expires: it holds names and numbers.
    """

    uid = UidField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="check_lists")
    source = models.CharField(max_length=16, choices=AttestationSource)
    office = models.CharField(max_length=80)
    """Whom the list is for, in words."""
    legal_basis = models.CharField(max_length=300)
    questions = models.JSONField(default=list)
    """Codes of the questions that the call's kind declares."""
    rows = models.PositiveIntegerField()
    sheet = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sheet_sha256 = models.CharField(max_length=64)
    """Of the workbook in clear, as the office has it."""
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField()
    expires_on = models.DateField()
    """The last day on which the files are here."""
    fetched = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When its files were destroyed; from then on no answer is taken."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "drawn_at"], name="check_list_of_round"),
            models.Index(fields=["expires_on"], condition=Q(ended_at=None), name="check_list_due"),
        ]

    def __str__(self) -> str:
        return f"check list {self.uid}"


class ReplyWay(models.TextChoices):
    """How an answer came."""

    SHEET = "sheet", "表格"
    REGISTER = "register", "联网"


class ReplyState(models.TextChoices):
    """How far an answer has come."""

    WRONG = "wrong", "有要改的格子"
    READY = "ready", "等您确认"
    TAKING = "taking", "正在登记"
    TAKEN = "taken", "已经登记"
    STALE = "stale", "要重新交"
    FAILED = "failed", "没有问成"
    UNDONE = "undone", "已经撤销"


class CheckReply(models.Model):
    """回复: one workbook that came back, or one asking by connection. The file is encrypted."""

    uid = UidField()
    list = models.ForeignKey(CheckList, on_delete=models.PROTECT, related_name="replies")
    way = models.CharField(max_length=8, choices=ReplyWay)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of the file in clear."""
    observed_on = models.DateField()
    """The day for which the office answers."""
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ReplyState)
    counts = models.JSONField(default=dict)
    """Rows by what they say: rows, agrees, differs, no_answer, silent, passed_over, wrong."""
    shown = models.JSONField(default=dict)
    """{"wrong": [{"cell", "says"}]}: without any name, number or answer."""
    job_uid = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["list", "received_at"], name="check_reply_of_list"),
        ]

    def __str__(self) -> str:
        return f"check reply {self.uid}"


class LineOutcome(models.TextChoices):
    """What became of one line of a list."""

    AGREES = "agrees", "相符"
    DIFFERS = "differs", "不一致"
    NO_ANSWER = "no_answer", "没查到"
    WITHDRAWN = "withdrawn", "申请已经撤回，没有登记"
    CHANGED = "changed", "家长改过，没有登记"
    MISTAKEN = "mistaken", "答的是别人，没有登记"
    KIN = "kin", "是经办人的亲属，要由别人交"
    DECIDED = "decided", "已经有了决定，没有登记"


class CheckLine(models.Model):
    """One application on one list. The code alone is what an office's answer is known by."""

    uid = UidField()
    list = models.ForeignKey(CheckList, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)
    """Random: nobody can derive a child from it, nor another line."""
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="check_lines"
    )
    told_sha256 = models.CharField(max_length=64)
    """Keyed digest of what the office was told: an answer to something else is none."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["list", "application"], name="check_line_once"),
            models.UniqueConstraint(fields=["list", "row"], name="check_line_row_once"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of check list {self.list_id}"


class CheckAnswer(models.Model):
    """What one reply says of one line; gone again once the reply is undone. The last one counts."""

    reply = models.ForeignKey(CheckReply, on_delete=models.PROTECT, related_name="answers")
    line = models.ForeignKey(CheckLine, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=LineOutcome)
    attestation = models.ForeignKey(
        Attestation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """What was made of it; none where it says what was known before."""
    revision = models.PositiveIntegerField()
    """The application's when it was taken: another one now means that somebody went on from it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reply", "line"], name="check_answer_once"),
        ]

    def __str__(self) -> str:
        return f"answer to line {self.line_id}"


class DestructionReceipt(models.Model):
    """销毁回执: that a file of a list is gone, here or at the office that had it."""

    uid = UidField()
    list = models.ForeignKey(CheckList, on_delete=models.PROTECT, related_name="receipts")
    what = models.CharField(
        max_length=8,
        choices=[("sheet", "送出的名单"), ("reply", "收回的回复"), ("copy", "对方手里的名单")],
    )
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    why = models.CharField(
        max_length=8, choices=[("expired", "到期"), ("early", "提前"), ("told", "对方告知")]
    )
    destroyed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Nobody: the system did it when the day had come."""
    said_by = models.CharField(max_length=80, blank=True, default="")
    """Who at the office says so, where its own copy is meant."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["list", "recorded_at"], name="check_receipt_of_list"),
        ]

    def __str__(self) -> str:
        return f"destruction receipt {self.uid}"
