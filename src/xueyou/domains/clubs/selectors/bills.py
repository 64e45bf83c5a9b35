"""Bills as a family and its school read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from xueyou.domains.clubs.access import BILLS, READ_BILL
from xueyou.domains.clubs.models import Bill, BillLine, Entry
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import expressed, source, view_of
from xueyou.platform.acts.actors import Actor


@view_of(BILLS)
class BillRow:
    """A bill in a list; money in fen."""

    uid: UUID
    call_uid: UUID = source("call__uid")
    title: str = source("call__title")
    person_uid: UUID = source("person__uid")
    name: str = source("person__name")
    rule: str
    counted: int
    cap: int
    cap_source: str
    total: int
    made_at: datetime
    reversed_at: datetime | None
    reversed_why: str
    paid: bool = expressed(
        Exists(Entry.objects.filter(bill=OuterRef("pk"), reverses=None, reversed_by=None))
    )

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
    return list(rows.order_by("-made_at", "name"))


def bill_of(actor: Actor, bill_uid: UUID | str) -> BillRow:
    """Return one bill, also one that was reversed. Raises NotFound."""
    return read(actor, READ_BILL, BillRow).get(bill_uid)


def lines_of(actor: Actor, bill_uid: UUID | str) -> list[LineView]:
    """Return the lines of a bill. Raises NotFound."""
    bill: Bill = target(actor, READ_BILL, bill_uid)
    rows = BillLine.objects.filter(bill=bill).order_by("place__club__option__code")
    names = ("place__club__option__title", "sessions", "exempt", "fee", "material")
    return [LineView(*row) for row in rows.values_list(*names)]
