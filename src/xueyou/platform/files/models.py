"""Blob: bytes, once each. Attachment: what somebody filed, and for whom."""

from django.db import models
from django.db.models import Q

from xueyou.platform.db import UidField
from xueyou.platform.time import wall_now


class BlobState(models.TextChoices):
    """What may be done with the bytes. Only clean ones are ever handed out."""

    QUARANTINED = "quarantined", "待检查"
    CLEAN = "clean", "已检查"
    REFUSED = "refused", "未收"
    DESTROYED = "destroyed", "已销毁"


class Blob(models.Model):
    """The bytes of a file, stored once however often it is filed.

    The digest stays when the bytes go: that a file was here and was destroyed can be shown.
    `storage_key` is new each time bytes are stored, so that removing old ones can never hit new.
    """

    uid = UidField()
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    storage_key = models.CharField(max_length=120, unique=True)
    enc_key_id = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=12, choices=BlobState, default=BlobState.QUARANTINED)
    created_at = models.DateTimeField(default=wall_now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="blob_state_known", condition=Q(state__in=list(BlobState.values))
            ),
        ]

    def __str__(self) -> str:
        return f"blob {self.uid}"


class Trust(models.TextChoices):
    """How far what a file says can be relied on."""

    OFFICIAL = "A", "官方文件"
    VERIFIED = "B", "已核实"
    HANDED_IN = "C", "自行提交"
    UNKNOWN = "D", "来源不明"


class Attachment(models.Model):
    """A file as somebody filed it: under a title, for a purpose, with an owner and an end."""

    uid = UidField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="attachments")
    owner_kind = models.CharField(max_length=60)
    owner_uid = models.UUIDField()
    purpose = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    trust = models.CharField(max_length=1, choices=Trust, default=Trust.HANDED_IN)
    recorded_at = models.DateTimeField(default=wall_now)
    happened_at = models.DateTimeField(null=True)
    delete_after = models.DateField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_trust_known", condition=Q(trust__in=list(Trust.values))
            ),
        ]
        indexes = [
            models.Index(fields=["owner_uid"], name="attachment_owner"),
            models.Index(
                fields=["delete_after"],
                name="attachment_due",
                condition=Q(delete_after__isnull=False, voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.uid}"
