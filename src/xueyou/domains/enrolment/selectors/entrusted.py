"""City-run schools entrusted to counties: for the city all, for a county those entrusted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.enrolment.entrust_access import (
    CITY_RUN,
    ENTRUST_SCHOOL,
    ENTRUSTINGS,
    READ_ENTRUSTED,
    WITHDRAW_ENTRUSTED,
)
from xueyou.domains.enrolment.selectors.notices import CountyRow, counties
from xueyou.kernel.calls.entrusted import told
from xueyou.kernel.calls.models import Call, CallState
from xueyou.kernel.registry.selectors.standings import light_of
from xueyou.platform.access.reading import Page, can, read, scope
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind

LIGHTS = {"good": "委托中", "wait": "还没开始", "none": "已到期"}


@view_of(CITY_RUN)
class CityRunRow:
    """A city-run school that the actor may entrust."""

    uid: UUID
    name: str


@view_of(ENTRUSTINGS)
class EntrustedRow:
    """An entrusting that has not been withdrawn."""

    uid: UUID
    school: str = source("organisation__name")
    school_id: int = source("organisation_id")
    scope: str
    source: str = source("reason")
    valid_from: date
    valid_to: date | None
    light: str = computed(light_of, "valid_from", "valid_to")

    @property
    def light_zh(self) -> str:
        """Return in words whether it holds today."""
        return LIGHTS[self.light]


@dataclass(frozen=True, slots=True)
class Entrusted:
    """A row with the county's name, and the titles of its calls that families know with it."""

    row: EntrustedRow
    county: str
    calls: Sequence[str]
    may_withdraw: bool


def entrusted(actor: Actor, page: int | str | None = 1) -> Page[Entrusted]:
    """Return a page of what is entrusted, the newest first."""
    found = read(actor, READ_ENTRUSTED, EntrustedRow).order_by("-valid_from", "-uid").page(page)
    paths = {row.scope for row in found.rows}
    names = dict(Organisation.objects.filter(path__in=paths).values_list("path", "name"))
    calls = _calls(found.rows)
    own = scope(actor, WITHDRAW_ENTRUSTED).filter(uid__in=[row.uid for row in found.rows])
    mine = set(own.values_list("uid", flat=True))
    rows = tuple(
        Entrusted(
            row,
            names.get(row.scope, ""),
            calls.get((row.scope, row.school_id), ()),
            row.uid in mine,
        )
        for row in found.rows
    )
    return Page(rows, found.number, found.size, found.total)


def city_run_schools(actor: Actor) -> list[CityRunRow]:
    """Return the schools that the actor may entrust, by name."""
    if not can(actor, ENTRUST_SCHOOL):
        return []
    return list(read(actor, ENTRUST_SCHOOL, CityRunRow).order_by("name"))


def counties_below(actor: Actor) -> list[CountyRow]:
    """Return the counties that a school may be entrusted to, by name."""
    return [one for one in counties(actor) if one.kind == OrganisationKind.COUNTY]


def _calls(rows: Sequence[EntrustedRow]) -> dict[tuple[str, int], list[str]]:
    """Return the calls under way that have told families of a school, by county and school."""
    calls = Call.objects.filter(
        organisation__path__in={row.scope for row in rows}, state=CallState.OPEN
    )
    options = told(calls).filter(organisation__in={row.school_id for row in rows})
    found: dict[tuple[str, int], list[str]] = {}
    lines = options.values_list("call__organisation__path", "organisation", "call__title")
    for path, school, title in lines.distinct().order_by("call__title"):
        found.setdefault((path, school), []).append(title)
    return found
