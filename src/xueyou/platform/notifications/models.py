"""What somebody was told, because of which act, and whether they have seen it."""

from django.db import models

from xueyou.platform.accounts.models import User
from xueyou.platform.db import UidField
from xueyou.platform.time import wall_now


class Notification(models.Model):
    """One message to one person about one act: never twice, however often a handler runs.

    Its words are made when it is shown, from the kind's template and `params`, whose fields the
    kind declares. `link` is an address of this site.
    """

    uid = UidField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    act_uid = models.UUIDField()
    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=wall_now)
    """When what it tells of happened, by the business clock."""
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act_uid", "user", "kind"], name="notification_once_an_act"
            ),
            models.CheckConstraint(
                name="notification_link_stays_here",
                condition=models.Q(link="")
                | (models.Q(link__startswith="/") & ~models.Q(link__startswith="//")),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_list"),
            models.Index(
                fields=["user"],
                name="notification_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"notification {self.uid}"
