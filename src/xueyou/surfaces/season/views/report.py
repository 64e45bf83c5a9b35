"""The year in numbers: page, workbook, paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.enrolment.season_access import WATCH_SEASON
from xueyou.domains.enrolment.selectors.season_report import report
from xueyou.formats.media_types import DOCX, XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.season.asked import year_asked
from xueyou.surfaces.season.files import report_docx as docx_of
from xueyou.surfaces.season.files import report_workbook


@route(permission=WATCH_SEASON, content="internal", objects="")
def report_page(request: HttpRequest) -> HttpResponse:
    """Show the year."""
    found = report(current_actor(request), year_asked(request))
    rows = list(zip(found.season.calls, found.classes, found.reasons, strict=True))
    context = {"report": found, "season": found.season, "rows": rows}
    return render(request, "season/report.html", context)


@route(permission=WATCH_SEASON, content="internal", objects="")
def report_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand out every count as a workbook."""
    found = report(current_actor(request), year_asked(request))
    return saved(report_workbook(found), XLSX, f"{found.season.year}年招生统计.xlsx")


@route(permission=WATCH_SEASON, content="internal", objects="")
def report_docx(request: HttpRequest) -> HttpResponse:
    """Hand out the year as a paper without small groups."""
    found = report(current_actor(request), year_asked(request))
    return saved(docx_of(found), DOCX, f"{found.season.year}年招生情况年报.docx")
