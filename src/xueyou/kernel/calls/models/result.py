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

    PREPARED = "prepared", "已排队"
    RUNNING = "running", "正在运行"
    DONE = "done", "已完成"
    FAILED = "failed", "没跑成"


class Run(models.Model):
    """One computation over a frozen input folder; another needs `replaces` and a reason."""

    uid = UidField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    ordinal = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=14, choices=RunPurpose)
    rolling = models.BooleanField(default=False)
    """Decides some applications of a rolling round; those of a round count side by side."""
    state = models.CharField(max_length=8, choices=RunState, default=RunState.PREPARED)
    reason = models.CharField(max_length=300, blank=True, default="")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    input = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The command line's input folder, as one archive, encrypted like every personal file."""
    input_sha256 = models.CharField(max_length=64, blank=True, default="")
    """录入承诺码 of the folder; of several lanes, the digest over theirs. Empty until sealed."""
    rulebook_sha256 = models.CharField(max_length=64)
    code_version = models.CharField(max_length=80, blank=True, default="")
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
    """结果承诺码; of several lanes, the digest over theirs."""
    certificate = models.JSONField(null=True, blank=True)
    """{"schema", "rehearsal", "lanes": [{"lane", "inputs", "result", "certificate", "over_places":
    [[batch, option, pool, number]]}]}: counts and digests, no person."""
    order_uid = models.UUIDField(null=True, blank=True)
    """The signed paper that orders its publication."""
    ordered_at = models.DateTimeField(null=True, blank=True)
    took_effect_at = models.DateTimeField(null=True, blank=True)
    """Of a rolling one: since when it counts and families may see it."""
    reply_by = models.DateTimeField(null=True, blank=True)
    """Of a rolling one: until when families reply to what it offers them."""
    job_uid = models.UUIDField(null=True, blank=True)
    prepared_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "ordinal"], name="run_ordinal_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(purpose="official", rolling=False, replaces=None) & ~Q(state="failed"),
                name="run_first_official_once",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(rolling=True, state__in=["prepared", "running"]),
                name="run_rolling_one_at_a_time",
            ),
            models.CheckConstraint(
                name="run_takes_effect_by_order",
                condition=Q(took_effect_at=None)
                | Q(rolling=True, state="done", order_uid__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(replaces=None) & ~Q(state="failed"),
                name="run_replaced_once",
            ),
            models.CheckConstraint(
                name="run_replacing_says_why", condition=Q(replaces=None) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="run_done_has_its_codes",
                condition=~Q(state="done") | (~Q(input_sha256="") & ~Q(result_sha256="")),
            ),
            models.CheckConstraint(
                name="run_ordered_is_official",
                condition=Q(order_uid=None, ordered_at=None)
                | Q(purpose="official", order_uid__isnull=False, ordered_at__isnull=False),
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

    uid = UidField()
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
    explanation_enc = models.BinaryField(null=True, blank=True)
    """What `admit explain --json` says of the lane, encrypted: it holds the child's facts."""
    enc_key_id = models.CharField(max_length=20, blank=True, default="")

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


class Waiting(models.Model):
    """A place in the waiting list of one pool, as the run left it. Written once."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="waiting")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="waiting")
    lane = models.CharField(max_length=40, blank=True, default="")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="waiting")
    batch = models.CharField(max_length=40, blank=True, default="")
    pool = models.CharField(max_length=80, blank=True, default="")
    position = models.PositiveIntegerField()
    choice_rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "lane", "batch", "option", "pool", "application"],
                name="waiting_once_a_pool",
            )
        ]
        indexes = [
            models.Index(fields=["option", "run", "position"], name="waiting_list"),
        ]

    def __str__(self) -> str:
        return f"number {self.position} waiting for option {self.option_id}"


class OfferState(models.TextChoices):
    """Whose move it is."""

    STAGED = "staged", "还没有公布"
    OPEN = "open", "等您确认"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已放弃"
    LAPSED = "lapsed", "过期未确认"
    ENDED = "ended", "已结束"


CORRECTED = "结果更正"
"""Why an offer ended that a corrected result took back."""


class Offer(models.Model):
    """Who holds which place now: made at publication, moved by replies, refills and appeals."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="offers")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    lane = models.CharField(max_length=40, blank=True, default="")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="offers")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="offers")
    batch = models.CharField(max_length=40, blank=True, default="")
    pool = models.CharField(max_length=80, blank=True, default="")
    choice_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    cause = models.CharField(
        max_length=8,
        choices=[("run", "录取"), ("waiting", "递补"), ("appeal", "复核增加")],
        default="run",
    )
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.OPEN)
    holds_place = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    reply_by = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by_uid = models.UUIDField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    """When the room did what follows from acceptance (a membership): once."""
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
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="staged"), name="offer_staged_once"
            ),
            models.CheckConstraint(
                name="offer_taken_up_is_accepted",
                condition=Q(taken_up_at=None) | Q(state__in=["accepted", "ended"]),
            ),
            models.CheckConstraint(
                name="offer_replied_after_made",
                condition=Q(replied_at=None) | Q(replied_at__gte=F("made_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["option"], condition=Q(holds_place=True), name="offer_held"),
            models.Index(fields=["reply_by"], condition=Q(state="open"), name="offer_due"),
            models.Index(
                fields=["call"],
                condition=Q(state="accepted", taken_up_at=None),
                name="offer_to_take_up",
            ),
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
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    """The added place."""
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
