"""The counter: a whole form on one page, filed for a guardian; and the sheet that is signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.desk_access import FILE_AT_COUNTER, OPEN_FILE
from xueyou.domains.checks.selectors.archive import archive_pdf
from xueyou.domains.checks.selectors.counter import CounterForm, counter_form
from xueyou.domains.checks.services.counter import PAPERS, GuardianSeen, file_at_counter
from xueyou.domains.checks.services.openings import open_file
from xueyou.formats.official.typesetting import NotSet
from xueyou.kernel.calls.parties import ClaimedChild
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.registry.countries import country_of
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.asking import boxes, posted
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.desk.views.files import shown_file
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

DOCUMENTS = (
    ("citizen", "居民身份证（户口簿上的公民身份号码）"),
    ("hk_macao_residence", "港澳居民居住证"),
    ("taiwan_residence", "台湾居民居住证"),
    ("hk_macao_permit", "港澳居民来往内地通行证"),
    ("taiwan_permit", "台湾居民来往大陆通行证"),
    ("passport", "护照"),
    ("none_yet", "还没有证件"),
)
SEXES = (("male", "男"), ("female", "女"))
ANSWER, WISH = "a-", "wish-"


@route(permission=FILE_AT_COUNTER, content="personal", methods=("GET", "POST"))
def counter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask everything on one page, and hand it in for the guardian."""
    actor = current_actor(request)
    form, refused = counter_form(actor, uid), None
    given = request.POST.dict()
    if request.method == "POST":
        try:
            filed = file_at_counter(
                actor=actor,
                call_uid=uid,
                guardian=GuardianSeen(
                    given.get("guardian", ""),
                    given.get("phone", ""),
                    given.get("phone_again", ""),
                    given.get("paper", ""),
                ),
                child=_child(given),
                answers=posted(form.fields, given, prefix=ANSWER),
                wishes=_wishes(form, given),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(
                request, "交好了。请打印存档表，请监护人看过签字；监护人也收到通知了。"
            )
            return HttpResponseRedirect(reverse("desk:file", args=[filed]))
    return render(
        request,
        "desk/counter.html",
        _context(form, given, refused),
        status=200 if refused is None else 422,
    )


@route(permission=OPEN_FILE, content="personal")
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the archive sheet of a file as a PDF."""
    actor = current_actor(request)
    try:
        open_file(actor=actor, application_uid=uid)
        data = archive_pdf(actor, uid)
    except CallRefused as refused:
        return shown_file(request, uid, refused)
    except NotSet:
        return shown_file(request, uid, CallRefused("存档表没有排出来，请过一会儿再打印。"))
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="archive-sheet.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _child(given: Mapping[str, str]) -> ClaimedChild:
    kind = given.get("kind", "")
    if kind not in dict(DOCUMENTS):
        raise CallRefused("请选孩子的证件。没有交。")
    sex = given.get("sex", "")
    return ClaimedChild(
        kind,
        None if kind == "none_yet" else given.get("number", ""),
        given.get("name", ""),
        sex if sex in dict(SEXES) else "unknown",
        _day(given.get("born_on", "")),
        country_of(kind, given.get("country", "")[:40]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CallRefused("孩子的出生日期请写成2020-01-31这样。没有交。") from None


def _wishes(form: CounterForm, given: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        asked.name: [
            uid for place in range(asked.most) if (uid := given.get(f"{WISH}{number}-{place}", ""))
        ]
        for number, asked in enumerate(form.wishes)
    }


def _context(
    form: CounterForm, given: Mapping[str, str], refused: BaseException | None
) -> dict[str, Any]:
    faults = refused.faults if isinstance(refused, AnswersRefused) else {}
    wrong = refused.wishes if isinstance(refused, AnswersRefused) else {}
    typed = posted(form.fields, given, prefix=ANSWER)
    return {
        "form": form,
        "given": given,
        "documents": DOCUMENTS,
        "sexes": SEXES,
        "papers": list(PAPERS.items()),
        "boxes": [
            (box, form.hints.get(box.name.removeprefix(ANSWER), ""))
            for box in boxes(form.fields, typed, faults, prefix=ANSWER)
        ],
        "lists": [
            (
                asked,
                wrong.get(asked.name, wrong.get("", "")),
                [
                    (f"{WISH}{number}-{place}", given.get(f"{WISH}{number}-{place}", ""))
                    for place in range(asked.most)
                ],
            )
            for number, asked in enumerate(form.wishes)
        ],
        "key": new_key(),
        "wrong": words_of(refused),
    }
