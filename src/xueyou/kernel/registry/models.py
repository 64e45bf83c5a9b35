"""Posts and who holds them, dated parameters with their source, school years."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xueyou.platform.db import Bitemporal, UidField
from xueyou.platform.orgs.models import Organisation


class Post(models.Model):
    """A post of an organisation (规划建设科 科长). Duties belong to it, not to its holder."""

    uid = UidField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                condition=Q(closed_on=None),
                name="post_once_an_organisation",
            ),
            models.CheckConstraint(
                name="post_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.uid}"


class PostHolding(Bitemporal):
    """An account holds a post from a day to a day, as far as we know."""

    uid = UidField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts_held"
    )

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(valid_to=None, voided_at=None),
                name="post_has_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.post_id} held by {self.user_id}"


class Parameter(Bitemporal):
    """What a rule says in a jurisdiction from a day on; with its source, 待核 if unverified."""

    uid = UidField()
    name = models.CharField(max_length=80)
    jurisdiction = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="parameters"
    )
    applies_to = models.CharField(max_length=80, blank=True, default="")
    value = models.JSONField()
    """Shape declared by the parameter's catalogue entry: see kernel.registry.parameters."""
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "jurisdiction", "applies_to", "valid_from"],
                condition=Q(voided_at=None),
                name="parameter_once_a_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"


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
