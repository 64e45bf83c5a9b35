"""The letter as a PDF for its family; for everybody the page that tells whether a code is true."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.selectors.letters import letter_of_code, letter_pdf
from xueyou.formats.official.typesetting import NotSet
from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import PUBLIC, route

RATES = {"verify": "20/m/ip"}
"""How often one address may try codes: enough for a school's gate, too little to search."""
LONGEST = 40


@route(permission=READ_APPLICATION, content="personal")
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the family the letter of a place that it has accepted."""
    check_at = request.build_absolute_uri(reverse("letters:verify"))
    try:
        data = letter_pdf(current_actor(request), uid, check_at)
    except NotSet:
        return render(request, "letters/not_set.html", {"application": uid}, status=503)
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"))
def verify(request: HttpRequest) -> HttpResponse:
    """Say what the letter with a typed code says; by POST, so that codes stand in no log."""
    if request.method == "POST":
        return _answer(request, request.POST.get("code", "")[:LONGEST])
    typed = request.GET.get("code", "")[:LONGEST]
    return _page(request, {"typed": typed})


def _answer(request: HttpRequest, typed: str) -> HttpResponse:
    if not ratelimit.consume(request, app="letters", action="verify", config=RATES):
        return _page(request, {"typed": typed, "busy": True}, 429)
    said = letter_of_code(typed)
    if said is None:
        return _page(request, {"typed": typed, "unknown": True}, 404 if typed.strip() else 422)
    return _page(request, {"said": said})


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "letters/verify.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    # A code in the address stays here; "no-referrer" would take the origin from the form, too, and
    # a form without an origin is refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
