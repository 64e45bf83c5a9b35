"""Whether a child who was given a place has come."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xueyou.kernel.calls.models import Offer
from xueyou.platform.db import UidField


class ArrivalState(models.TextChoices):
    """What the school says of a child on registration day."""

    CAME = "came", "已报到"
    ABSENT = "absent", "没有来"


class Absence(models.TextChoices):
    """Why a child has not come, as far as the school knows."""

    UNREACHED = "unreached", "联系不上"
    LATER = "later", "说好晚几天来"
    ELSEWHERE = "elsewhere", "去了别的学校"
    UNKNOWN = "unknown", "原因不明"


class Arrival(models.Model):
    """报到 of one place. What is said later supersedes what was said before; nothing is edited."""

    uid = UidField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="arrivals")
    state = models.CharField(max_length=6, choices=ArrivalState)
    why = models.CharField(max_length=10, choices=Absence, blank=True, default="")
    on = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    act_uid = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["offer"], condition=Q(superseded_at=None), name="arrival_current_one"
            ),
            models.CheckConstraint(
                name="arrival_absence_says_why",
                condition=Q(state="came", why="") | (Q(state="absent") & ~Q(why="")),
            ),
            models.CheckConstraint(
                name="arrival_superseded_later",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"arrival {self.uid}"
