"""How many children schools take in a year: shown beside what calls offer, said by a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.plan_access import READ_SCHOOL_PLAN, SET_SCHOOL_PLAN
from xueyou.domains.enrolment.refusals import EnrolmentRefused, RowFault
from xueyou.domains.enrolment.selectors import school_plans as select
from xueyou.domains.enrolment.services.school_plans import COLUMNS, STAGES, set_school_plans
from xueyou.formats.empty_table import empty_table
from xueyou.formats.media_types import XLSX
from xueyou.formats.tables import Table, table_of
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.registry.views.tables import NotTaken, taken, uploaded_table
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.pasted import rows_pasted

_WIDTHS = (14, 10, 12)
_HELP = (
    "学校名册里的代码。",
    f"{'、'.join(STAGES)}。空着就是每个学段都照这个数。",
    "一年一共招多少人，各个报名加在一起。不再核的写“不限”。",
)
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row as it was handed in, each cell with what is wrong in it."""

    number: int
    cells: Sequence[tuple[str, str, str]]


@route(
    permission=READ_SCHOOL_PLAN, writes=SET_SCHOOL_PLAN, content="internal", methods=("GET", "POST")
)
@takes_file(lambda request, long: _page(request, long.says))
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show what schools take and what is offered of it, or take a table of plans."""
    if request.method != "POST":
        return _page(request)
    table: list[Table] = []
    count = taken(partial(_take, request, table), (EnrolmentRefused, RegistryRefused))
    if isinstance(count, NotTaken):
        faults = [one for one in count.faults if isinstance(one, RowFault)]
        others = [one for one in count.faults if not isinstance(one, RowFault)]
        return _page(request, count.says, others, _beside(table[0], faults) if table else ())
    messages.success(request, f"登记好了{count}行。以后加名额、公布、递补都照它核。")
    return HttpResponseRedirect(f"{reverse('registry:school_plans')}?year={_year(request)}")


@route(permission=SET_SCHOOL_PLAN, content="internal")
def template_file(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table of plans."""
    columns = list(zip(COLUMNS, _WIDTHS, _HELP, strict=True))
    return saved(empty_table("年度计划", columns), XLSX, "学校年度计划.xlsx")


def _take(request: HttpRequest, table: list[Table]) -> int:
    """Read what was pasted, else the file; it is kept in `table` to show what is wrong in it."""
    table.append(_pasted(request) or uploaded_table(request))
    return set_school_plans(
        actor=current_actor(request),
        year=_year(request),
        source=request.POST.get("source", ""),
        verified=request.POST.get("verified") == "on",
        table=table[0],
        key=form_key(request),
    )


def _pasted(request: HttpRequest) -> Table | None:
    """Return the rows that were pasted without their heading; None where there are none."""
    rows = rows_pasted(request.POST.get("rows", ""))
    if not rows:
        return None
    given = [dict(zip(COLUMNS, _three(row), strict=True)) for row in rows]
    made = table_of("pasted", given, COLUMNS)
    return replace(made, rows=made.rows - 1)


def _three(row: Sequence[str]) -> tuple[str, str, str]:
    """Return a row's cells; one of two leaves the stage out."""
    if len(row) == 2:
        return row[0], "", row[1]
    first, second, *rest = [*row, "", "", ""][: max(len(row), 3)]
    return first, second, " ".join(rest)


def _beside(table: Table, faults: Sequence[RowFault]) -> list[WrongRow]:
    """Return the rows with faults, as they were handed in, with each fault beside its cell."""
    at = {int(number): index for index, number in enumerate(table.rows.tolist())}
    found = []
    for number in sorted({one.row for one in faults}):
        says: dict[str, list[str]] = {}
        for one in faults:
            if one.row == number:
                says.setdefault(one.column if number in at else "", []).append(one.zh)
        cells = [(name, _cell(table, name, at.get(number)), says.pop(name, [])) for name in COLUMNS]
        cells += [("", "", rest) for rest in says.values()]
        told = [(name, text, "".join(why)) for name, text, why in cells if number in at or why]
        found.append(WrongRow(number, told))
    return found


def _cell(table: Table, name: str, index: int | None) -> str:
    column = table.columns.get(name)
    return "" if column is None or index is None else column.values[int(column.codes[index])]


def _year(request: HttpRequest) -> int:
    """Return the year that the form or the address names; else the newest that has calls."""
    text = request.POST.get("year", "") or request.GET.get("year", "")
    years, newest = select.years_planned(current_actor(request))
    return next((one for one in years if text == str(one)), newest)


def _page(
    request: HttpRequest,
    wrong: str = "",
    faults: Sequence[object] = (),
    beside: Sequence[WrongRow] = (),
) -> HttpResponse:
    actor, year = current_actor(request), _year(request)
    context = {
        "year": year,
        "years": select.years_planned(actor)[0],
        "page": select.school_plans(actor, year, request.GET.get("page")),
        "may_set": select.may_set_plans(actor),
        "columns": COLUMNS,
        "given": request.POST if wrong else {},
        "carried": {"year": str(year)},
        "wrong": wrong,
        "faults": faults,
        "beside": beside[:_MOST_SHOWN],
        "more": max(len(beside) - _MOST_SHOWN, 0),
        "key": new_key(),
        **LIMITS,
    }
    return render(request, "registry/school_plans.html", context, status=422 if wrong else 200)
