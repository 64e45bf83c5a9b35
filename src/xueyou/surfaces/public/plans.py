"""What the bureau published of its plans: a list, and one release. No person, no script."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.selectors.releases import Gone, published, shown
from xueyou.platform.access.routes import PUBLIC, route

PAGE = 20


@route(permission=PUBLIC, content="public")
def plan_list(request: HttpRequest) -> HttpResponse:
    """List what may be read now, newest first."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = max(number, 1)
    rows = published(number, PAGE)
    context = {"rows": rows[:PAGE], "number": number, "more": len(rows) > PAGE}
    return _fresh(render(request, "public/plans.html", context))


@route(permission=PUBLIC, content="public")
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one release; 410 with its digest once it is taken down or its time is over."""
    found = shown(uid)
    if found is None:
        raise Http404
    if isinstance(found, Gone):
        return _fresh(render(request, "public/plan_gone.html", {"gone": found}, status=410))
    return _fresh(render(request, "public/plan.html", {"found": found, "release": found.payload}))


def _fresh(response: HttpResponse) -> HttpResponse:
    """Let nobody keep a copy that outlives the taking down."""
    response["Cache-Control"] = "no-store"
    return response
