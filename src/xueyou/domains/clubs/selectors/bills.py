"""Bills as a family and its school read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from xueyou.domains.clubs.access import BILLS, READ_BILL
from xueyou.domains.clubs.models import Bill, BillLine, Entry
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.platform.access.reading import read, scope, target
from xueyou.platform.access.views import expressed, source, view_of
from xueyou.platform.acts.actors import Actor

AT_ONCE = 1000
_PAYMENT = Entry.objects.filter(bill=OuterRef("pk"), reverses=None, reversed_by=None)


@view_of(BILLS)
class BillRow:
    """A bill in a list; money in fen."""

    uid: UUID
    call_uid: UUID = source("call__uid")
    title: str = source("call__title")
    person_uid: UUID = source("person__uid")
    name: str = source("person__name")
    sort_key: str = source("person__sort_key")
    rule: str
    counted: int
    cap: int
    cap_source: str
    total: int
    made_at: datetime
    reversed_at: datetime | None
    reversed_why: str
    paid: bool = expressed(Exists(_PAYMENT))
    receipt_no: str | None = expressed(Subquery(_PAYMENT.values("receipt_no")[:1]))
    """Number of the receipt for what was paid; None where nothing is."""
    paid_on: date | None = expressed(Subquery(_PAYMENT.values("on")[:1]))

    @property
    def over(self) -> int:
        """What is above the limit of the term, and not asked for; fen."""
        return self.counted - self.total


@dataclass(frozen=True, slots=True)
class LineView:
    """What one club adds: sessions counted, of these exempt, fee and material in fen."""

    club: str
    sessions: int
    exempt: int
    fee: int
    material: int


def bills_of(actor: Actor, call_uid: UUID | str | None = None) -> list[BillRow]:
    """Return the bills that the actor may see and that stand, of one term or of all."""
    rows = read(actor, READ_BILL, BillRow).filter(reversed_at=None)
    if call_uid is not None:
        rows = rows.filter(call_uid=call_uid)
    return list(rows.order_by("-made_at", "sort_key"))


def bill_of(actor: Actor, bill_uid: UUID | str) -> BillRow:
    """Return one bill, also one that was reversed. Raises NotFound."""
    return read(actor, READ_BILL, BillRow).get(bill_uid)


def lines_of(actor: Actor, bill_uid: UUID | str) -> list[LineView]:
    """Return the lines of a bill. Raises NotFound."""
    bill: Bill = target(actor, READ_BILL, bill_uid)
    rows = BillLine.objects.filter(bill=bill).order_by("place__club__option__code")
    names = ("place__club__option__title", "sessions", "exempt", "fee", "material")
    return [LineView(*row) for row in rows.values_list(*names)]


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of a term's bills with whose it is."""

    person_uid: UUID
    name: str
    line: LineView


def classes_of(rows: Sequence[BillRow], on: date) -> dict[UUID, str]:
    """Return the class of each child that bills are of, by its uid; "" is left out."""
    found: dict[UUID, str] = {}
    people = [row.person_uid for row in rows]
    for start in range(0, len(people), AT_ONCE):
        belongs = Membership.objects.standing().on(on).filter(
            person__uid__in=people[start : start + AT_ONCE],
            kind=MembershipKind.PUPIL,
            primary=True,
        )  # fmt: skip
        for person, grade, group in belongs.values_list("person__uid", "grade", "group"):
            found[person] = (f"{grade}年级" if grade else "") + group
    return found


def lines_of_term(actor: Actor, call_uid: UUID | str) -> list[BilledLine]:
    """Return every line of the bills of a term that stand and that the actor may see."""
    bills = scope(actor, READ_BILL, BillRow).filter(call__uid=call_uid, reversed_at=None)
    rows = BillLine.objects.filter(bill__in=bills.values("pk")).order_by(
        "bill__person__sort_key", "bill_id", "place__club__option__code"
    )
    names = ("place__club__option__title", "sessions", "exempt", "fee", "material")
    who = ("bill__person__uid", "bill__person__name")
    return [
        BilledLine(uid, name, LineView(*row)) for uid, name, *row in rows.values_list(*who, *names)
    ]
