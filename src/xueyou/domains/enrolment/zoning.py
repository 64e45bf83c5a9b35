"""Which notice holds for a call, and the zone of an address by it; notices are read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from xueyou.domains.enrolment.models import ZoneNotice, ZoneRange, ZoneSchool
from xueyou.engines.zoning import Located, ZoneRow, ZoneTable, locate
from xueyou.kernel.calls.models import Call

KEPT = 64
"""How many notices a process keeps read: one a county and stage that asks."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A zone notice, read: its rows, and by zone the names of its schools."""

    source: str
    valid_from: date
    table: ZoneTable
    schools: Mapping[str, tuple[str, ...]]

    def locate(self, address: str) -> Located:
        """Return the zone of an address, or the question that is open."""
        return locate(address, self.table)


def notice_for(call: Call, at: datetime) -> Notice | None:
    """Return the notice that holds for a call's year, as it was known at that moment.

    The latest one in force by the end of the call's year counts. None where there is none.
    """
    pk = notice_key(call.organisation_id, str(call.settings.get("stage", "")), call.year, at)
    return None if pk is None else read_notice(pk)


def notice_key(organisation_id: int, stage: str, year: int, at: datetime) -> int | None:
    """Return the key of the notice that holds; one query."""
    rows = ZoneNotice.objects.known(at).filter(
        organisation_id=organisation_id, stage=stage, valid_from__lte=date(year, 12, 31)
    )
    rows = rows.exclude(valid_to__lte=date(year, 1, 1))
    found: int | None = rows.order_by("-valid_from", "-pk").values_list("pk", flat=True).first()
    return found


@lru_cache(maxsize=KEPT)
def read_notice(pk: int) -> Notice:
    """Return a notice by its key. Its rows never change, so it is kept."""
    notice = ZoneNotice.objects.get(pk=pk)
    rows = ZoneRange.objects.filter(notice=notice).order_by("row")
    schools: dict[str, tuple[str, ...]] = {}
    names = ZoneSchool.objects.filter(notice=notice).order_by("school__code")
    for zone, name in names.values_list("zone", "school__name"):
        schools[zone] = (*schools.get(zone, ()), name)
    return Notice(
        notice.source,
        notice.valid_from,
        ZoneTable.of(
            ZoneRow(str(row.row), row.place, row.zone, row.unit, row.low, row.high, row.parity)
            for row in rows
        ),
        schools,
    )
