"""Organisation and OrganisationBond: the one tree, and what binds organisations across it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from xueyou.platform.db import Bitemporal, SearchKeyField, SortKeyField, UidField

SEGMENT_DIGITS = 6


class OrganisationKind(models.TextChoices):
    """What an organisation is; what it may do stands elsewhere."""

    BUREAU = "bureau", "市教育局"
    COUNTY = "county", "县（市、区）教育局"
    DEPARTMENT = "department", "处室"
    INSTITUTION = "institution", "直属单位"
    SCHOOL = "school", "学校"
    KINDERGARTEN = "kindergarten", "幼儿园"
    OTHER_DEPARTMENT = "other_department", "其他部门"
    COMPANY = "company", "企业"


class Organisation(models.Model):
    """One node of the tree. `path` is the tree: 6-digit segments with a final dot.

    An ancestor's path is a prefix of its descendants' and of nothing else, so scope is
    `path__startswith`. A segment is given once and never again, also after its owner moved away:
    a later sibling must not inherit the past of an earlier one.
    """

    uid = UidField()
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=120, unique=True)
    depth = models.PositiveSmallIntegerField()
    segments_given = models.PositiveIntegerField(default=0, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True, default="")
    search_key = SearchKeyField()
    sort_key = SortKeyField()
    code = models.CharField(max_length=40, blank=True, default="")
    region_code = models.CharField(max_length=12, blank=True, default="")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="organisation_code"
            ),
            models.CheckConstraint(
                name="organisation_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(
                name="organisation_path_form",
                condition=Q(path__endswith=".")
                & Q(Exact(Length("path"), F("depth") * (SEGMENT_DIGITS + 1))),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "sort_key"], name="organisation_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name where room is short."""
        return self.short_name or self.name


class BondKind(models.TextChoices):
    """How two organisations are bound across the tree."""

    GROUP = "group", "教育集团"
    ALLIANCE = "alliance", "结对"
    INSPECTED_BY = "inspected_by", "督导责任"
    OPERATED_BY = "operated_by", "举办"
    SUPPLIES = "supplies", "供应"


class OrganisationBond(Bitemporal):
    """`a` is bound to `b` from a day to a day, as far as we know."""

    kind = models.CharField(max_length=20, choices=BondKind)
    a = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bonds_from")
    b = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bonds_to")

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "a", "b", "valid_from"],
                condition=Q(voided_at=None),
                name="bond_once_a_start",
            ),
            models.CheckConstraint(name="bond_of_two", condition=~Q(a=F("b"))),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.kind} {self.b_id}"
