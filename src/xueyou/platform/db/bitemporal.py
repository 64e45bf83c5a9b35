"""Rows with two times: the days on which they hold, and the moments at which we knew it.

A correction voids the row and inserts another; what we believed on any past day stays readable.
Overlaps are not excluded by the database (no portable constraint can): the verb checks under a
lock, a unique constraint holds the open row, and `manage.py check_bonds` looks again.
"""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q


class BitemporalQuerySet(models.QuerySet[Any]):
    """`.on(day)`: in force that day; `.known(at)`: as we knew it at that moment."""

    def on(self, day: date) -> Self:
        """Keep rows whose half-open span holds the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def known(self, at: datetime) -> Self:
        """Keep rows that were recorded and not voided at the moment."""
        return self.filter(Q(voided_at=None) | Q(voided_at__gt=at), recorded_at__lte=at)

    def standing(self) -> Self:
        """Keep rows that nobody has voided."""
        return self.filter(voided_at=None)


class Bitemporal(models.Model):
    """Abstract: span (half-open days, no end = open) and known (recorded, voided)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = BitemporalQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_span",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known",
                condition=Q(voided_at=None) | Q(voided_at__gte=F("recorded_at")),
            ),
        ]


def overlaps(start: date, end: date | None) -> Q:
    """Return the condition that a row's span shares a day with [start, end)."""
    ends_later = Q(valid_to=None) | Q(valid_to__gt=start)
    return ends_later if end is None else ends_later & Q(valid_from__lt=end)
