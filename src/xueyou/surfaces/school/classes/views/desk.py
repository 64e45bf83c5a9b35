"""The divisions of a school, and the page of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.classes.access import OPEN_DIVISION, READ_DIVISION
from xueyou.domains.classes.selectors.divisions import divisions_seen, own_schools
from xueyou.domains.classes.services.opening import open_division
from xueyou.kernel.registry.grades import grade_zh
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.classes.asked import whole_number, whole_or_none
from xueyou.surfaces.school.classes.paging import REFUSED, division_page, says
from xueyou.surfaces.shell.keys import form_key, new_key

GRADES = [(grade, grade_zh(grade)) for grade in range(1, 13)]


@route(permission=OPEN_DIVISION, content="internal", methods=("GET", "POST"))
def divisions(request: HttpRequest) -> HttpResponse:
    """List the divisions of the school; begin another."""
    actor, refused = current_actor(request), None
    if request.method == "POST":
        try:
            made = open_division(
                actor=actor,
                school_uid=request.POST.get("school", ""),
                grade=whole_number(request.POST, "grade", "年级"),
                classes=whole_or_none(request.POST, "classes", "班数"),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "名单按在籍登记取好了。接着登记分班要求，或者交分数、片区。")
            return HttpResponseRedirect(reverse("classes:division", args=[made]))
    context = {
        "rows": divisions_seen(actor),
        "schools": own_schools(actor),
        "grades": GRADES,
        "given": request.POST,
        "key": new_key(),
        "wrong": says(refused),
    }
    return render(request, "classes/list.html", context, status=422 if refused else 200)


@route(permission=READ_DIVISION, content="personal")
def division(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a division."""
    return division_page(request, uid)
