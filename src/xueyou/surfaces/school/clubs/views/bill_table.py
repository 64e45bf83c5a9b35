"""The bills of a term as a workbook, to be held against the receipts and the bank."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from xueyou.domains.clubs.access import READ_TERM
from xueyou.domains.clubs.selectors.bills import (
    BilledLine,
    BillRow,
    bills_of,
    classes_of,
    lines_of_term,
)
from xueyou.domains.clubs.selectors.desk import term
from xueyou.formats.media_types import XLSX
from xueyou.formats.workbook import Column, Sheet, workbook
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.platform.time import CITY, business_today

BILLS = (
    *(Column("学生", 14), Column("班级", 14), Column("应交（元）", 12), Column("怎样了", 12)),
    *(Column("票据号", 24), Column("收到的日子", 14), Column("按次数算（元）", 14)),
    *(Column("每学期最多收（元）", 18), Column("出账的日子", 14)),
)
LINES = (
    *(Column("学生", 14), Column("班级", 14), Column("课程", 24), Column("次数", 8)),
    *(Column("其中免收", 10), Column("课时费（元）", 12), Column("材料费（元）", 12)),
)


@route(permission=READ_TERM, content="personal")
def table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Return the bills of a term that stand, with their receipts, and every line of them."""
    actor = current_actor(request)
    row = term(actor, uid)
    bills = sorted(bills_of(actor, uid), key=lambda one: (one.sort_key, one.made_at))
    classes = classes_of(bills, min(business_today(), row.last_day))
    lines = [_line(one, classes.get(one.person_uid, "")) for one in lines_of_term(actor, uid)]
    data = workbook(
        [
            Sheet("账单", BILLS, [_bill(one, classes.get(one.person_uid, "")) for one in bills]),
            Sheet("每门课", LINES, lines),
        ]
    )
    return saved(data, XLSX, f"{row.title}-账单和票据.xlsx")


def _line(one: BilledLine, group: str) -> list[str | float]:
    line = one.line
    money = (line.fee / 100, line.material / 100)
    return [one.name, group, line.club, line.sessions, line.exempt, *money]


def _bill(one: BillRow, group: str) -> list[str | float | None]:
    state = "已收" if one.paid else "没有登记" if one.total else "不用交"
    paid_on = "" if one.paid_on is None else one.paid_on.isoformat()
    made_on = one.made_at.astimezone(CITY).date().isoformat()
    return [
        *(one.name, group, one.total / 100, state, one.receipt_no or "", paid_on),
        *(one.counted / 100, one.cap / 100, made_on),
    ]
