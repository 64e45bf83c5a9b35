"""Children asked for in two counties."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.enrolment.season_access import READ_DOUBLES
from xueyou.domains.enrolment.selectors.season_doubles import doubles, years_with_files
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.season.asked import year_asked

STATES = {
    "submitted": ("none", "没核对"),
    "contested": ("slow", "要人看"),
    "returned": ("bad", "退回补件"),
    "checked": ("good", "通过"),
    "withdrawn": ("none", "刚撤回"),
}


@route(permission=READ_DOUBLES, content="personal", objects="")
def doubles_page(request: HttpRequest) -> HttpResponse:
    """List them: one's own side, and that there is another."""
    actor, asked = current_actor(request), year_asked(request)
    year = asked or next(iter(years_with_files(actor)), business_today().year)
    found = [
        (one, [(row, shown(row.receipt_no), *STATES[row.state]) for row in one.rows])
        for one in doubles(actor, year)
    ]
    return render(request, "season/doubles.html", {"year": year, "found": found})
