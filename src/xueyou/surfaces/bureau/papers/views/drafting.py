"""Writing: a circular from a frozen packet, and changing a draft without losing anybody's words."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.services.draft_circular import draft_circular
from xueyou.formats.days import day
from xueyou.formats.official.content import ContentRefused
from xueyou.formats.official.editing import as_text, from_text
from xueyou.kernel.papers.access import DRAFT_PAPER
from xueyou.kernel.papers.refusals import Conflict, PaperRefused
from xueyou.kernel.papers.selectors import paper
from xueyou.kernel.papers.services.drafting import revise
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.papers.views.steps import revision_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

FIELDS = ("title", "addressee", "body", "copies", "signer_line", "issued_by")


@route(permission=STEER_PLAN, content="internal", methods=("POST",))
def circular(request: HttpRequest, checkpoint: UUID) -> HttpResponse:
    """Draft a circular from a frozen packet; field `reply_by` may name the day of reply."""
    typed = request.POST.get("reply_by", "").strip()
    try:
        if typed and day(typed) is None:
            raise PaperRefused("回复的日子写成 2026-12-05 这样。没有起草，请改好再点一次。")
        uid = draft_circular(
            actor=current_actor(request),
            checkpoint_uid=checkpoint,
            reply_by=day(typed),
            key=form_key(request),
        )
    except (PaperRefused, KeyMissing, KeyReused) as no:
        messages.warning(request, no.zh if isinstance(no, PaperRefused) else str(no))
        return HttpResponseRedirect(reverse("bureau:papers:list"))
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[uid]))


@route(permission=DRAFT_PAPER, content="internal", methods=("GET", "POST"))
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a draft's text in a form, or take the changed text."""
    found = paper(current_actor(request), uid)
    if not found.may.revise:
        messages.warning(request, "这份公文现在不能改。要改，请看页面上它走到了哪一步。")
        return HttpResponseRedirect(reverse("bureau:papers:paper", args=[uid]))
    before = json.loads(found.sheet.content)
    if request.method != "POST":
        return _form(request, uid, as_fields(before), found.sheet.revision)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        revise(
            actor=current_actor(request),
            paper_uid=uid,
            revision=revision_of(request),
            content=as_content(typed, before),
            key=form_key(request),
        )
    except Conflict as conflict:
        now = as_fields(conflict.now)
        return _form(request, uid, typed, conflict.revision, conflict.zh, now=now, status=409)
    except (PaperRefused, ContentRefused) as no:
        return _form(request, uid, typed, revision_of(request), no.zh, status=422)
    except (KeyMissing, KeyReused) as mangled:
        return _form(request, uid, typed, revision_of(request), str(mangled), status=422)
    messages.success(request, "存好了。改过的稿子要重新核稿。")
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[uid]))


def as_fields(content: dict[str, Any]) -> dict[str, str]:
    """Return what the form shows of a content."""
    return {
        "title": content["title"],
        "addressee": content["addressee"],
        "body": as_text(content),
        "copies": "\n".join(content["copies"]),
        "signer_line": content["signer_line"],
        "issued_by": content["issued_by"],
    }


def as_content(typed: dict[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """Return the content that was typed; sources stay with figures that were left alone."""
    copies = typed["copies"].replace("，", "\n").replace("、", "\n").split("\n")
    return {
        **before,
        "title": typed["title"].strip(),
        "addressee": typed["addressee"].strip(),
        "body": from_text(typed["body"], before),
        "copies": [name.strip() for name in copies if name.strip()],
        "signer_line": typed["signer_line"].strip(),
        "issued_by": typed["issued_by"].strip(),
    }


def _form(
    request: HttpRequest,
    uid: UUID,
    typed: dict[str, str],
    revision: int,
    wrong: str = "",
    *,
    now: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "uid": uid,
        "typed": typed,
        "revision": revision,
        "wrong": wrong,
        "now": now,
        "key": new_key(),
    }
    return render(request, "bureau/papers/edit.html", context, status=status)
