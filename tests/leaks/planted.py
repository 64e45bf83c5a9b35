"""Twelve leaky views, and a sound one: the harness must find each of the twelve.

Used as a URLconf by test_harness_finds.py. Nothing of this is in the product.
"""

import hashlib
import logging
from io import BytesIO
from uuid import UUID

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from xueyou.domains.plans.access import READ_DOCUMENT, STEER_READING
from xueyou.domains.plans.models import PlanDocument
from xueyou.domains.plans.selectors.views import DocumentRow
from xueyou.platform.access.reading import read
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.site.urls import handler403, handler404, handler500
from xueyou.site.urls import urlpatterns as product

internal = route(permission=READ_DOCUMENT, content="internal")
_kept: dict[str, bytes] = {}
log = logging.getLogger("leaks.planted")


def _mine(request: HttpRequest, uid: UUID) -> DocumentRow:
    return read(current_actor(request), READ_DOCUMENT, DocumentRow).get(uid)


@internal
def sound(request: HttpRequest, uid: UUID) -> HttpResponse:
    """No leak: the control."""
    return HttpResponse(_mine(request, uid).title)


@internal
def without_scope(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Takes whatever row has the id."""
    found = PlanDocument.objects.filter(uid=uid).first()
    if found is None:
        raise Http404
    return HttpResponse(found.title)


@internal
def choices(request: HttpRequest) -> HttpResponse:
    """Offers every document in a list to choose from."""
    titles = PlanDocument.objects.values_list("title", flat=True)
    return HttpResponse("".join(f"<option>{title}</option>" for title in titles))


@internal
def head(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Checks when asked for the page, not when asked for its head."""
    if request.method == "HEAD":
        found = PlanDocument.objects.filter(uid=uid).first()
        return HttpResponse(headers={"X-Title": found.title if found else "none"})
    return HttpResponse(_mine(request, uid).title)


@internal
def file_name(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hands out nothing, under a telling name."""
    found = PlanDocument.objects.filter(uid=uid).first()
    name = found.file_name if found else "none"
    return HttpResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})


@internal
def tag(request: HttpRequest) -> HttpResponse:
    """Tags an empty page with a digest of all rows."""
    rows = repr(list(PlanDocument.objects.order_by("pk").values_list("title", flat=True)))
    return HttpResponse(headers={"ETag": f'"{hashlib.sha256(rows.encode()).hexdigest()}"'})


@internal
def count(request: HttpRequest) -> HttpResponse:
    """Counts what the person may not see."""
    return HttpResponse(f"共{PlanDocument.objects.count()}份")


@internal
def error_text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Refuses, and says what it refuses."""
    found = PlanDocument.objects.filter(uid=uid).first()
    try:
        return HttpResponse(_mine(request, uid).title)
    except Http404:
        return HttpResponse(f"不能看《{found.title if found else ''}》", status=404)


@internal
def hidden_sheet(request: HttpRequest) -> HttpResponse:
    """Hands out a workbook with one more sheet than one sees."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("可见").write(0, 0, "空")
        hidden = book.add_worksheet("底稿")
        for row, title in enumerate(PlanDocument.objects.values_list("title", flat=True)):
            hidden.write(row, 0, title)
        hidden.hide()
    return HttpResponse(file.getvalue(), content_type="application/octet-stream")


@internal
def forbidden(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tells "not yours" from "not there"."""
    try:
        return HttpResponse(_mine(request, uid).title)
    except Http404:
        if PlanDocument.objects.filter(uid=uid).exists():
            raise PermissionDenied from None
        raise


@internal
def stale_cache(request: HttpRequest) -> HttpResponse:
    """Answers the second person with what it made for the first."""
    if "list" not in _kept:
        rows = read(current_actor(request), READ_DOCUMENT, DocumentRow)
        _kept["list"] = " ".join(row.title for row in rows).encode()
    return HttpResponse(_kept["list"])


@route(permission=STEER_READING, content="internal", methods=("POST",))
def rename(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Changes whatever row has the id."""
    PlanDocument.objects.filter(uid=uid).update(title="别的题目")
    return HttpResponse(status=404)


@internal
def crash(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Breaks, with the title in the error's words: no leak, as long as nobody repeats them."""
    raise RuntimeError(" ".join(found.title for found in PlanDocument.objects.filter(uid=uid)))


@internal
def talkative(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Writes what it found into the log, then answers as it should."""
    for found in PlanDocument.objects.filter(uid=uid):
        log.info("asked for %s", found.title)
    return HttpResponse(_mine(request, uid).title)


ONE = (without_scope, head, file_name, error_text, forbidden, rename, talkative, crash, sound)
LISTS = (choices, tag, count, hidden_sheet, stale_cache)
CLEAN = (sound, crash)
LEAKY = sorted(view.__name__ for view in (*ONE, *LISTS) if view not in CLEAN)

urlpatterns = [
    *product,
    *(path(f"leaky/{v.__name__}/<uuid:uid>/", v, name=f"leaky-{v.__name__}") for v in ONE),
    *(path(f"leaky/{v.__name__}/", v, name=f"leaky-{v.__name__}") for v in LISTS),
]
__all__ = ["LEAKY", "handler403", "handler404", "handler500", "urlpatterns"]
