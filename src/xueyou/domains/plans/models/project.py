"""Projects: money by source and year, milestones with the day promised and the day revised."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.domains.plans.models.plan import Item, Plan
from xueyou.platform.db import ScaledInteger, UidField
from xueyou.platform.orgs.models import Organisation


class Project(models.Model):
    """Something built or bought under a plan. The day promised stays; a delay is a second day."""

    uid = UidField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="projects")
    thread = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="projects"
    )
    """Where it is built: a county, or the bureau itself."""
    starts_on = models.DateField()
    due_on = models.DateField()
    revised_on = models.DateField(null=True, blank=True)
    places = models.PositiveIntegerField(default=0)
    """School places it adds when finished; 0 where it adds none."""
    state = models.CharField(max_length=10, default="open")
    """open | done | dropped."""
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "thread"], name="project_once_a_plan"),
            models.CheckConstraint(
                name="project_done_on_a_day",
                condition=~Q(state="done") | Q(done_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["plan", "number"], name="ix_project_list")]

    def __str__(self) -> str:
        return f"project {self.uid}"


class MoneySource(models.TextChoices):
    """Who pays."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    BOND = "bond", "专项债"
    OTHER = "other", "其他"


class ProjectMoney(models.Model):
    """Money of a project by source and year: planned, arrived, spent. Restated by superseding."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="money")
    kind = models.CharField(max_length=8)
    """planned | arrived | spent."""
    source = models.CharField(max_length=10, choices=MoneySource)
    year = models.PositiveSmallIntegerField()
    amount = ScaledInteger(scale=2)
    """Fen, cumulative over the year."""
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    act_uid = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "kind", "source", "year"],
                condition=Q(superseded_at=None),
                name="project_money_once_current",
            ),
            models.CheckConstraint(name="project_money_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} of {self.project_id}"


class Milestone(models.Model):
    """A dated step of a project or task. `due_on` is what was promised and never moves."""

    uid = UidField()
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    task = models.ForeignKey(
        "plans.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    thread = models.UUIDField()
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    revised_on = models.DateField(null=True, blank=True)
    revised_why = models.CharField(max_length=200, blank=True, default="")
    done_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    """Since when a later version of the plan no longer holds it; it is then shown nowhere."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_of_task_or_project",
                condition=Q(task__isnull=False, project=None) | Q(task=None, project__isnull=False),
            ),
            models.CheckConstraint(
                name="milestone_revised_with_reason",
                condition=Q(revised_on=None) | ~Q(revised_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"milestone {self.uid}"
