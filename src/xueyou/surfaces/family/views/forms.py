"""Filling in: a page a question, saved as it is left, checked as a whole, handed in once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from xueyou.kernel.calls.access import FILL_APPLICATION
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.refusals import (
    AlreadyAsked,
    AnswersRefused,
    CallRefused,
    Conflict,
    StalePage,
)
from xueyou.kernel.calls.selectors.common_questions import questions_beside
from xueyou.kernel.calls.selectors.forms import FamilyForm, Page, faults_of, form_of
from xueyou.kernel.calls.services.filling import fill_page, picked
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.addresses import address
from xueyou.platform.time import CITY
from xueyou.surfaces.family.views.papers import papers_shown
from xueyou.surfaces.shell.keys import KeyMissing, form_key
from xueyou.surfaces.shell.refusing import words_of

Answers = dict[str, str]
Wishes = dict[str, Sequence[str]]


@route(permission=FILL_APPLICATION, content="personal", methods=("GET", "POST"))
def step(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Show one page of the form; save it, and go on where it is right."""
    actor = current_actor(request)
    if request.method != "POST":
        form = form_of(actor, uid)
        return _show(request, form, form.page(code), {})
    try:
        filled = fill_page(
            actor=actor,
            application_uid=uid,
            page_code=code,
            posted=_posted(request),
            revision=_revision(request),
        )
    except CallRefused as refused:
        return _not_saved(request, form_of(actor, uid), code, refused)
    if filled.faults:
        return _show(request, filled.form, filled.page, filled.faults)
    return _onward(request, filled.form, code)


def _not_saved(
    request: HttpRequest, form: FamilyForm, code: str, refused: CallRefused
) -> HttpResponse:
    """Show both texts, or the reason; a page sent twice goes on as if it had been sent once."""
    page = form.page(code)
    mine = picked(page, _posted(request))
    if not isinstance(refused, Conflict):
        return _show(request, form, page, {"": refused.zh}, mine=mine)
    if not _stands(refused, *mine):
        return _show(request, form, page, {}, mine=mine)
    faults = faults_of(form, page)
    return _show(request, form, page, faults) if faults else _onward(request, form, code)


@route(permission=FILL_APPLICATION, content="personal", methods=("POST",))
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save a page while it is being filled in: 204, or 409 where somebody else saved meanwhile."""
    actor = current_actor(request)
    try:
        filled = fill_page(
            actor=actor,
            application_uid=uid,
            page_code=request.POST.get("page", ""),
            posted=_posted(request),
            revision=_revision(request),
        )
    except CallRefused as refused:
        return HttpResponse(refused.zh, status=409, content_type="text/plain; charset=utf-8")
    row = filled.form.row
    told = {
        "X-Revision": str(row.revision),
        "X-Saved": f"{row.saved_at.astimezone(CITY):%H:%M}",
    }
    return HttpResponse(status=204, headers=told)


@route(permission=FILL_APPLICATION, content="personal", methods=("GET", "POST"))
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show everything before it is handed in, and hand it in."""
    actor = current_actor(request)
    if request.method != "POST":
        return _checked(request, form_of(actor, uid), {}, 200)
    try:
        submitted = submit(actor=actor, application_uid=uid, key=form_key(request))
    except AnswersRefused as refused:
        faults = {**refused.faults, **refused.wishes}
        return _checked(request, form_of(actor, uid), faults, 422)
    except (CallRefused, KeyReused, KeyMissing) as refused:
        late = isinstance(refused, (AlreadyAsked, StalePage, KeyReused, KeyMissing))
        faults = {"": words_of(refused)}
        return _checked(request, form_of(actor, uid), faults, 409 if late else 422)
    response = HttpResponseRedirect(address("family:receipt", uid))
    response.headers["X-Receipt"] = shown(submitted.receipt_no)
    return response


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [str(one) for one in values] for name, values in request.POST.lists()}


def _stands(found: Conflict, answers: Answers, wishes: Wishes) -> bool:
    """Return whether what came late is what stands there anyway: the same page, sent twice."""
    return all(found.now.get(name, "") == text for name, text in answers.items()) and all(
        list(found.choices.get(name, ())) == list(chosen) for name, chosen in wishes.items()
    )


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None


def _onward(request: HttpRequest, form: FamilyForm, code: str) -> HttpResponse:
    follows = form.after(code)
    if follows is None or request.POST.get("back") == "check":
        return HttpResponseRedirect(address("family:check", form.row.uid))
    return HttpResponseRedirect(address("family:step", form.row.uid, follows.code))


def _show(
    request: HttpRequest,
    form: FamilyForm,
    page: Page,
    faults: Mapping[str, str],
    mine: tuple[Answers, Wishes] | None = None,
) -> HttpResponse:
    """Draw a page. With `mine` it was not saved: both texts stand there, and nothing is lost."""
    number = [one.code for one in form.pages].index(page.code) + 1
    listed = page.wishes
    chosen = list(listed.chosen) if listed else []
    answers = {one.name: one.value for one in page.fields}
    conflict = mine is not None and not faults
    if mine is not None:
        answers |= mine[0]
        chosen = list(mine[1].get(listed.name, chosen)) if listed else []
    context = {
        "form": form,
        "page": page,
        "number": number,
        "count": len(form.pages) + 1,
        "share": 100 * number // (len(form.pages) + 1),
        "before": form.before(page.code),
        "faults": faults,
        "answers": answers,
        "slots": _slots(page, chosen),
        "conflict": conflict,
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "questions": questions_beside(form.questions, page.code),
    }
    status = 409 if conflict else (422 if faults else 200)
    return render(request, "family/step.html", context, status=status)


def _slots(page: Page, chosen: Sequence[str]) -> list[tuple[int, str]]:
    """Return the boxes of a list of wishes: rank, and the uid that is chosen there."""
    if page.wishes is None:
        return []
    return [
        (rank, chosen[rank - 1] if rank <= len(chosen) else "")
        for rank in range(1, page.wishes.most + 1)
    ]


def _checked(
    request: HttpRequest, form: FamilyForm, faults: Mapping[str, str], status: int
) -> HttpResponse:
    lines = [
        (page, [(one, faults.get(one.name, "")) for one in page.fields], _of(page, faults))
        for page in form.pages
    ]
    named = {one.name for page in form.pages for one in page.fields}
    named |= {page.wishes.name for page in form.pages if page.wishes}
    context = {
        "form": form,
        "lines": lines,
        "faults": faults,
        "others": [zh for name, zh in faults.items() if name not in named],
        "share": 100,
        "count": len(form.pages) + 1,
        "papers": papers_shown(request, form.row.uid) if form.row.sent_back else (),
    }
    return render(request, "family/check.html", context, status=status)


def _of(page: Page, faults: Mapping[str, str]) -> str:
    return faults.get(page.wishes.name, "") if page.wishes else ""
