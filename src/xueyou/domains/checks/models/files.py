"""Work on single files: who opened which, who keeps out of one, visits, what the county decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xueyou.kernel.calls.models import Application, Option
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField


class CheckDuty(models.Model):
    """The county lets a school check the applications that wish for its option, until it ends."""

    uid = UidField()
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="check_duties")
    given_at = models.DateTimeField()
    open = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["option"], condition=Q(open=True), name="check_duty_once"
            ),
            models.CheckConstraint(
                name="check_duty_ended",
                condition=Q(open=True, ended_at=None) | Q(open=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"check duty {self.uid}"


class Opening(models.Model):
    """An account looked into an application: names, numbers, addresses. Never changed."""

    uid = UidField()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="openings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="openings"
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "at"], name="opening_of_account"),
        ]

    def __str__(self) -> str:
        return f"opening {self.uid}"


class Recusal(models.Model):
    """Somebody says himself that he is partial to an application: another has to work on it."""

    uid = UidField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="recusals")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals"
    )
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "account"], name="recusal_once"),
        ]

    def __str__(self) -> str:
        return f"recusal {self.uid}"


class Referral(models.Model):
    """A school hands an application to the county to decide (交区里定)."""

    uid = UidField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="referrals")
    why_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    referred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Decided, or taken back."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at=None), name="referral_once"
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.uid}"


class VisitState(models.TextChoices):
    """How far a visit has come."""

    PLANNED = "planned", "约好了"
    DONE = "done", "去过了"
    CANCELLED = "cancelled", "取消了"


class VisitFinding(models.TextChoices):
    """What a visit found."""

    AS_SAID = "as_said", "和填的一样"
    OTHERWISE = "otherwise", "和填的不一样"
    NOBODY = "nobody", "没有见到人"


class HomeVisit(models.Model):
    """走访: officers go and look whether a family lives where it says. Two people go."""

    uid = UidField()
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    visitors = models.CharField(max_length=80)
    """Names of the two or more officials who go."""
    state = models.CharField(max_length=9, choices=VisitState, default=VisitState.PLANNED)
    finding = models.CharField(max_length=9, choices=VisitFinding, blank=True, default="")
    words_enc = models.BinaryField(null=True, blank=True)
    enc_key_id = models.CharField(max_length=20, blank=True, default="")
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="planned"), name="home_visit_once"
            ),
            models.CheckConstraint(
                name="home_visit_found",
                condition=(Q(state="done") & ~Q(finding="") & ~Q(done_at=None))
                | (~Q(state="done") & Q(finding="", words_enc=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"home visit {self.uid}"


class SpotCheck(models.Model):
    """抽查: some of the checked applications of a round, by a draw that anybody can replay.

    The draw's roster is the receipt numbers that were checked when it was committed.
    """

    uid = UidField()
    draw_uid = models.UUIDField(unique=True)
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="spot_checks")
    among = models.PositiveIntegerField()
    wanted = models.PositiveIntegerField()
    committed_at = models.DateTimeField()
    picked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"spot check {self.uid}"


class SpotPick(models.Model):
    """An application that a spot check drew; somebody else than who passed it looks again."""

    spot = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="picks")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="spot_picks"
    )
    place = models.PositiveIntegerField()
    """In the order of the draw, from 1."""
    looked_at = models.DateTimeField(null=True, blank=True)
    in_order = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["spot", "application"], name="spot_pick_once"),
            models.UniqueConstraint(fields=["spot", "place"], name="spot_pick_place"),
            models.CheckConstraint(
                name="spot_pick_looked",
                condition=Q(looked_at=None, in_order=None)
                | (~Q(looked_at=None) & ~Q(in_order=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.place} of spot check {self.spot_id}"


WHY = sealed(Referral, "why_enc", label="checks.referral.why")
FOUND = sealed(HomeVisit, "words_enc", label="checks.visit.words")
