"""调班: every request to change class is logged, whoever made it and whatever became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.domains.classes.models.divisions import Division, GradePupil
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField


class RequestState(models.TextChoices):
    """What became of it."""

    LOGGED = "logged", "已登记，等决定"
    REFUSED = "refused", "没有同意"
    GRANTED = "granted", "同意调班"


class ChangeRequest(models.Model):
    """A request that a pupil change class, with what the county decided."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="requests")
    pupil = models.ForeignKey(GradePupil, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.CharField(max_length=8)
    """guardian, school or other."""
    to_class = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.LOGGED)
    decided_enc = models.BinaryField(null=True, blank=True)
    decided_key_id = models.CharField(max_length=20, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="class_request_decided_whole",
                condition=(Q(state="logged") & Q(decided_at=None) & Q(decided_by=None))
                | (~Q(state="logged") & ~Q(decided_at=None) & ~Q(decided_by=None)),
            ),
            models.CheckConstraint(
                name="class_request_granted_names_a_class",
                condition=~Q(state="granted") | Q(to_class__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.uid}"


ASKED = sealed(ChangeRequest, "asked_enc", label="classes.request.asked")
DECIDED = sealed(
    ChangeRequest, "decided_enc", label="classes.request.decided", key_column="decided_key_id"
)
