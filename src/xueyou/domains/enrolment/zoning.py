"""Which notice holds for a call, and the zone of an address by it; notices are read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from xueyou.domains.enrolment.models import ZoneNotice, ZoneRange, ZoneSchool
from xueyou.engines.zoning import Located, ZoneRow, ZoneTable, locate
from xueyou.kernel.calls.models import Call
from xueyou.platform.time import wall_now

KEPT = 64
"""How many notices a process keeps read: one a county and stage that asks."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A zone notice, read: its rows; by zone its schools' names, by school's code the zone;
    where its places lie, by row.
    """

    source: str
    valid_from: date
    table: ZoneTable
    schools: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, str]
    points: Mapping[str, str]

    def point(self, address: str) -> str:
        """Return where an address lies, "x y" in whole metres; "" where that is not certain."""
        found = self.locate(address)
        here = {self.points.get(row.key, "") for row in found.rows}
        return here.pop() if found.outcome == "found" and len(here) == 1 else ""

    def locate(self, address: str) -> Located:
        """Return the zone of an address, or the question that is open."""
        return locate(address, self.table)


def notice_for(call: Call, at: datetime) -> Notice | None:
    """Return the notice that holds for a call's year, as it was known at that moment.

    The latest one in force by the end of the call's year counts. None where there is none.
    """
    stage = str(call.settings.get("stage", ""))
    rows = ZoneNotice.objects.known(at).filter(
        organisation_id=call.organisation_id, stage=stage, valid_from__lte=date(call.year, 12, 31)
    )
    rows = rows.exclude(valid_to__lte=date(call.year, 1, 1))
    uid = rows.order_by("-valid_from", "-pk").values_list("uid", flat=True).first()
    return None if uid is None else _read(uid)


def kept_notice(call: Call) -> Notice | None:
    """Return the notice that holds now, asked once for this very row of a call.

    For what asks option by option: a page of wishes has forty.
    """
    if "kept_notice" not in call.__dict__:
        call.__dict__["kept_notice"] = notice_for(call, wall_now())
    found: Notice | None = call.__dict__["kept_notice"]
    return found


@lru_cache(maxsize=KEPT)
def _read(uid: UUID) -> Notice:
    """Return a notice. Its rows never change, so it is kept."""
    notice = ZoneNotice.objects.get(uid=uid)
    rows = ZoneRange.objects.filter(notice=notice).order_by("row")
    schools: dict[str, tuple[str, ...]] = {}
    names = ZoneSchool.objects.filter(notice=notice).order_by("school__code")
    zones: dict[str, str] = {}
    for zone, name, code in names.values_list("zone", "school__name", "school__code"):
        schools[zone] = (*schools.get(zone, ()), name)
        zones[code] = zone
    return Notice(
        notice.source,
        notice.valid_from,
        ZoneTable.of(
            ZoneRow(str(row.row), row.place, row.zone, row.unit, row.low, row.high, row.parity)
            for row in rows
        ),
        schools,
        zones,
        {str(row.row): row.point for row in rows if row.point},
    )
