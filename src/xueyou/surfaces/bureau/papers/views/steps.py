"""The buttons of a paper: each takes one step, or says why it was not taken."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.papers.access import (
    CHECK_PAPER,
    COUNTERSIGN_PAPER,
    DRAFT_PAPER,
    ISSUE_PAPER,
    READ_PAPER,
    SIGN_PAPER,
)
from xueyou.kernel.papers.refusals import Conflict, PaperRefused
from xueyou.kernel.papers.selectors import paper
from xueyou.kernel.papers.services.deciding import check, countersign, sign
from xueyou.kernel.papers.services.drafting import send_back, withdraw
from xueyou.kernel.papers.services.issuing import archive, number, serve
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.papers.views.papers import page_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key

SEEN_BEFORE = "这份公文在您打开之后改过，刚才那一步没有办。下面是现在的样子，请看过再办。"


@route(permission=READ_PAPER, content="internal", methods=("POST",))
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a draft back with words."""
    return _take(request, uid, _on_seen(request, send_back), "已经退回，起草人能看到您的意见。")


@route(permission=CHECK_PAPER, content="internal", methods=("POST",))
def check_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Check a draft."""
    return _take(request, uid, _on_seen(request, check), "核稿办好了，下一步由负责人签发。")


@route(permission=COUNTERSIGN_PAPER, content="internal", methods=("POST",))
def countersign_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Countersign a checked paper; afterwards it is no longer this department's to see."""
    return _take(request, uid, _on_seen(request, countersign), "会签办好了。", away=True)


@route(permission=SIGN_PAPER, content="internal", methods=("POST",))
def sign_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sign a paper."""
    return _take(request, uid, _on_seen(request, sign), "签发办好了，内容从现在起不再改动。")


@route(permission=DRAFT_PAPER, content="internal", methods=("POST",))
def withdraw_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Drop an unsigned paper."""
    return _take(
        request, uid, _on_seen(request, withdraw), "已经撤回。稿子和办理过程都留着，可以查。"
    )


@route(permission=ISSUE_PAPER, content="internal", methods=("POST",))
def number_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down the number the office gave."""
    step = partial(number, number=request.POST.get("number", ""))
    return _take(request, uid, step, "发文字号登记好了。")


@route(permission=ISSUE_PAPER, content="internal", methods=("POST",))
def serve_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the paper was printed and sent."""
    step = partial(serve, words=request.POST.get("words", ""))
    return _take(request, uid, step, "印发登记好了。")


@route(permission=ISSUE_PAPER, content="internal", methods=("POST",))
def archive_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put the paper to the files."""
    step = partial(archive, words=request.POST.get("words", ""))
    return _take(request, uid, step, "已经归档。")


def _on_seen(request: HttpRequest, verb: Callable[..., None]) -> Callable[..., None]:
    """Return a verb on the draft that the page showed, with the words that were typed."""
    return partial(verb, revision=revision_of(request), words=request.POST.get("words", ""))


def _take(
    request: HttpRequest,
    uid: UUID,
    step: Callable[..., None],
    done: str,
    *,
    away: bool = False,
) -> HttpResponse:
    """Take the step and show the paper; refused, show it with the reason and what was typed."""
    try:
        step(actor=current_actor(request), paper_uid=uid, key=form_key(request))
    except Conflict:
        return refused(request, uid, SEEN_BEFORE, 409)
    except PaperRefused as no:
        return refused(request, uid, no.zh)
    except (KeyMissing, KeyReused) as mangled:
        return refused(request, uid, str(mangled))
    messages.success(request, done)
    if away:
        return HttpResponseRedirect(reverse("bureau:papers:list"))
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[uid]))


def refused(request: HttpRequest, uid: UUID, why: str, status: int = 422) -> HttpResponse:
    """Answer with the paper and the sentence that says why the step was not taken."""
    try:
        found = paper(current_actor(request), uid)
    except NotFound:
        messages.warning(request, why)
        return HttpResponseRedirect(reverse("bureau:papers:list"))
    typed = {"words": request.POST.get("words", ""), "number": request.POST.get("number", "")}
    context = page_of(request, found, wrong=why, typed=typed)
    return render(request, "bureau/papers/paper.html", context, status=status)


def revision_of(request: HttpRequest) -> int:
    """Return the revision that the form carries, 0 where it carries none."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
