"""Calendars of working days; deadlines and the replayable changes that move them."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from xueyou.platform.db import UidField
from xueyou.platform.time import CITY


class CalendarYear(models.Model):
    """A year whose table of holidays is entered, with its source; a year without one is refused."""

    calendar = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}"


class CalendarDay(models.Model):
    """A day that differs from the plain week: a holiday, or a Saturday worked (调休)."""

    calendar = models.CharField(max_length=20)
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.day}"


class DeadlineState(models.TextChoices):
    """Where a deadline stands. Overdue is no state: it is running, and its day has passed."""

    RUNNING = "running", "在走"
    PAUSED = "paused", "暂停"
    MET = "met", "按时办完"
    MISSED = "missed", "过期办完"
    CANCELLED = "cancelled", "取消"


class Deadline(models.Model):
    """A promise of time made by an owner (any row of any room, by kind and uid).

    Stored are its start, amount and changes; `due_at` is derived by replaying them and mirrored
    here for boards. When a calendar changes, every open deadline is derived anew.
    """

    uid = UidField()
    owner_kind = models.CharField(max_length=40)
    owner_uid = models.UUIDField()
    name = models.CharField(max_length=60)
    generation = models.PositiveSmallIntegerField(default=1)
    calendar = models.CharField(max_length=20, default="work")
    unit = models.CharField(max_length=12)
    """working_day | day | date (then `until` is the promised day) | hour."""
    amount = models.PositiveIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    """The first moment that is too late; None while paused."""
    warn_before = models.JSONField(default=list)
    """Working days before the due day on which somebody hears, in falling order: [10, 3].
    Of a term in hours: hours before its end."""
    next_fire_at = models.DateTimeField(null=True, blank=True)
    fired = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.RUNNING)
    met_at = models.DateTimeField(null=True, blank=True)
    org_path = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_uid", "name", "generation"], name="deadline_once"
            ),
            models.UniqueConstraint(
                fields=["owner_kind", "owner_uid", "name"],
                condition=Q(state__in=("running", "paused")),
                name="deadline_one_open",
            ),
            models.CheckConstraint(
                name="deadline_paused_has_no_day", condition=~Q(state="paused") | Q(due_at=None)
            ),
            models.CheckConstraint(
                name="deadline_amount_or_day",
                condition=Q(unit="date", until__isnull=False, amount=None)
                | Q(until=None, amount__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_fire_at"], condition=Q(state="running"), name="ix_deadline_next"
            ),
            models.Index(fields=["owner_kind", "owner_uid"], name="ix_deadline_owner"),
        ]

    def __str__(self) -> str:
        return f"deadline {self.uid}"

    @property
    def last_day(self) -> date | None:
        """The last day that is still in time, of hours that of its end; None while paused."""
        if self.due_at is None:
            return None
        if self.unit == "hour":
            return self.due_at.astimezone(CITY).date()
        return self.due_at.astimezone(CITY).date() - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Whether it is neither met nor cancelled."""
        return self.state in {DeadlineState.RUNNING, DeadlineState.PAUSED}


class DeadlineChange(models.Model):
    """A pause, resumption, extension, return or new calendar. Append-only; replayed in order."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    """pause | resume | extend | return | recalendar."""
    amount = models.IntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=200)
    at = models.DateTimeField()
    """The business moment; its day in the city is what a replay takes."""
    act_uid = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.deadline_id}"
