"""What came of it: runs (never edited), decisions (frozen), offers (who holds what now)."""

from django.db import models
from django.db.models import F, Q

from xueyou.kernel.calls.models.application import Application
from xueyou.kernel.calls.models.call import Call, Option, Round
from xueyou.kernel.draws.models import Draw
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Blob


class RunPurpose(models.TextChoices):
    """Only an official run ever reaches a round's pointer."""

    OFFICIAL = "official", "正式"
    REHEARSAL = "rehearsal", "演练"
    COUNTERFACTUAL = "counterfactual", "复核"
    SIMULATION = "simulation", "测算"


class RunState(models.TextChoices):
    """The way of a run."""

    PREPARED = "prepared", "已封存输入"
    RUNNING = "running", "正在运行"
    DONE = "done", "已完成"
    FAILED = "failed", "没跑成"


class Run(models.Model):
    """One computation over a frozen input folder; another needs `replaces` and a reason."""

    uid = UidField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    ordinal = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=14, choices=RunPurpose)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.PREPARED)
    reason = models.CharField(max_length=300, blank=True, default="")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    input = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The command line's input folder, as one archive, encrypted like every personal file."""
    input_sha256 = models.CharField(max_length=64)
    """录入承诺码 of the folder."""
    rulebook_sha256 = models.CharField(max_length=64)
    code_version = models.CharField(max_length=80)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    sealed_bundle = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    public_bundle = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result_sha256 = models.CharField(max_length=64, blank=True, default="")
    """结果承诺码."""
    certificate = models.JSONField(null=True, blank=True)
    """certificate.json of the bundle: counts and digests, no person."""
    job_uid = models.UUIDField(null=True, blank=True)
    prepared_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "ordinal"], name="run_ordinal_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(purpose="official", replaces=None) & ~Q(state="failed"),
                name="run_first_official_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(replaces=None) & ~Q(state="failed"),
                name="run_replaced_once",
            ),
            models.CheckConstraint(
                name="run_replacing_says_why", condition=Q(replaces=None) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.uid}"


class Verdict(models.TextChoices):
    """What a run says of an application in a lane."""

    PLACED = "placed", "录取"
    WAITING = "waiting", "候补"
    GRANTED = "granted", "通过"
    REFUSED = "refused", "没有录取"


class Decision(models.Model):
    """What one run decided. Written once, never updated; what holds now is an Offer."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    lane = models.CharField(max_length=40, blank=True, default="")
    verdict = models.CharField(max_length=8, choices=Verdict)
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    batch = models.CharField(max_length=40, blank=True, default="")
    pool = models.CharField(max_length=80, blank=True, default="")
    choice_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_no = models.PositiveIntegerField(null=True, blank=True)
    quantity = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    """Reason code of the closed list in docs/interfaces.md."""
    explanation = models.JSONField(default=dict)
    """The deciding numbers of the reason's sentence, as `admit explain --json` gives."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "application", "lane"], name="decision_once_a_lane"
            ),
            models.CheckConstraint(
                name="decision_placed_names_option",
                condition=~Q(verdict="placed") | ~Q(option=None),
            ),
        ]
        indexes = [models.Index(fields=["run", "option"], name="decision_by_option")]

    def __str__(self) -> str:
        return f"{self.verdict} of application {self.application_id}"


class OfferState(models.TextChoices):
    """Whose move it is."""

    OPEN = "open", "等您确认"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已放弃"
    LAPSED = "lapsed", "过期未确认"
    ENDED = "ended", "已结束"


class Offer(models.Model):
    """Who holds which place now: made at publication, moved by replies, refills and appeals."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="offers")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    lane = models.CharField(max_length=40, blank=True, default="")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="offers")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.OPEN)
    holds_place = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    reply_by = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by_uid = models.UUIDField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "lane"],
                condition=Q(holds_place=True),
                name="offer_one_place_a_lane",
            ),
            models.CheckConstraint(
                name="offer_holds_while_open_or_accepted",
                condition=Q(holds_place=True, state__in=["open", "accepted"])
                | (Q(holds_place=False) & ~Q(state__in=["open", "accepted"])),
            ),
            models.CheckConstraint(
                name="offer_replied_after_made",
                condition=Q(replied_at=None) | Q(replied_at__gte=F("made_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["option"], condition=Q(holds_place=True), name="offer_held"),
        ]

    def __str__(self) -> str:
        return f"offer {self.uid}"


class Appeal(models.Model):
    """A family asks for its result to be looked at again; cured by an added place, never taken."""

    uid = UidField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    made_by_uid = models.UUIDField()
    made_at = models.DateTimeField()
    words_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    state = models.CharField(
        max_length=8,
        choices=[("open", "正在复核"), ("upheld", "复核成立"), ("kept", "维持原结果")],
        default="open",
    )
    run = models.ForeignKey(
        Run, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    """The counterfactual run that answered it."""
    answer = models.CharField(max_length=400, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="open"), name="appeal_open_once"
            ),
            models.CheckConstraint(
                name="appeal_answered_has_moment",
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & ~Q(answered_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.uid}"
