"""The ledger of homes as the county that keeps it sees it: counts, imports, what is uncertain."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from xueyou.domains.enrolment.access import HOMES, READ_HOMES
from xueyou.domains.enrolment.models import HOME_ADDRESS, HomeState, HomeUse
from xueyou.kernel.registry.models import Stage
from xueyou.platform.access.reading import Page, read, scope
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

IMPORTED = "import"


def _stage(value: str) -> str:
    return str(Stage(value).label)


@view_of(HOMES)
class UncertainRow:
    """An entry whose address has no door: an officer says which home it is."""

    id: int
    uid: UUID
    county: str = source("organisation__name")
    school: str = source("school__name")
    stage_zh: str = computed(_stage, "stage")
    year: int


@dataclass(frozen=True, slots=True)
class YearCounted:
    """How many places of a county, stage and year the ledger holds."""

    county: str
    stage_zh: str
    year: int
    certain: int
    uncertain: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class Imported:
    """An import that still counts."""

    uid: UUID
    county_uid: UUID
    county: str
    stage_zh: str
    rows: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An uncertain entry with its address as it was written."""

    row: UncertainRow
    address: str


def counted(actor: Actor) -> list[YearCounted]:
    """Return the ledgers that the actor sees, by county, stage and year; one query."""
    rows = (
        scope(actor, READ_HOMES)
        .order_by("organisation__name", "stage", "-year")
        .values_list("organisation__name", "stage", "year")
        .annotate(**{state: Count("pk", filter=Q(state=state)) for state in HomeState.values})
    )
    return [
        YearCounted(county, _stage(stage), year, certain, uncertain, dismissed)
        for county, stage, year, certain, uncertain, dismissed in rows
    ]


def imports(actor: Actor) -> list[Imported]:
    """Return the imports that still count, newest first; one query."""
    rows = (
        scope(actor, READ_HOMES)
        .filter(source_kind=IMPORTED)
        .values_list("source_uid", "organisation__uid", "organisation__name", "stage")
        .annotate(rows=Count("pk"), recorded=Min("recorded_at"))
        .order_by("-recorded", "source_uid")
    )
    return [
        Imported(uid, county_uid, county, _stage(stage), rows_, recorded)
        for uid, county_uid, county, stage, rows_, recorded in rows
    ]


def uncertain(actor: Actor, page: int | str | None) -> Page[Uncertain]:
    """Return entries that wait for an officer, oldest first, with their addresses; two queries."""
    rows = read(actor, READ_HOMES, UncertainRow).restrict(Q(state=HomeState.UNCERTAIN))
    found = rows.order_by("year", "id").page(page)
    sealed = HomeUse.objects.in_bulk([row.id for row in found.rows])
    lines = tuple(Uncertain(row, HOME_ADDRESS.text(sealed[row.id])) for row in found.rows)
    return Page(lines, found.number, found.size, found.total)
