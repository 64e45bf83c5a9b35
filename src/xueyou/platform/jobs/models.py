"""The tables of the queue: jobs, duties that recur, and the workers that were seen alive."""

from django.db import models
from django.db.models import F, Q

from xueyou.platform.db.uid import UidField
from xueyou.platform.time import wall_now


class JobState(models.TextChoices):
    """Where a job stands. `done`, `failed` and `cancelled` are final."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


ALIVE = (JobState.QUEUED, JobState.RUNNING)
FINAL = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(models.Model):
    """One piece of work that outlives a request. Its row is the queue: there is no broker.

    The lease token is a fencing token: whoever writes results must still hold it inside the
    transaction that writes them. `payload` has the fields its handler declares; `result` is
    what the handler returned for people to follow (uids and counts). Neither holds personal data.
    """

    uid = UidField()
    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=20, default="default")
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField(default=wall_now)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")
    cancel_asked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    error_code = models.CharField(max_length=40, blank=True, default="")
    result = models.JSONField(null=True)
    actor = models.CharField(max_length=80)
    org_path = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=wall_now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_state_known",
                condition=Q(state__in=list(JobState.values)),
            ),
            models.CheckConstraint(
                name="job_leased_exactly_while_running",
                condition=(
                    Q(state="running", lease_token__isnull=False, lease_until__isnull=False)
                    | (
                        ~Q(state="running")
                        & Q(lease_token__isnull=True, lease_until__isnull=True, held_by="")
                    )
                ),
            ),
            models.CheckConstraint(
                name="job_finished_exactly_when_final",
                condition=(
                    Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False)
                    | Q(state__in=["queued", "running"], finished_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="job_failure_says_why", condition=~Q(state="failed") | ~Q(error="")
            ),
            models.CheckConstraint(
                name="job_attempts_bounded",
                condition=Q(attempts__lte=F("max_attempts"), max_attempts__gte=1),
            ),
            models.UniqueConstraint(
                name="job_one_alive_per_dedupe_key",
                fields=["kind", "dedupe_key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(dedupe_key=""),
            ),
        ]
        indexes = [
            models.Index(
                F("queue"),
                F("priority").desc(),
                F("run_at"),
                name="job_next",
                condition=Q(state="queued"),
            ),
            models.Index(fields=["lease_until"], name="job_leases", condition=Q(state="running")),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Duty(models.Model):
    """Something the house does by itself every so often: when it is next due."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A process that takes jobs, and when it was last seen alive."""

    name = models.CharField(max_length=80, unique=True)
    queues = models.CharField(max_length=80)
    started_at = models.DateTimeField(default=wall_now)
    seen_at = models.DateTimeField(default=wall_now)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="worker_seen")]

    def __str__(self) -> str:
        return self.name
