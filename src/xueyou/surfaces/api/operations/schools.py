"""Schools after the places are given: who has come, as counts, and the roll for other systems."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from xueyou.domains.arrivals.selectors.arrivals import counted, schools
from xueyou.domains.arrivals.selectors.reconciling import reconciled
from xueyou.domains.roll.services.roster import export_roster
from xueyou.formats.media_types import ZIP
from xueyou.platform.access.request import current_actor
from xueyou.platform.files.api import saved
from xueyou.platform.time import business_today
from xueyou.surfaces.api.bodies import THIS_YEAR, Body, Listed, PageNumber, Year
from xueyou.surfaces.api.offline import count_write

router = Router(tags=["报到和名册"])
PACKED: dict[str, object] = {
    "responses": {
        200: {
            "description": "OneRoster 1.2 的 CSV 压缩包",
            "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class SchoolArrivals(Body):
    """一所学校：录取几个，其中没答复、已报到、没来、没登记各几个。"""

    school: UUID
    name: str
    placed: int
    open: int
    came: int
    absent: int
    unsaid: int


class Arrivals(Listed):
    """各校的报到人数，按校名。"""

    year: int
    schools: list[SchoolArrivals]


class Compared(Body):
    """五张名单各有几人：录取、报到、在名册、有学籍号、编了班；`differing`：对不上的几人。"""

    school: UUID
    year: int
    placed: int
    came: int
    enrolled: int
    numbered: int
    grouped: int
    differing: int


@router.get(
    "/arrivals",
    response=Arrivals,
    url_name="arrival_counts",
    operation_id="arrival_counts",
    summary="看各校报到人数",
)
def arrival_counts(request: HttpRequest, year: Year = THIS_YEAR, page: PageNumber = 1) -> Arrivals:
    """只有人数，没有名字；一页五十所。"""
    year = year or business_today().year
    found = schools(current_actor(request), year, page)
    return Arrivals(
        page=found.number,
        pages=found.pages,
        total=found.total,
        year=year,
        schools=[
            SchoolArrivals(
                school=one.uid,
                name=one.name,
                placed=one.counts.placed,
                open=one.counts.open,
                came=one.counts.came,
                absent=one.counts.absent,
                unsaid=one.counts.unsaid,
            )
            for one in counted(found, year)
        ],
    )


@router.get(
    "/arrivals/{uuid:uid}",
    response=Compared,
    url_name="arrivals_compared",
    operation_id="arrivals_compared",
    summary="看本校五张名单对得上吗",
)
def arrivals_compared(request: HttpRequest, uid: UUID, year: Year = THIS_YEAR) -> Compared:
    """本校一年的新生，五张名单各有几人。"""
    year = year or business_today().year
    found = reconciled(current_actor(request), uid, year)
    return Compared(
        school=uid,
        year=year,
        placed=found.placed,
        came=found.came,
        enrolled=found.enrolled,
        numbered=found.numbered,
        grouped=found.grouped,
        differing=len(found.differing),
    )


@router.post(
    "/rolls/{uuid:uid}/oneroster",
    url_name="roster",
    operation_id="roster",
    summary="取本校名册（OneRoster 1.2）",
    openapi_extra=PACKED,
)
def roster(request: HttpRequest, uid: UUID) -> HttpResponse:
    """本校名册，给本校别的系统用；谁取的有记录，所以是 POST。再取一次就是再取一次。"""
    count_write(request)
    name, data = export_roster(actor=current_actor(request), school_uid=uid)
    return saved(data, ZIP, name)
