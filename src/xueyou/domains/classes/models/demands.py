"""What is asked of a list, with its ground; and what the bureau hears of at once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.domains.classes.models.divisions import Division, GradePupil
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField


class DemandKind(models.TextChoices):
    """Kinds of demand, as the engine keeps them."""

    TOGETHER = "together", "同班"
    APART = "apart", "分开"
    SPREAD = "spread", "分散"
    FIXED = "fixed", "固定在某个班"


class DemandState(models.TextChoices):
    """`refused`: its ground is not allowed, it binds nothing and the bureau was told."""

    STANDING = "standing", "有效"
    REFUSED = "refused", "没有采纳，已报教育局"
    WITHDRAWN = "withdrawn", "已经撤回"


class Demand(models.Model):
    """分班要求: about some pupils, for a ground of the list, with words why."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="demands")
    kind = models.CharField(max_length=8, choices=DemandKind)
    ground = models.CharField(max_length=20)
    class_number = models.PositiveSmallIntegerField(null=True, blank=True)
    reason_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=DemandState)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="class_demand_fixed_names_a_class",
                condition=(Q(kind="fixed") & Q(class_number__gte=1))
                | (~Q(kind="fixed") & Q(class_number=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"demand {self.uid}"


class DemandPupil(models.Model):
    """Whom a demand takes in."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="members")
    pupil = models.ForeignKey(GradePupil, on_delete=models.PROTECT, related_name="demands")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["demand", "pupil"], name="class_demand_pupil_once"),
        ]

    def __str__(self) -> str:
        return f"pupil {self.pupil_id} of demand {self.demand_id}"


class AlarmKind(models.TextChoices):
    """What the bureau hears of at once."""

    PRESET = "preset", "分班要求的理由不在允许的范围里"
    IN_SHEET = "in_sheet", "交来的表里夹着指定的班"
    MOVED = "moved", "公布以后有学生被换了班，没有批准"
    UNKNOWN_CLASS = "unknown_class", "公布以后有学生的班不在名单里"
    UNLISTED = "unlisted", "有学生没有抽签就写了班，请学校按后来的学生收进名单，再补抽"
    SLIP = "slip", "平台重算的名单和会场的回执不一样"
    NO_SLIP = "no_slip", "说好的时间过了，会场抽签的回执没有交来"


class Alarm(models.Model):
    """Something that must not be, told to county and bureau. Never deleted; only answered."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=16, choices=AlarmKind)
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="alarms"
    )
    pupil = models.ForeignKey(
        GradePupil, on_delete=models.PROTECT, null=True, blank=True, related_name="alarms"
    )
    membership_uid = models.UUIDField(null=True, blank=True)
    """Of `unlisted`: the row of the roll that says the class. Such a child has no place here."""
    pupils = models.PositiveSmallIntegerField()
    """How many children it is about."""
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="class_alarm_answered_whole",
                condition=(Q(answered_at=None) & Q(answered_by=None) & Q(answer=""))
                | (~Q(answered_at=None) & ~Q(answered_by=None) & ~Q(answer="")),
            ),
            models.UniqueConstraint(
                fields=["pupil", "kind"],
                condition=Q(answered_at=None),
                name="class_alarm_open_once_a_pupil",
            ),
            models.UniqueConstraint(
                fields=["division", "membership_uid"], name="class_alarm_once_a_membership"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["raised_at"], name="class_alarm_by_day"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.uid}"


REASON = sealed(Demand, "reason_enc", label="classes.demand.reason")
