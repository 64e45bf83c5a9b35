"""A document that was handed in."""

from django.db import models

from xueyou.platform.accounts.models import User
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now


class PlanDocument(models.Model):
    """A document of an organisation, with its file and the job that reads it.

    How far reading has come stands in the job alone, never here: two places would disagree after
    the first killed worker. The title is the file's name until the reader finds a better one.
    """

    uid = UidField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plan_documents"
    )
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    media = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=wall_now)
    received_on = models.DateField()
    """The business day."""
    job_uid = models.UUIDField()
    """The job that reads it now, or read it last."""

    class Meta:
        indexes = [models.Index(fields=["organisation", "-received_at"], name="ix_document_list")]

    def __str__(self) -> str:
        return f"document {self.uid}"
