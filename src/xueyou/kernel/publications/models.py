"""Publications: whitelisted fields, frozen, for a time, and gone the second after."""

from django.db import models
from django.db.models import F, Q

from xueyou.platform.db import UidField
from xueyou.platform.files.models import Blob
from xueyou.platform.orgs.models import Organisation


class Publication(models.Model):
    """What an organisation shows everybody. The payload is a frozen file, never a live query.

    Taking it down deletes the payload; digest, fields and acts stay.
    """

    uid = UidField()
    kind = models.CharField(max_length=40)
    """Registered by a room with the fields it may show: see kernel.publications.kinds."""
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="publications"
    )
    title = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    payload = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payload_sha256 = models.CharField(max_length=64)
    fields = models.JSONField()
    """Names of the columns shown, a subset of its kind's."""
    paper_uid = models.UUIDField(null=True, blank=True)
    """The signed paper that ordered it."""
    visible_from = models.DateTimeField()
    visible_to = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_why = models.CharField(max_length=300, blank=True, default="")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="publication_ends_after_start", condition=Q(visible_to__gt=F("visible_from"))
            ),
            models.CheckConstraint(
                name="publication_payload_until_taken_down",
                condition=Q(payload=None, taken_down_at__isnull=False) | ~Q(payload=None),
            ),
            models.CheckConstraint(
                name="publication_says_why_it_went",
                condition=Q(taken_down_at=None) | ~Q(taken_down_why=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["visible_from", "visible_to"],
                condition=Q(taken_down_at=None),
                name="publication_visible",
            ),
            models.Index(fields=["subject_kind", "subject_uid"], name="publication_subject"),
        ]

    def __str__(self) -> str:
        return f"publication {self.uid}"
