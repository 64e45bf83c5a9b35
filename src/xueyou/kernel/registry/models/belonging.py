"""Memberships and standings: who belongs where, and what is dated, sourced and must be honoured."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.kernel.registry.models.people import Person
from xueyou.kernel.registry.models.posts import Post
from xueyou.platform.db import Bitemporal, UidField
from xueyou.platform.orgs.models import Organisation


class MembershipKind(models.TextChoices):
    """As what somebody belongs to an organisation."""

    PUPIL = "pupil", "学生"
    STAFF = "staff", "教职工"
    LEARNER = "learner", "学员"


class Stage(models.TextChoices):
    """学段."""

    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    NONE = "", "不分学段"


class Membership(Bitemporal):
    """A person belongs to an organisation from a day to a day, because of one named source."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    kind = models.CharField(max_length=8, choices=MembershipKind)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    """School year of entry (2026 = 2026/27)."""
    stage = models.CharField(max_length=12, choices=Stage, blank=True, default="")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    """1–12 from the first year of primary school; kindergarten −: null with stage."""
    group = models.CharField(max_length=40, blank=True, default="")
    """The class (班级), as the school names it."""
    primary = models.BooleanField(default=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="pupil", primary=True, valid_to=None, voided_at=None),
                name="membership_one_school",
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_uid", "kind"],
                condition=Q(voided_at=None),
                name="membership_once_a_source",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "kind", "year", "grade"], name="membership_of_school"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.uid}"


class Standing(Bitemporal):
    """A dated, sourced statement about one organisation or one person that others must honour."""

    uid = UidField()
    kind = models.CharField(max_length=40)
    """Declared by the room that reads it: see kernel.registry.standings."""
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="standings"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="standings"
    )
    scope = models.CharField(max_length=80, blank=True, default="")
    quantity = models.BigIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300)
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    voided_why = models.CharField(max_length=200, blank=True, default="")

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.CheckConstraint(
                name="standing_of_one_party",
                condition=Q(organisation=None, person__isnull=False)
                | Q(person=None, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "organisation", "scope", "source_uid"],
                condition=Q(voided_at=None) & ~Q(organisation=None),
                name="standing_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "scope", "source_uid"],
                condition=Q(voided_at=None) & ~Q(person=None),
                name="standing_once_a_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "kind", "valid_from"], name="standing_of_org"),
            models.Index(fields=["person", "kind", "valid_from"], name="standing_of_person"),
        ]

    def __str__(self) -> str:
        return f"standing {self.uid}"
