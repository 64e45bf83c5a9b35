"""The ledger of homes: which address gave a child a place in which year, and whose child."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.kernel.registry.models import DocumentKind, Person, Stage, number_kind
from xueyou.platform.crypto import indexed, sealed
from xueyou.platform.db import UidField
from xueyou.platform.db.bitemporal import Bitemporal
from xueyou.platform.orgs.models import Organisation

HOME = "home"
"""What the blind index of an address is bound to."""


class HomeState(models.TextChoices):
    """Whether it is known which home an entry speaks of."""

    CERTAIN = "certain", "住址写到户"
    UNCERTAIN = "uncertain", "住址待核"
    DISMISSED = "dismissed", "认不出，不计"


class HomeUse(Bitemporal):
    """学位占用: an address gave one place of a stage in a county, from the first day of a year.

    The address is sealed in its one spelling and found by its blind index. An officer's word about
    an uncertain address voids the row and writes another.
    """

    uid = UidField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="home_uses"
    )
    stage = models.CharField(max_length=12, choices=Stage)
    year = models.PositiveSmallIntegerField()
    """The school year in which the place began; `valid_from` is its first day."""
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    address_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    bidx_key_id = models.CharField(max_length=20)
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)
    state = models.CharField(max_length=10, choices=HomeState)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="home_uses"
    )
    """The child, where the place was accepted here; imported entries know numbers only."""
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    """The accepted place, or the import: all entries of one import share it."""
    act_uid = models.UUIDField()

    class Meta(Bitemporal.Meta):
        constraints: ClassVar = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["source_uid"],
                condition=Q(source_kind="offer", voided_at=None),
                name="home_use_once_an_offer",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["bidx"], name="home_use_by_address"),
            models.Index(fields=["organisation", "state"], name="home_use_list"),
            models.Index(fields=["source_uid"], name="home_use_by_source"),
        ]

    def __str__(self) -> str:
        return f"home use {self.uid}"


class HomeUser(models.Model):
    """A number by which a family is known again: the child's, or a guardian's."""

    uid = UidField()
    use = models.ForeignKey(HomeUse, on_delete=models.CASCADE, related_name="users")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    country = models.CharField(max_length=3, default="CHN")
    value_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    bidx_key_id = models.CharField(max_length=20)
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)

    def __str__(self) -> str:
        return f"user of home use {self.use_id}"


def _number_kind(row: HomeUser) -> str:
    return number_kind(row.kind, row.country)


HOME_ADDRESS = sealed(HomeUse, "address_enc", label="enrolment.home.address")
HOME_NUMBER = sealed(HomeUser, "value_enc", label="enrolment.home.number")
indexed(HOME_ADDRESS, kind=lambda row: HOME)
indexed(HOME_NUMBER, kind=_number_kind)
