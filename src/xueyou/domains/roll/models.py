"""Rolls that schools handed in, and what each row of one has made."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from xueyou.kernel.registry.models import Membership, Person
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment
from xueyou.platform.orgs.models import Organisation

CONTACT_SOURCE = "roll"
"""Source of a guardian whom a roll names: the roll."""


class RollState(models.TextChoices):
    """How far a roll has come."""

    WRONG = "wrong", "有要改的格子"
    READY = "ready", "等您确认"
    APPLYING = "applying", "正在导入"
    PARTLY = "partly", "导了一部分"
    DONE = "done", "已经导入"
    STALE = "stale", "要重新看一遍"
    UNDONE = "undone", "已经撤销"


class RollImport(models.Model):
    """A workbook that a school handed in. The file is kept encrypted: it holds numbers."""

    uid = UidField()
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    received_on = models.DateField()
    counts_from = models.DateField()
    """The day from which new pupils belong to the school, and changed ones to their class."""
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=RollState)
    counts = models.JSONField()
    """Rows by what they would do: rows, new, joined, changed, contacts, unchanged, wrong, hidden;
    and absent, pupils of the school who are not in it."""
    shown = models.JSONField()
    """{"wrong": [{"cell", "child", "says"}], "changed": [{"row", "before", "after"}], "groups":
    [{"class", "rows", "new"}]}: names masked, without any number."""
    changes_sha256 = models.CharField(max_length=64)
    parts = models.JSONField(default=list)
    """[{"rows", "sha256"}] in the order of the file, written with the first of them: each is
    recorded by an act of its own, if it would still do what was confirmed."""
    parts_done = models.PositiveSmallIntegerField(default=0)
    job_uid = models.UUIDField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["school", "received_at"], name="roll_of_school"),
        ]

    def __str__(self) -> str:
        return f"roll {self.uid}"


class RollLine(models.Model):
    """What one row of a roll has changed; gone again once the roll is undone."""

    uid = UidField()
    roll = models.ForeignKey(RollImport, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roll_lines")
    made_person = models.BooleanField()
    made = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The membership that `made` took the place of."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["roll", "row"], name="roll_line_once"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of roll {self.roll_id}"
