"""Workbooks of progress that came back: looked at, shown, and taken in when somebody confirms."""

from django.db import models
from django.db.models import Q

from xueyou.domains.plans.models.plan import Plan
from xueyou.platform.accounts.models import User
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Attachment
from xueyou.platform.orgs.models import Organisation


class ProgressImport(models.Model):
    """A filled workbook of a plan's figures, and what it would change."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="progress_imports")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """For whom it was handed in: figures are taken by what this organisation may report."""
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_on = models.DateField()
    state = models.CharField(max_length=10)
    """wrong (rows to put right) | ready | applying | done | stale (others changed figures)."""
    counts = models.JSONField()
    """{"rows", "new", "restated", "unchanged", "empty", "wrong", "hidden"}: whole numbers."""
    changes_sha256 = models.CharField(max_length=64)
    """Of what was shown to the person who confirms: nothing else is taken in."""
    shown = models.JSONField(default=dict)
    """{"changes": […], "wrong": […]}: the first of each as the page shows them."""
    job_uid = models.UUIDField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="progress_import_state",
                condition=Q(state__in=("wrong", "ready", "applying", "done", "stale")),
            )
        ]
        indexes = [models.Index(fields=["plan", "-received_at"], name="ix_progress_import")]

    def __str__(self) -> str:
        return f"progress import {self.uid}"
