"""The fund's account in sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from xueyou.domains.clubs.access import ENTRIES, KEEP_ACCOUNT, READ_ENTRY
from xueyou.domains.clubs.models import COMING_IN, Entry, EntryKind
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import NotFound, Page, can, read
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class Sums:
    """A school's fund over a period, in fen; what went out is below nothing."""

    school: str
    before: int
    by_kind: Mapping[str, int]
    balance: int
    uid: UUID


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
    found: dict[int, tuple[str, str, UUID, dict[str, int]]] = {}
    inside = Sum("amount", filter=Q(on__gte=first_on), default=0)
    names = ("organisation", "organisation__sort_key", "organisation__name", "organisation__uid")
    sums = rows.values_list(*names, "kind").annotate(n=inside).order_by()
    for key, sort, name, uid, kind, amount in sums:
        found.setdefault(key, (sort, name, uid, {}))[3][kind] = amount
    return [
        Sums(name, before.get(key, 0), kinds, before.get(key, 0) + sum(kinds.values()), uid)
        for key, (_, name, uid, kinds) in sorted(
            found.items(), key=lambda row: (row[1][:2], row[0])
        )
    ]


@dataclass(frozen=True, slots=True)
class School:
    """A school whose fund the actor may look at; `keeps`: he enters its movements."""

    uid: UUID
    name: str
    keeps: bool


def funds(actor: Actor, first_on: date, last_on: date) -> list[Sums]:
    """Return the funds that the actor may look at, by name of school; flat."""
    return [sums for path in _paths(actor) for sums in sums_by_school(path, first_on, last_on)]


def _paths(actor: Actor) -> list[str]:
    """Return the paths below which the actor looks at funds, each once."""
    found = grants_of(actor, READ_ENTRY)
    return sorted({held.path for held, grant in found if grant.anchor == "owner"})


def school_of(actor: Actor, school_uid: UUID | str) -> School:
    """Return one school whose fund the actor may look at. Raises NotFound."""
    found = Organisation.objects.filter(uid=school_uid, kind=OrganisationKind.SCHOOL).first()
    if found is None or not any(found.path.startswith(path) for path in _paths(actor)):
        raise NotFound
    return School(found.uid, found.name, can(actor, KEEP_ACCOUNT, path=found.path))


def in_and_out(sums: Sums) -> tuple[int, int]:
    """Return what came in and what went out (below nothing) in the period, in fen."""
    came = sum(amount for kind, amount in sums.by_kind.items() if kind in COMING_IN)
    return came, sum(sums.by_kind.values()) - came


def by_kind(sums: Sums) -> list[tuple[str, int]]:
    """Return each kind in words with its sum in the period."""
    return [(zh, sums.by_kind.get(kind, 0)) for kind, zh in KINDS.items()]


def own_school(actor: Actor) -> School | None:
    """Return the one school at which the actor enters the fund's movements, if he does."""
    for held, _ in grants_of(actor, KEEP_ACCOUNT):
        found = Organisation.objects.filter(
            pk=held.organisation_id, kind=OrganisationKind.SCHOOL
        ).first()
        if found is not None:
            return School(found.uid, found.name, True)
    return None


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
    bill_uid: UUID | None = source("bill__uid")
    reverses_uid: UUID | None = source("reverses__uid")
    reversed_uid: UUID | None = source("reversed_by__uid")


def entries_of(actor: Actor, school_uid: UUID | str, page: str | None = None) -> Page[EntryRow]:
    """Return a page of a school's entries that the actor may see, the latest first."""
    rows = read(actor, READ_ENTRY, EntryRow).filter(school_uid=school_uid)
    return rows.order_by("-on", "-uid").page(page)


def entry_of(actor: Actor, entry_uid: UUID | str) -> EntryRow:
    """Return one movement. Raises NotFound."""
    return read(actor, READ_ENTRY, EntryRow).get(entry_uid)


KINDS = {kind.value: str(kind.label) for kind in EntryKind}
"""Why money moves, in words."""
BY_HAND = {kind: zh for kind, zh in KINDS.items() if kind != EntryKind.INCOME}
"""What is entered by hand; income is entered bill by bill."""
