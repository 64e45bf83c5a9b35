"""Recording a project's money by source and year."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueyou.domains.plans.access.steering import READ_PROJECT, REPORT_PROJECT
from xueyou.domains.plans.selectors.project import SOURCES, project
from xueyou.domains.plans.selectors.task_views import ProjectView
from xueyou.domains.plans.services.money import KINDS, record_money
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.shell.days import day_of


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the form for a project's money, or take it."""
    view = project(current_actor(request), uid)
    if not view.may.report:
        raise NotFound
    form = _form(view)
    year = forms.typed(request, "year").strip()
    return forms.answered(
        request,
        form,
        lambda key: record_money(
            actor=current_actor(request),
            project_uid=uid,
            kind=forms.typed(request, "kind"),
            source=forms.typed(request, "source"),
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
            amount=forms.typed(request, "amount"),
            as_of=day_of(request, "as_of"),
            key=key,
        ),
        "资金已经记下。",
    )


def _form(view: ProjectView) -> Form:
    today = business_today()
    said = tuple(
        (f"{row.year}年{row.source_zh}", f"计划{row.planned or '—'}，到位{row.arrived or '—'}万元")
        for row in view.money.rows
    )
    printed = (("文件写的总投资", f"{view.money.printed}万元"),) if view.money.printed else ()
    return Form(
        title="记资金",
        about=view.project.title,
        rows=(
            (
                Field("kind", "哪一样", "choice", "", "arrived", options=forms.options(KINDS)),
                Field("source", "谁出的", "pick", "", "city", options=forms.options(SOURCES)),
            ),
            (
                Field("year", "哪一年的", "number", "", str(today.year)),
                Field("amount", "多少", "number", "这一年到这一天为止一共多少。", "", "万元"),
            ),
            (Field("as_of", "到哪一天", "day", "", today.isoformat()),),
        ),
        submit="记下",
        back=reverse("bureau:board:project", args=[view.project.uid]),
        said=(*printed, *said),
        advice="同一年、同一级、同一样再记一次，就是更正；原来的留在记录里。",
    )
