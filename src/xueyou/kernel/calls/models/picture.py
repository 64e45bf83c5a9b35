"""Photographs of the papers that an application was sent back for."""

from django.conf import settings
from django.db import models

from xueyou.kernel.calls.models.application import Application, Channel
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment


class Picture(models.Model):
    """One page of one paper: pixels alone, sealed in the file store.

    Until it is handed in with its application it is the family's: they take it back. From then on
    it stays as it is until its time is over.
    """

    uid = UidField()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pictures")
    what = models.CharField(max_length=40)
    """The material, or the answer, that was wanted: a code as in Application.missing."""
    why = models.CharField(max_length=200)
    """Why it was wanted, in the officer's words."""
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    """By which door it came: what the counter put up the counter may take down, nothing else."""
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "what"], name="picture_of_paper")]

    def __str__(self) -> str:
        return f"picture {self.uid}"
