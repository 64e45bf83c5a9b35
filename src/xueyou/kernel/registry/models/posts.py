"""Posts and who holds them."""

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
