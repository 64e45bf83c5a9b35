"""The list of documents, a document beside what was read in it, and its workbook."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from xueyou.domains.plans.access import READ_DOCUMENT, RECEIVE_DOCUMENT
from xueyou.domains.plans.selectors import documents as select
from xueyou.domains.plans.selectors.opening import standing_of
from xueyou.formats.media_types import XLSX
from xueyou.formats.plan_workbook import plan_workbook
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.bureau.plans.desk import organisation_name
from xueyou.surfaces.bureau.plans.review import asked_for, review, stretch
from xueyou.surfaces.bureau.plans.sheets import printer_of
from xueyou.surfaces.bureau.plans.views.reading import progress_page


@route(permission=READ_DOCUMENT, content="internal")
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents that the person may see, newest first."""
    actor = current_actor(request)
    page = select.documents(actor, request.GET.get("page"))
    context = {
        "rows": page.rows,
        "total": page.total,
        "number": page.number,
        "pages": page.pages,
        "organisation": organisation_name(actor),
        "may_receive": can(actor, RECEIVE_DOCUMENT),
    }
    return render(request, "bureau/plans/list.html", context)


@route(permission=READ_DOCUMENT, content="internal")
def document_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a document beside what was read in it, or how far the reading has come.

    Asked by the page itself (HX-Request), it answers the panel alone: the document stays.
    """
    actor = current_actor(request)
    document = select.document(actor, uid)
    if document.state != "read":
        return progress_page(request, document)
    asked = asked_for(request.GET.dict(), document)
    laid_out = review(document, asked)
    selected = laid_out.detail.item if laid_out.detail else None
    page = stretch(document.blocks, asked, selected)
    context = {
        "document": document,
        "review": laid_out,
        "page": page,
        "standing": standing_of(actor, document.uid),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "bureau/plans/parts/panel.html", context)
    context["sheets"] = printer_of(document, page.blocks, selected).sheets()
    return TemplateResponse(request, "bureau/plans/document.html", context)


@route(permission=READ_DOCUMENT, content="internal")
def export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out everything that was read as an Excel workbook."""
    title, reading = select.reading_of(current_actor(request), uid)
    return saved(plan_workbook(reading), XLSX, f"{title}-读出的内容.xlsx")
