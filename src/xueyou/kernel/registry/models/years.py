"""School years and an organisation's terms."""

from django.db import models
from django.db.models import F, Q

from xueyou.platform.orgs.models import Organisation


class SchoolYear(models.Model):
    """School year 2026 is 2026/27; half-open days."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="school_year_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"


class Term(models.Model):
    """A term of a school year, for an organisation and those below it that set none."""

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number", "organisation"], name="term_once_an_organisation"
            ),
            models.CheckConstraint(
                name="term_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} term {self.number}"
