"""Zone tables as the county that keeps them sees them: which are in force, and their rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.enrolment.access import COUNTIES, KEEP_ZONES, NOTICES, READ_ZONES
from xueyou.domains.enrolment.models import ZoneRange, ZoneSchool
from xueyou.kernel.registry.models import Stage
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import Page, can, read
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

KINDS = ("county", "bureau")
STAGES = tuple(
    (stage.value, stage.label) for stage in (Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR)
)
ROWS_A_PAGE = 100


@view_of(COUNTIES)
class CountyRow:
    """A county whose zones the actor keeps."""

    uid: UUID
    name: str
    kind: str


def _stage(value: str) -> str:
    return Stage(value).label


@view_of(NOTICES)
class NoticeRow:
    """A zone table, in force from a day on until the next one of its stage begins."""

    id: int
    uid: UUID
    county: str = source("organisation__name")
    stage_zh: str = computed(_stage, "stage")
    valid_from: date
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A row of a zone table in words."""

    row: int
    place: str
    numbers: str
    schools: str


def counties(actor: Actor) -> list[CountyRow]:
    """Return the counties whose zones the actor keeps, by name."""
    return counties_of(actor, KEEP_ZONES)


def counties_of(actor: Actor, permission: Permission) -> list[CountyRow]:
    """Return the counties that the actor may do something for, by name."""
    if not can(actor, permission):
        return []
    return list(read(actor, permission, CountyRow).filter(kind__in=KINDS).order_by("name"))


def notices(actor: Actor, page: int | str | None = 1) -> Page[NoticeRow]:
    """Return the zone tables, the newest first."""
    return read(actor, READ_ZONES, NoticeRow).order_by("-valid_from", "-recorded_at").page(page)


def notice(actor: Actor, uid: UUID | str) -> NoticeRow:
    """Return one zone table. Raises NotFound."""
    return read(actor, READ_ZONES, NoticeRow).get(uid)


def ranges(found: NoticeRow, page: int = 1) -> tuple[list[RangeRow], int]:
    """Return the rows of a table that the actor may see, and how many pages they make."""
    schools: dict[str, list[str]] = {}
    of_notice = ZoneSchool.objects.filter(notice_id=found.id).select_related("school")
    for one in of_notice.order_by("school__code"):
        schools.setdefault(one.zone, []).append(one.school.display_name)
    rows = ZoneRange.objects.filter(notice_id=found.id).order_by("row")
    pages = max(1, -(-rows.count() // ROWS_A_PAGE))
    start = (max(1, min(page, pages)) - 1) * ROWS_A_PAGE
    return [
        RangeRow(one.row, one.place, _numbers(one), "、".join(schools.get(one.zone, ())))
        for one in rows[start : start + ROWS_A_PAGE]
    ], pages


def _numbers(one: ZoneRange) -> str:
    if one.low is None and one.high is None:
        span = "全部"
    elif one.low == one.high:
        span = f"{one.low}{one.unit or '号'}"
    else:
        low = "" if one.low is None else f"{one.low}"
        high = "以上" if one.high is None else f"至{one.high}{one.unit or '号'}"
        span = f"{low}{high}"
    return span + {"odd": "，单号", "even": "，双号"}.get(one.parity, "")
