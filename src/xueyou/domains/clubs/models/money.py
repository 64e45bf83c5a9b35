"""What a term costs a child, and the school's fund: rows that only grow."""

from django.db import models
from django.db.models import F, Q

from xueyou.domains.clubs.models.menu import Place
from xueyou.kernel.calls.models import Call
from xueyou.kernel.registry.models import Person
from xueyou.platform.db import ScaledInteger, UidField
from xueyou.platform.orgs.models import Organisation


class Billing(models.TextChoices):
    """By which rule a term is billed."""

    ATTENDED = "attended", "按实到"
    BOOKED = "booked", "按选课"


class Bill(models.Model):
    """What one child owes for one term. A wrong one is reversed and made anew, never edited."""

    uid = UidField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="club_bills")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="club_bills")
    rule = models.CharField(max_length=8, choices=Billing)
    counted = ScaledInteger(scale=2)
    """Yuan by its lines, before the limit of the term."""
    cap = ScaledInteger(scale=2)
    total = ScaledInteger(scale=2)
    cap_source = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=Q(reversed_at=None),
                name="club_bill_once_a_term",
            ),
            models.CheckConstraint(
                name="club_bill_never_above_cap",
                condition=Q(total__gte=0, total__lte=F("cap")) & Q(total__lte=F("counted")),
            ),
            models.CheckConstraint(
                name="club_bill_reversed_says_why",
                condition=Q(reversed_at=None) | ~Q(reversed_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"bill {self.uid}"


class BillLine(models.Model):
    """What one club adds to a bill. Written once."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="bill_lines")
    sessions = models.PositiveSmallIntegerField()
    """Sessions that the rule counts, those exempt included."""
    exempt = models.PositiveSmallIntegerField()
    """Of these, the sessions on days on which the child was exempt."""
    fee = ScaledInteger(scale=2)
    material = ScaledInteger(scale=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "place"], name="club_bill_line_once"),
            models.CheckConstraint(
                name="club_bill_line_exempt_of_sessions", condition=Q(exempt__lte=F("sessions"))
            ),
        ]

    def __str__(self) -> str:
        return f"line of bill {self.bill_id}"


class EntryKind(models.TextChoices):
    """Why the fund's money moves."""

    INCOME = "income", "服务费收入"
    SUBSIDY = "subsidy", "财政补助"
    TEACHER_PAY = "teacher_pay", "教师补助"
    PROVIDER = "provider", "机构服务费"
    MATERIALS = "materials", "材料支出"
    REFUND = "refund", "退费"


COMING_IN = (EntryKind.INCOME, EntryKind.SUBSIDY)


class Entry(models.Model):
    """A movement of a school's fund, in yuan: coming in above nothing, going out below.

    Never changed: a wrong one is reversed by another. The balance is the sum.
    """

    uid = UidField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="club_entries"
    )
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="club_entries"
    )
    kind = models.CharField(max_length=11, choices=EntryKind)
    amount = ScaledInteger(scale=2)
    on = models.DateField()
    words = models.CharField(max_length=200)
    receipt_no = models.CharField(max_length=40, blank=True, default="")
    """Number of the official receipt (收支两条线)."""
    bill = models.ForeignKey(
        Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    recorded_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="club_entry_sign_fits",
                condition=~Q(reverses=None)
                | Q(kind__in=["income", "subsidy"], amount__gt=0)
                | (~Q(kind__in=["income", "subsidy"]) & Q(amount__lt=0)),
            ),
            models.CheckConstraint(
                name="club_entry_income_has_receipt",
                condition=~Q(kind="income") | ~Q(receipt_no=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="club_entry_of_school")]

    def __str__(self) -> str:
        return f"entry {self.uid}"
