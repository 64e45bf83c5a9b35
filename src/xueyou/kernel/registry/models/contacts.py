"""Guardians whom somebody else has named: by name, relation and mobile number."""

from django.db import models
from django.db.models import Q

from xueyou.kernel.registry.models.people import Person
from xueyou.platform.crypto import indexed, sealed
from xueyou.platform.db import UidField


class GuardianContact(models.Model):
    """Whom a child's school names as guardian, with the number by which he would sign in.

    It shows nobody anything by itself: whoever signs in with the number still has to type the
    child's own number, and only the two together make him guardian.
    """

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=20, blank=True, default="")
    value_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    """Of the same kind as the index of sign-in numbers: the two meet."""
    bidx_key_id = models.CharField(max_length=20)
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Replaced by what a later source names."""
    ended_by = models.UUIDField(null=True, blank=True)
    """The source that replaced it."""

    class Meta:
        indexes = [
            models.Index(fields=["bidx"], name="contact_by_number"),
            models.Index(
                fields=["bidx_next"], condition=Q(bidx_next__isnull=False), name="contact_by_next"
            ),
            models.Index(fields=["source_uid"], name="contact_by_source"),
        ]

    def __str__(self) -> str:
        return f"contact {self.uid}"


CONTACT_PHONE = sealed(GuardianContact, "value_enc", label="registry.contact.phone")
indexed(CONTACT_PHONE, kind=lambda row: "phone")
