"""Runs of a division: rehearsals, all of them kept, and lots, which alone count."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.domains.classes.models.divisions import Division
from xueyou.platform.db import UidField


class LotPurpose(models.TextChoices):
    """What is drawn."""

    LIST = "list", "名单"
    TEAMS = "teams", "教师团队"
    LATE = "late", "后来的学生"


class LotState(models.TextChoices):
    """`sealed`: the input is frozen; `committed`: the draw is; `revealed`: the seed is known."""

    SEALED = "sealed", "已经封存"
    COMMITTED = "committed", "已经承诺，等揭晓"
    REVEALED = "revealed", "已经揭晓，正在排"
    DONE = "done", "完成"
    VOID = "void", "已经作废"


class Lot(models.Model):
    """A sealed input with the one draw that counts for it. Its files are kept encrypted."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="lots")
    purpose = models.CharField(max_length=5, choices=LotPurpose)
    ordinal = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=LotState)
    input_sha256 = models.CharField(max_length=64)
    draw_uid = models.UUIDField(null=True, blank=True)
    job_uid = models.UUIDField(null=True, blank=True)
    failed_zh = models.CharField(max_length=300, blank=True, default="")
    report = models.JSONField(null=True, blank=True)
    """What is said of the result: no pupil."""
    result_sha256 = models.CharField(max_length=64, blank=True, default="")
    sealed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    slip_from = models.DateTimeField(null=True, blank=True)
    slip_until = models.DateTimeField(null=True, blank=True)
    """When the slip of a lot drawn without a net may be handed in; both empty: drawn here."""
    slip_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of the list, as the slip says; the list made here must be that very one."""
    copies = models.PositiveSmallIntegerField(default=0)
    """How often the sealed copy was taken."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["division", "purpose", "ordinal"], name="class_lot_ordinal_once"
            ),
            models.CheckConstraint(
                name="class_lot_slip_within_a_window",
                condition=Q(slip_from=None, slip_until=None, slip_sha256="", copies=0)
                | Q(slip_until__gt=models.F("slip_from")),
            ),
            models.UniqueConstraint(
                fields=["division", "purpose"],
                condition=~Q(state="void") & ~Q(purpose="late"),
                name="class_lot_once",
            ),
            models.UniqueConstraint(
                fields=["division"],
                condition=Q(purpose="late") & ~Q(state__in=("done", "void")),
                name="class_lot_late_one_at_a_time",
            ),
            models.CheckConstraint(
                name="class_lot_done_has_a_result",
                condition=~Q(state="done") | (~Q(result_sha256="") & ~Q(done_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"lot {self.uid}"


class Rehearsal(models.Model):
    """演练: how even a list of this roster would be. Counted for ever; its list is not kept."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="rehearsals")
    ordinal = models.PositiveSmallIntegerField()
    input_sha256 = models.CharField(max_length=64, blank=True, default="")
    seed = models.CharField(max_length=64, blank=True, default="")
    report = models.JSONField(null=True, blank=True)
    failed_zh = models.CharField(max_length=300, blank=True, default="")
    conflict = models.JSONField(null=True, blank=True)
    """Demands that contradict one another, in words, by codes."""
    given = models.JSONField(null=True, blank=True)
    """The class of each code, to try moves on: of the newest only, and gone with the seal."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    job_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["division", "ordinal"], name="class_rehearsal_ordinal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.ordinal} of division {self.division_id}"
