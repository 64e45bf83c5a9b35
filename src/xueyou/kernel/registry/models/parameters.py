"""Dated parameters with their source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.platform.db import Bitemporal, UidField
from xueyou.platform.orgs.models import Organisation


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
