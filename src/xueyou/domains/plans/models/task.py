"""Tasks of a confirmed plan, who owes them, and what is counted for them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.domains.plans.models.plan import Item, Plan
from xueyou.domains.plans.models.project import Project
from xueyou.kernel.indicators.models import Indicator
from xueyou.kernel.registry.models import Post
from xueyou.platform.accounts.models import User
from xueyou.platform.db import Bitemporal, UidField
from xueyou.platform.orgs.models import Organisation


class Task(models.Model):
    """A piece of work the plan promises. `thread` is that of the reviewed item it came from."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    thread = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    """The reviewed item in the version in force: its sentence."""
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    theme = models.CharField(max_length=10)
    """Two to four characters under which the wall groups it: 学位, 公平."""
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    """open | done | dropped (a later version no longer holds it)."""
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "thread"], name="task_once_a_plan"),
            models.CheckConstraint(
                name="task_done_on_a_day",
                condition=~Q(state="done") | Q(done_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["plan", "number"], name="ix_task_list")]

    def __str__(self) -> str:
        return f"task {self.uid}"


class Duty(Bitemporal):
    """Who owes a task or a project: a post of ours, or a unit outside that needs no account.

    `unit_name` is the unit as printed; `organisation` is set where it lies in our tree.
    """

    uid = UidField()
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    role = models.CharField(max_length=8)
    """lead | support."""
    ordinal = models.PositiveSmallIntegerField(default=0)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_duties"
    )
    unit_name = models.CharField(max_length=80)

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.CheckConstraint(
                name="duty_of_task_or_project",
                condition=Q(task__isnull=False, project=None) | Q(task=None, project__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(role="lead", valid_to=None, voided_at=None, task__isnull=False),
                name="duty_one_lead_a_task",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role="lead", valid_to=None, voided_at=None, project__isnull=False),
                name="duty_one_lead_a_project",
            ),
        ]
        indexes = [models.Index(fields=["post"], name="ix_duty_post")]

    def __str__(self) -> str:
        return f"duty {self.uid}"


class TaskIndicator(models.Model):
    """An indicator by which a task is judged. Its targets stand in the kernel, one a subject."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    featured = models.BooleanField(default=False)
    """Whether the wall shows it among its indicators."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "indicator"], name="task_indicator_once")
        ]

    def __str__(self) -> str:
        return f"indicator {self.indicator_id} of {self.task_id}"


class ProgressNote(models.Model):
    """What was said about a task or project on a day. Append-only; photos are attachments of it."""

    uid = UidField()
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    words = models.CharField(max_length=1000)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """For whom it was written: one county's notes are not shown to another."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    """The business day."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_of_task_or_project",
                condition=Q(task__isnull=False, project=None) | Q(task=None, project__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"note {self.uid}"
