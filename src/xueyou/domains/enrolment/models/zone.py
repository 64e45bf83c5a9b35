"""Zones: what a dated notice says, row by row, of which address belongs to which schools."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xueyou.kernel.registry.models import Stage
from xueyou.platform.db import UidField
from xueyou.platform.db.bitemporal import Bitemporal
from xueyou.platform.orgs.models import Organisation


class ZoneNotice(Bitemporal):
    """划片通告: the whole zone table of a county and a stage, in force from a day on.

    The next one begins where it ends by itself (the latest that began counts), so `valid_to` is
    only set where a notice is ended without another.
    """

    uid = UidField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="zone_notices"
    )
    stage = models.CharField(max_length=12, choices=Stage)
    source = models.CharField(max_length=300)
    """Title and number of the notice; 待核 where nobody has compared it."""
    sha256 = models.CharField(max_length=64)
    """Of the rows as they were taken: the same table a second time is told apart."""
    act_uid = models.UUIDField()

    class Meta(Bitemporal.Meta):
        constraints: ClassVar = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "stage", "valid_from"],
                condition=Q(voided_at=None),
                name="zone_notice_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"zone notice {self.uid}"


class ZoneSchool(models.Model):
    """A school of a zone. A zone is named by the least of its schools' codes."""

    notice = models.ForeignKey(ZoneNotice, on_delete=models.PROTECT, related_name="schools")
    zone = models.CharField(max_length=40)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="zones")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "school"], name="zone_school_in_one_zone")
        ]

    def __str__(self) -> str:
        return f"school {self.school_id} of zone {self.zone}"


class ZoneRange(models.Model):
    """A place, whole or a range of its numbers, and the zone it belongs to."""

    notice = models.ForeignKey(ZoneNotice, on_delete=models.PROTECT, related_name="ranges")
    row = models.PositiveIntegerField()
    """Its row in the table that was taken."""
    place = models.CharField(max_length=80)
    unit = models.CharField(max_length=1, default="号")
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    parity = models.CharField(max_length=4, blank=True, default="")
    zone = models.CharField(max_length=40)
    point = models.CharField(max_length=24, blank=True, default="")
    """Where it lies, "x y" in whole metres; "" where nobody has written it down."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "row"], name="zone_range_row_once"),
            models.CheckConstraint(
                name="zone_range_two_ends",
                condition=Q(low=None, high=None) | Q(low__isnull=False, high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of zone notice {self.notice_id}"
