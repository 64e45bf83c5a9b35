"""The fund's account in sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from xueyou.domains.clubs.access import ENTRIES, READ_ENTRY
from xueyou.domains.clubs.models import Entry
from xueyou.platform.access.reading import Page, read
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class Sums:
    """A school's fund over a period, in fen; what went out is below nothing."""

    school: str
    before: int
    by_kind: Mapping[str, int]
    balance: int


def balance(organisation_id: int, on: date | None = None) -> int:
    """Return the sum of a school's entries, all or up to and with a day."""
    rows = Entry.objects.filter(organisation=organisation_id)
    if on is not None:
        rows = rows.filter(on__lte=on)
    return int(rows.aggregate(sum=Sum("amount"))["sum"] or 0)


def sums_by_school(path: str, first_on: date, last_on: date) -> list[Sums]:
    """Return the schools at and below a path whose fund ever moved, by name; two queries."""
    rows = Entry.objects.filter(organisation__path__startswith=path, on__lte=last_on)
    before = dict(
        rows.filter(on__lt=first_on)
        .values_list("organisation")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    found: dict[int, tuple[str, str, dict[str, int]]] = {}
    inside = Sum("amount", filter=Q(on__gte=first_on), default=0)
    names = ("organisation", "organisation__sort_key", "organisation__name", "kind")
    for key, sort, name, kind, amount in rows.values_list(*names).annotate(n=inside).order_by():
        found.setdefault(key, (sort, name, {}))[2][kind] = amount
    return [
        Sums(name, before.get(key, 0), kinds, before.get(key, 0) + sum(kinds.values()))
        for key, (_, name, kinds) in sorted(found.items(), key=lambda row: (row[1][:2], row[0]))
    ]


@view_of(ENTRIES)
class EntryRow:
    """A movement of the fund; money in fen."""

    uid: UUID
    school: str = source("organisation__name")
    school_uid: UUID = source("organisation__uid")
    kind: str
    amount: int
    on: date
    words: str
    receipt_no: str
    reverses_uid: UUID | None = source("reverses__uid")


def entries_of(actor: Actor, school_uid: UUID | str, page: str | None = None) -> Page[EntryRow]:
    """Return a page of a school's entries that the actor may see, the latest first."""
    rows = read(actor, READ_ENTRY, EntryRow).filter(school_uid=school_uid)
    return rows.order_by("-on", "-uid").page(page)
