"""Assignments: who holds which role in which organisation, from when to when, and who said so."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from xueyou.platform.accounts.models import User
from xueyou.platform.db import Bitemporal, BitemporalQuerySet, UidField
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today


class AssignmentQuerySet(BitemporalQuerySet):
    """Assignments by time."""

    def in_force(self) -> Self:
        """Keep what allows something today, by the business calendar."""
        return self.standing().on(business_today())


class Assignment(Bitemporal):
    """A role held. Rows are never changed: revoking voids one and writes what remains of it."""

    uid = UidField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="assignments"
    )
    granted_by = models.CharField(max_length=80)
    """The actor as acts keep it: "user:<uid>", "system:system"."""

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(valid_to=None, voided_at=None),
                name="one_open_assignment",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], name="assignment_standing", condition=Q(voided_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.role} in organisation {self.organisation_id}"
