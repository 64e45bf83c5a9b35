"""Act, Seal, Receipt, Delivery: what was done, in which batch, for which key, told to whom."""

from django.db import models

from xueyou.platform.acts.canonical import CanonicalJSON
from xueyou.platform.db import UidField


class Act(models.Model):
    """One row a verb: audit and event in one. Append-only; no personal data."""

    uid = UidField()
    at = models.DateTimeField(help_text="wall clock")
    business_at = models.DateTimeField(help_text="business clock")
    actor = models.CharField(max_length=80)
    on_behalf = models.CharField(max_length=80, blank=True, default="")
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_uid = models.UUIDField()
    org_path = models.CharField(max_length=120, blank=True, default="")
    data = models.JSONField(encoder=CanonicalJSON, default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_uid", "id"], name="act_subject"),
            models.Index(fields=["verb", "at"], name="act_verb"),
            models.Index(fields=["at"], name="act_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Seal(models.Model):
    """A batch of acts, fixed: how many, their Merkle root, the seal before. Append-only."""

    seq = models.BigIntegerField(unique=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.IntegerField()
    root = models.CharField(max_length=64)
    leaves = models.TextField(help_text="id:first 16 hex digits of the leaf, one an act, in order")
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(help_text="wall clock")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seal_holds_acts",
                condition=models.Q(count__gt=0, last_id__gte=models.F("first_id"), seq__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.digest[:12]}"


class Receipt(models.Model):
    """The first outcome of a keyed call, which every repetition of the call is answered with."""

    scope = models.CharField(max_length=170, help_text="actor and verb")
    key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    outcome = models.JSONField(encoder=CanonicalJSON, null=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="receipt_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Delivery(models.Model):
    """An act on its way to one handler, at least once, after the act's transaction."""

    class State(models.TextChoices):
        """Whether the handler has had the act."""

        WAITING = "waiting", "待送达"
        DONE = "done", "已送达"
        FAILED = "failed", "未能送达"

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    handler = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "handler"], name="delivery_once_a_handler"),
            models.CheckConstraint(
                name="delivery_done_has_time",
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="delivery_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} → {self.handler}: {self.state}"
