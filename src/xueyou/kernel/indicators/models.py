"""Indicators with versioned definitions; targets, values of four bases, frozen checkpoints."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from xueyou.kernel.indicators.known import KnownQuerySet
from xueyou.platform.db import UidField
from xueyou.platform.orgs.models import Organisation


class Nature(models.TextChoices):
    """How a value grows: judged in its own way."""

    CUMULATIVE = "cumulative", "累计"
    STOCK = "stock", "存量"
    RATE = "rate", "比率"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "越多越好"
    DOWN = "down", "越少越好"


class Aggregation(models.TextChoices):
    """How values of several subjects become one."""

    SUM = "sum", "相加"
    RATIO = "ratio", "分子分母各自相加再除"
    DISPERSION = "dispersion", "看差距"
    LAST = "last", "取最新一个"
    NONE = "none", "不合并"


class Basis(models.TextChoices):
    """Where a value comes from. Several stand side by side; none overwrites another."""

    COMPUTED = "computed", "系统算的"
    REPORTED = "reported", "单位报的"
    READ = "read", "文件里读的"
    PROJECTED = "projected", "推算的"


class Indicator(models.Model):
    """What is counted. Values are integers of `10 ** -scale` of the unit."""

    uid = UidField()
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    scale = models.PositiveSmallIntegerField(default=0)
    nature = models.CharField(max_length=12, choices=Nature)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    aggregation = models.CharField(max_length=12, choices=Aggregation)

    class Meta:
        constraints = [
            models.CheckConstraint(name="indicator_scale", condition=Q(scale__lte=9)),
        ]

    def __str__(self) -> str:
        return f"indicator {self.code}"


class IndicatorVersion(models.Model):
    """A definition from a day on: numerator, denominator, the measure that computes it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    numerator = models.CharField(max_length=300, blank=True, default="")
    denominator = models.CharField(max_length=300, blank=True, default="")
    measure = models.CharField(max_length=80, blank=True, default="")
    """Name of a registered measure; empty where the platform cannot compute it."""
    valid_from = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "version"], name="indicator_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class Target(models.Model):
    """What was promised for a period. Revised by superseding; the source says where it stands."""

    uid = UidField()
    """Names the promise: the revision in force bears it, rows before it another."""
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    """2026, 2026Q3, 2026-09 or SY2026."""
    dims = models.CharField(max_length=80, blank=True, default="")
    comparator = models.CharField(max_length=12)
    """eq ge gt le lt approx approx_ge approx_le, as in the reading."""
    value = models.BigIntegerField()
    hedge = models.CharField(max_length=12, blank=True, default="")
    """力争, 争取 … as printed."""
    tolerance = models.PositiveIntegerField(default=0)
    """Ten-thousandths of the target by which "about" may fall short; decided in review."""
    baseline = models.BigIntegerField(null=True, blank=True)
    curve = models.JSONField(default=dict)
    """{"kind": "time" | "school_year" | "milestones", "points": [["2026-06-30", 4000], …]}:
    shares in ten-thousandths of the way from baseline to target."""
    starts_on = models.DateField()
    due_on = models.DateField()
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = KnownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "subject", "period", "dims", "source_uid"],
                condition=Q(superseded_at=None),
                name="target_once_current",
            ),
        ]
        indexes = [models.Index(fields=["subject", "period"], name="ix_target_subject")]

    def __str__(self) -> str:
        return f"target {self.uid}"


class Value(models.Model):
    """A value of one basis as known since `recorded_at`. Restated by superseding, never edited."""

    uid = UidField()
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="values")
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    dims = models.CharField(max_length=80, blank=True, default="")
    basis = models.CharField(max_length=10, choices=Basis)
    value = models.BigIntegerField()
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    source_kind = models.CharField(max_length=40)
    source_uid = models.UUIDField()
    source_words = models.CharField(max_length=200, blank=True, default="")
    query_sha256 = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=12, default="final")
    """provisional | final."""

    objects: ClassVar[Any] = KnownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "subject", "period", "dims", "basis", "as_of"],
                condition=Q(superseded_at=None),
                name="value_once_current",
            ),
            models.CheckConstraint(
                name="value_denominator_positive",
                condition=Q(denominator=None) | Q(denominator__gt=0),
            ),
            models.CheckConstraint(
                name="value_basis_known", condition=Q(basis__in=[b.value for b in Basis])
            ),
        ]
        indexes = [models.Index(fields=["subject", "year"], name="ix_value_subject")]

    def __str__(self) -> str:
        return f"value {self.uid}"


class Checkpoint(models.Model):
    """A frozen packet of figures (周盘点 月调度 季推进 年总结). Append-only."""

    uid = UidField()
    kind = models.CharField(max_length=10)
    """week | month | quarter | year."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    period = models.CharField(max_length=10)
    """2026-W47, 2026-10, 2026Q3 or 2026."""
    ordinal = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField()
    as_of = models.DateField()
    packet = models.TextField()
    """Canonical JSON; names the uids of the values it rests on."""
    packet_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "organisation", "subject_uid", "period", "ordinal"],
                name="checkpoint_once",
            )
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.period}"
