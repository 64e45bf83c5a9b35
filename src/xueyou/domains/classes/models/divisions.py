"""A grade of a school that is divided, and who is on its roster."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.kernel.registry.models import Person, Stage
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField
from xueyou.platform.orgs.models import Organisation


class DivisionState(models.TextChoices):
    """How far a division has come. After `sealed` nothing of the roster changes."""

    DRAFT = "draft", "正在准备"
    SEALED = "sealed", "已经封存，等抽签"
    DRAWN = "drawn", "名单已经抽出，等公布"
    ISSUED = "issued", "已经公布"
    VOID = "void", "已经作废"


class Way(models.TextChoices):
    """How somebody came into a class."""

    DRAWN = "drawn", "抽签"
    LATE = "late", "后来补抽"
    DECIDED = "decided", "批准的调班"


class Division(models.Model):
    """分班: one grade of one school in one year. Only one of a grade is not void."""

    uid = UidField()
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="divisions")
    year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage)
    grade = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=DivisionState, default=DivisionState.DRAFT)
    classes = models.PositiveSmallIntegerField()
    columns = models.JSONField(default=list)
    """Heads that the school filled in, in the order of its sheet; no pupil's value."""
    scores = models.JSONField(default=list)
    """Which of them are scores; none: the grade is divided without scores."""
    score_source = models.CharField(max_length=200, blank=True, default="")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    paper_uid = models.UUIDField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    gate_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of the list as it was put up: name and class only."""
    void_reason = models.CharField(max_length=200, blank=True, default="")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["school", "year", "grade"],
                condition=~Q(state="void"),
                name="division_of_a_grade_once",
            ),
            models.CheckConstraint(
                name="division_void_has_reason",
                condition=(Q(state="void") & ~Q(void_reason="") & ~Q(voided_at=None))
                | (~Q(state="void") & Q(void_reason="") & Q(voided_at=None)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "state"], name="division_of_year"),
        ]

    def __str__(self) -> str:
        return f"division {self.uid}"


class GradePupil(models.Model):
    """A pupil on the roster of a division. `code` is who he is in everything that is proved."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="pupils")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grade_places")
    code = models.CharField(max_length=8)
    values_enc = models.BinaryField()
    """{head: cell} of what the school filled in."""
    enc_key_id = models.CharField(max_length=20)
    late = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    """Taken off before the seal: no longer registered at the school."""
    given = models.PositiveSmallIntegerField(null=True, blank=True)
    """The class, from 1."""
    way = models.CharField(max_length=8, choices=Way, blank=True, default="")
    membership_source = models.UUIDField(null=True, blank=True)
    """uid of the row that handed him over to the registry last: this one, or a decided request."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["division", "person"], name="grade_pupil_once"),
            models.UniqueConstraint(fields=["division", "code"], name="grade_pupil_code_once"),
            models.CheckConstraint(
                name="grade_pupil_class_has_a_way",
                condition=(Q(given=None) & Q(way="")) | (Q(given__gte=1) & ~Q(way="")),
            ),
        ]

    def __str__(self) -> str:
        return f"pupil {self.code} of division {self.division_id}"


VALUES = sealed(GradePupil, "values_enc", label="classes.pupil.values")
