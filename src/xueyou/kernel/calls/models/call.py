"""What is asked for: rulebook, call, round, phases, options, capacity as lines that sum."""

from django.db import models
from django.db.models import F, Q

from xueyou.platform.db import UidField
from xueyou.platform.orgs.models import Organisation


class Rulebook(models.Model):
    """A rulebook's text, frozen: a changed rule is another version."""

    uid = UidField()
    name = models.CharField(max_length=120)
    jurisdiction = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="rulebooks"
    )
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    """rules.yaml as `xueyou admit schema` describes it."""
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "jurisdiction", "year", "version"], name="rulebook_version_once"
            ),
            models.UniqueConstraint(fields=["jurisdiction", "sha256"], name="rulebook_text_once"),
        ]

    def __str__(self) -> str:
        return f"rulebook {self.uid}"


class CallState(models.TextChoices):
    """Where a call as a whole stands; its rounds have their own states."""

    DRAFT = "draft", "起草"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已撤回"


class Call(models.Model):
    """Somebody offers places or benefits, and says by which rules they are given."""

    uid = UidField()
    kind = models.CharField(max_length=40)
    """Registered by a room: see kernel.calls.kinds."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="calls")
    year = models.PositiveSmallIntegerField()
    term = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFT)
    settings = models.JSONField(default=dict)
    """What the call's kind needs to know of it, in the kind's declared schema."""
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    questions_uid = models.UUIDField(null=True, blank=True)
    """The publication of what families often ask of it: read with the call, by every page."""
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "year", "kind"], name="call_list")]

    def __str__(self) -> str:
        return f"call {self.uid}"


class Offering(models.Model):
    """The stamp of what a call offers: raised by the database with every change of it.

    Rounds, phases, options, lines, names of schools: see migration 0008 and kernel.calls.offering.
    Nobody writes here by hand. No row: nothing was ever offered.
    """

    call = models.OneToOneField(
        Call,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="offering",
        db_constraint=False,
    )
    stamp = models.BigIntegerField()

    def __str__(self) -> str:
        return f"offering of call {self.call_id} at {self.stamp}"


class RoundKind(models.TextChoices):
    """轮次."""

    MAIN = "main", "第一轮"
    SUPPLEMENTARY = "supplementary", "补录"
    REFILL = "refill", "递补"


class RoundMode(models.TextChoices):
    """How answers come: all at once after a freeze, one by one, or in turns."""

    BATCH = "batch", "统一录取"
    ROLLING = "rolling", "随到随办"


class RoundState(models.TextChoices):
    """The way of a round. Open and closed by the clock; the rest by signed decisions."""

    DRAFT = "draft", "起草"
    ANNOUNCED = "announced", "已公布"
    FROZEN = "frozen", "已封存"
    RUN = "run", "已运行"
    PUBLISHED = "published", "已公布结果"
    CANCELLED = "cancelled", "已取消"


class Round(models.Model):
    """One window of a call, with its rulebook, its run that counts, and when it is shown."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=RoundKind, default=RoundKind.MAIN)
    mode = models.CharField(max_length=8, choices=RoundMode, default=RoundMode.BATCH)
    rulebook = models.ForeignKey(
        Rulebook, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    rulebook_sha256 = models.CharField(max_length=64, blank=True, default="")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    frozen_at = models.DateTimeField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    """Set once, at the first moment not before the embargo, by the database's clock."""
    effective_run = models.ForeignKey(
        "calls.Run", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """What counts. Visible to families only together with `published_at`."""
    reply_by = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "ordinal"], name="round_ordinal_once"),
            models.CheckConstraint(
                name="round_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="round_has_rules_once_announced",
                condition=Q(state="draft") | Q(state="cancelled") | ~Q(rulebook_sha256=""),
            ),
            models.CheckConstraint(
                name="round_frozen_has_moment",
                condition=Q(state__in=["draft", "announced", "cancelled"]) | ~Q(frozen_at=None),
            ),
            models.CheckConstraint(
                name="round_published_needs_run",
                condition=Q(published_at=None) | ~Q(effective_run=None),
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.uid}"


class PhaseStep(models.TextChoices):
    """What a class of applicants may do during a phase."""

    APPLY = "apply", "申请"
    CHECK = "check", "核对"
    RETURN = "return", "补材料"
    REPLY = "reply", "确认"


class Phase(models.Model):
    """A class of applicants' own window within the round; an empty class means everybody."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="phases")
    applicant_class = models.CharField(max_length=40, blank=True, default="")
    step = models.CharField(max_length=6, choices=PhaseStep)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "applicant_class", "step"], name="phase_once_a_class"
            ),
            models.CheckConstraint(
                name="phase_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"phase {self.step} of round {self.round_id}"


class Option(models.Model):
    """Something that can be asked for. Within a lane an applicant holds at most one place."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="options")
    code = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="options")
    lane = models.CharField(max_length=40, blank=True, default="")
    """Its rulebook's batch: enrolment has one lane, clubs one a weekday slot."""
    title = models.CharField(max_length=120)
    attributes = models.JSONField(default=dict)
    """In the kind's declared schema."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="option_code_once")]
        indexes = [models.Index(fields=["call", "lane"], name="option_list")]

    def __str__(self) -> str:
        return f"option {self.uid}"


class LineKind(models.TextChoices):
    """Why places are there or gone."""

    PLANNED = "planned", "计划"
    QUOTA = "quota", "指标"
    RESERVE = "reserve", "预留"
    BOUGHT = "bought", "购买学位"
    STANDING = "standing", "处理决定"
    LEFTOVER = "leftover", "余额结转"
    TIE_OVERFLOW = "tie_overflow", "同分增录"
    AMENDMENT = "amendment", "调整"
    REMEDY = "remedy", "纠错增加"


class CapacityLine(models.Model):
    """A change of an option's places with its cause. Places = sum of the lines not voided."""

    uid = UidField()
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="lines")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lines")
    batch = models.CharField(max_length=40, blank=True, default="")
    """The rulebook's batch; empty where it has only one. An option is offered in the batches for
    which it has lines, be it one of 0 places."""
    pool = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=12, choices=LineKind)
    delta = models.IntegerField()
    reason = models.CharField(max_length=200)
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "option", "batch", "pool", "kind", "source_uid"],
                condition=Q(voided_at=None),
                name="capacity_line_once_a_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delta} of option {self.option_id}"
