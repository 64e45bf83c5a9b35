"""What is answered to a call: application, choices, attestations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xueyou.kernel.calls.models.call import Call, Option, Round
from xueyou.kernel.registry.models import Claim, Person
from xueyou.platform.db import UidField
from xueyou.platform.files.models import Blob
from xueyou.platform.orgs.models import Organisation


class ApplicationState(models.TextChoices):
    """The way of an application; what came of it stands in decisions and offers."""

    DRAFT = "draft", "正在填"
    SUBMITTED = "submitted", "已交"
    RETURNED = "returned", "待补材料"
    CONTESTED = "contested", "两个账号报了同一个孩子"
    CHECKED = "checked", "已核对"
    WITHDRAWN = "withdrawn", "已撤回"


class Channel(models.TextChoices):
    """By which door it came."""

    PHONE = "phone", "自己填报"
    COUNTER = "counter", "窗口代填"
    IMPORT = "import", "表格导入"


class Application(models.Model):
    """One child (or one organisation) asks once in a call, for one item.

    `person` is empty while the child is only claimed. Both guardians see the one application.
    """

    uid = UidField()
    receipt_no = models.CharField(max_length=20, blank=True, default="")
    """受理号, given at the first submission: random, with a check digit."""
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    year = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    sponsor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="sponsored"
    )
    item = models.CharField(max_length=40, blank=True, default="")
    home_path = models.CharField(max_length=120)
    """Path of the organisation that answers for it (the home county, or the school)."""
    applicant_class = models.CharField(max_length=40, blank=True, default="")
    group_key = models.CharField(max_length=40, blank=True, default="")
    """Applications of one group (twins bound) share it; random, names nobody."""
    state = models.CharField(
        max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    revision = models.PositiveIntegerField(default=1)
    form_version = models.PositiveSmallIntegerField(default=1)
    draft_key = models.UUIDField()
    """The idempotency code that the server gave this draft; the form carries it. A change begun
    after a submission has another one."""
    draft_enc = models.BinaryField(null=True, blank=True)
    """What is being filled in and not handed in: canonical JSON {"answers", "choices"}, encrypted.
    It never touches what was handed in before."""
    draft_key_id = models.CharField(max_length=20, blank=True, default="")
    answers_enc = models.BinaryField(null=True, blank=True)
    """The answers handed in, canonical JSON in the kind's declared schema, encrypted."""
    enc_key_id = models.CharField(max_length=20, blank=True, default="")
    answers_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of the submitted fields (keyed, so that it tells nothing): what a receipt answers for."""
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    """The round in which it was last handed in."""
    decided_in = models.ForeignKey(
        "calls.Run", on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    """The run of a rolling round that decides it: from then on it is as frozen."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafted_applications"
    )
    drafted_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    traced_at = models.DateTimeField()
    """When the log last heard of the draft: saving leaves one act an hour at most."""
    missing = models.JSONField(default=list)
    """What is wanted when it was sent back, all at once: [{"what": code, "why": words}]."""
    sent_back = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="application_of_one_party",
                condition=(Q(organisation=None) & (~Q(person=None) | ~Q(claim=None)))
                | (~Q(organisation=None) & Q(person=None) & Q(claim=None)),
            ),
            models.UniqueConstraint(
                fields=["call", "person", "item"],
                condition=Q(withdrawn_at=None) & ~Q(person=None) & ~Q(state="contested"),
                name="application_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["call", "claim", "item"],
                condition=Q(withdrawn_at=None) & ~Q(claim=None),
                name="application_once_a_claim",
            ),
            models.UniqueConstraint(
                fields=["call", "organisation", "item"],
                condition=Q(withdrawn_at=None) & ~Q(organisation=None),
                name="application_once_an_org",
            ),
            models.UniqueConstraint(
                fields=["receipt_no"], condition=~Q(receipt_no=""), name="application_receipt_no"
            ),
            models.UniqueConstraint(fields=["draft_key"], name="application_draft_key"),
            models.CheckConstraint(
                name="application_receipt_when_submitted",
                condition=Q(submitted_at=None, receipt_no="")
                | (~Q(submitted_at=None) & ~Q(receipt_no="")),
            ),
            models.CheckConstraint(
                name="application_answers_when_submitted",
                condition=Q(submitted_at=None, answers_enc=None, round=None)
                | (~Q(submitted_at=None) & ~Q(answers_enc=None) & ~Q(round=None)),
            ),
            models.CheckConstraint(
                name="application_withdrawn_has_moment",
                condition=(Q(state="withdrawn") & ~Q(withdrawn_at=None))
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="application_by_state"),
            models.Index(fields=["home_path"], name="application_by_home"),
        ]

    def __str__(self) -> str:
        return f"application {self.uid}"


class Choice(models.Model):
    """A wish: the option ranked so in this batch of this round."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="choices")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="choices")
    batch = models.CharField(max_length=40, blank=True, default="")
    rank = models.PositiveSmallIntegerField()
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "batch", "rank"], name="choice_rank_once"
            ),
            models.UniqueConstraint(
                fields=["application", "round", "batch", "option"], name="choice_option_once"
            ),
            models.CheckConstraint(name="choice_rank_from_one", condition=Q(rank__gte=1)),
        ]
        indexes = [models.Index(fields=["option"], name="choice_by_option")]

    def __str__(self) -> str:
        return f"choice {self.rank} of application {self.application_id}"


class AttestationSource(models.TextChoices):
    """Who says so. Which one counts before which stands in the rulebook."""

    FAMILY = "family", "家长填写"
    POLICE = "police", "公安户籍"
    HOUSING = "housing", "不动产登记"
    HUMAN_RESOURCES = "human_resources", "人社"
    MARKET = "market", "市场监管"
    EXAM = "exam", "考试院"
    OFFICER = "officer", "工作人员核对"
    DOCUMENT = "document", "材料原件"
    PANEL = "panel", "评议"
    OPTION_SIDE = "option_side", "学校一方"
    REGISTRY = "registry", "本系统档案"


class Attestation(models.Model):
    """What one source says about one application: facts by name, with value, moment, and why."""

    uid = UidField()
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attestations"
    )
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations"
    )
    source = models.CharField(max_length=16, choices=AttestationSource)
    body = models.JSONField(default=dict)
    """{fact: {"v": canonical text, "s": "agrees"|"differs"|"no_answer"|"stated", "why": code}}."""
    body_enc = models.BinaryField(null=True, blank=True)
    """The same for facts that the rulebook calls sensitive, encrypted canonical JSON."""
    worst = models.CharField(max_length=10, blank=True, default="")
    """Of what is said of all facts, sealed ones too, that which most needs somebody to look."""
    enc_key_id = models.CharField(max_length=20, blank=True, default="")
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    batch_blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    weighed = models.BooleanField(default=False)
    """Whether an officer passed the application with this word before him."""
    act_uid = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "source"],
                condition=Q(option=None, superseded_at=None),
                name="attestation_current_one",
            ),
            models.UniqueConstraint(
                fields=["application", "option", "source"],
                condition=Q(superseded_at=None) & ~Q(option=None),
                name="attestation_current_option",
            ),
            models.CheckConstraint(
                name="attestation_superseded_later",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.uid}"
