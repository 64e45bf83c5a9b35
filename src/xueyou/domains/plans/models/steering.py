"""Lights over time, hand-over sheets, task forces: how a confirmed plan is steered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.domains.plans.models.plan import Plan
from xueyou.domains.plans.models.task import Task
from xueyou.kernel.papers.models import Paper
from xueyou.platform.accounts.models import User
from xueyou.platform.db import Bitemporal, UidField
from xueyou.platform.files.models import Attachment
from xueyou.platform.orgs.models import Organisation


class Light(models.Model):
    """The light of a task, indicator or project for an organisation, from a day on.

    `current` is what its owner sees at once; `on_wall` what the wall shows: a light that turned
    worse reaches it three working days later (`wall_from`). A row is written when the light or
    its sentence changes; older rows stay as history.
    """

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lights")
    about_kind = models.CharField(max_length=10)
    """task | indicator (a TaskIndicator's target, by target uid) | project."""
    about_uid = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whose: the plan's own organisation, or a county."""
    light = models.CharField(max_length=4)
    """good | slow | bad | done | none."""
    sentence = models.CharField(max_length=300)
    arithmetic = models.JSONField(default=dict)
    """Exact figures behind it, as strings: see engines.pace."""
    judged_on = models.DateField()
    wall_from = models.DateField()
    current = models.BooleanField()
    on_wall = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_kind", "about_uid", "organisation"],
                condition=Q(current=True),
                name="light_one_current",
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about_uid", "organisation"],
                condition=Q(on_wall=True),
                name="light_one_on_wall",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "current"], name="ix_light_current"),
            models.Index(fields=["plan", "on_wall"], name="ix_light_wall"),
            models.Index(fields=["about_uid", "judged_on"], name="ix_light_history"),
        ]

    def __str__(self) -> str:
        return f"{self.light} of {self.about_uid}"


class HandoverSheet(models.Model):
    """交办单: tasks handed to a unit outside by a signed paper; its workbook comes back by file."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sheets")
    unit_name = models.CharField(max_length=80)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    reply_by = models.DateField()
    made_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)
    returned = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"sheet {self.uid}"


class SheetLine(models.Model):
    """A task on a hand-over sheet, and what the unit wrote beside it."""

    uid = UidField()
    sheet = models.ForeignKey(HandoverSheet, on_delete=models.PROTECT, related_name="lines")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=500)
    answer = models.CharField(max_length=1000, blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "task"], name="sheet_task_once")]

    def __str__(self) -> str:
        return f"line {self.uid}"


class TaskForce(models.Model):
    """专班: people of several departments with dated rights over exactly its tasks."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="task_forces")
    name = models.CharField(max_length=80)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"task force {self.uid}"


class TaskForceTask(Bitemporal):
    """A task given to a task force from a day to a day."""

    force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="tasks")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="forces")

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["force", "task"],
                condition=Q(valid_to=None, voided_at=None),
                name="force_task_once",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.task_id} of force {self.force_id}"


class TaskForceMember(Bitemporal):
    """A member, of whichever department, from a day to a day."""

    uid = UidField()
    force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="task_forces")
    unit_name = models.CharField(max_length=80)

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["force", "user"],
                condition=Q(valid_to=None, voided_at=None),
                name="force_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.user_id} of force {self.force_id}"
