"""Children asked for in two counties of a season: a county sees its own side, the city both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xueyou.domains.enrolment.season_access import READ_DOUBLES
from xueyou.kernel.calls.access import APPLICATIONS
from xueyou.kernel.calls.doubles import groups_in, same_season
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Call, CallState
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.reading import read, scope
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

PREFIX = "enrolment."


def _masked(person: str | None, claim: str | None) -> str:
    return masked_name(person or claim or "")


@view_of(APPLICATIONS)
class DoubleRow:
    """One of the applications of a child that has another elsewhere."""

    uid: UUID
    call: UUID = source("call__uid")
    title: str = source("call__title")
    county: str = source("call__organisation__name")
    receipt_no: str
    child: str = computed(_masked, "person__name", "claim__name")
    state: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Double:
    """A child: the applications that the actor may see; `others` are those that he may not."""

    rows: Sequence[DoubleRow]
    others: int


def years_with_files(actor: Actor) -> list[int]:
    """Return the years in which applications stand that the actor would see, the newest first."""
    calls = Call.objects.filter(pk__in=scope(actor, READ_DOUBLES).order_by().values("call"))
    calls = calls.filter(kind__startswith=PREFIX).order_by("-year")
    return list(calls.values_list("year", flat=True).distinct())


def doubles(actor: Actor, year: int) -> list[Double]:
    """Return the children asked for twice of which the actor sees a side, by receipt number."""
    mine = scope(actor, READ_DOUBLES)
    calls = list(
        Call.objects.filter(
            kind__startswith=PREFIX,
            year=year,
            state=CallState.OPEN,
            pk__in=mine.order_by().values("call"),
        )
    )
    groups = [group for season in _seasons(calls) for group in groups_in(season)]
    uids = [one.uid for group in groups for one in group]
    rows = read(actor, READ_DOUBLES, DoubleRow).restrict(Q(uid__in=uids))
    found = {row.uid: row for row in rows}
    seen = [[found[one.uid] for one in group if one.uid in found] for group in groups]
    return [
        Double(rows, len(group) - len(rows))
        for group, rows in zip(groups, seen, strict=True)
        if rows
    ]


def count_doubles(actor: Actor, calls: Sequence[Call]) -> int:
    """Return in how many children of these calls another county has one as well."""
    mine = {one.pk for one in calls}
    groups = [group for season in _seasons(calls) for group in groups_in(season)]
    return sum(any(one.call_id in mine for one in group) for group in groups)


def _seasons(calls: Sequence[Call]) -> list[list[Call]]:
    """Return each season in which these calls stand once, with the calls of everybody in it."""
    found: dict[tuple[object, ...], list[Call]] = {}
    for one in calls:
        by = kind_of(one.kind).season_by
        if by and one.state == CallState.OPEN:
            key = (one.kind, one.year, *(one.settings.get(name) for name in by))
            if key not in found:
                found[key] = same_season(one)
    return list(found.values())
