"""Photographs of the papers that are wanted: put up one by one, looked at, taken down again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from xueyou.formats.refusal import Refusal
from xueyou.kernel.calls.access import FILL_APPLICATION
from xueyou.kernel.calls.pictures import MOST_A_PAPER, MOST_BYTES, MOST_MB, TOO_BIG
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.pictures import Paper, PictureSeen, own_jpeg, own_papers
from xueyou.kernel.calls.selectors.standing import standing_of
from xueyou.kernel.calls.services.pictures import add_pictures, take_picture_back
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, opened_picture, place_on_the_way, uploaded
from xueyou.surfaces.shell.bodies import answered_unread, declared_length, takes_uploads
from xueyou.surfaces.shell.handing_in import FORM_BYTES
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.passes import pass_over, passed, with_pass
from xueyou.surfaces.shell.refusing import words_of

REFUSED = (CallRefused, Refusal, ReaderBusy, KeyMissing, KeyReused)
NOTHING = "还没有拍，也没有选文件。请先拍一张，再点“放上去”。"


@dataclass(frozen=True, slots=True)
class PageShown:
    """One photograph: its address opens for this account, for some minutes."""

    page: PictureSeen
    address: str


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A wanted paper with its photographs."""

    paper: Paper
    pages: Sequence[PageShown]


def papers_shown(request: HttpRequest, uid: UUID) -> list[PaperShown]:
    """Return the papers of an application with addresses for their photographs. NotFound."""
    return [
        PaperShown(paper, [_shown(request, uid, page) for page in paper.pages])
        for paper in own_papers(current_actor(request), uid)
    ]


def split(papers: Sequence[PaperShown]) -> tuple[list[PaperShown], list[PaperShown]]:
    """Return the papers with what was handed in of each, and those with what never was."""
    return [_only(one, True) for one in papers], [
        unsent for one in papers if (unsent := _only(one, False)).pages
    ]


def _only(paper: PaperShown, handed_in: bool) -> PaperShown:
    pages = [one for one in paper.pages if one.page.handed_in is handed_in]
    return PaperShown(paper.paper, pages)


def _shown(request: HttpRequest, uid: UUID, page: PictureSeen) -> PageShown:
    address = reverse("family:picture", args=[uid, page.uid])
    return PageShown(page, with_pass(request, address, page.uid))


@csrf_exempt  # the token stands in the body, which is read only once its length is known
@takes_uploads
@route(permission=FILL_APPLICATION, content="personal", methods=("GET", "POST"))
def paper(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Show one wanted paper, and take a photograph of it."""
    if request.method != "POST":
        return _page(request, uid, code)
    if declared_length(request) > MOST_BYTES + FORM_BYTES:
        return answered_unread(request, _page(request, uid, code, TOO_BIG))
    try:
        with place_on_the_way():
            return _add(request, uid, code)
    except ReaderBusy as busy:
        return answered_unread(request, _page(request, uid, code, busy.zh))


@csrf_protect
def _add(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    try:
        file = uploaded(request, "photo") or uploaded(request, "file")
        if file is None:
            return _page(request, uid, code, NOTHING)
        add_pictures(
            actor=current_actor(request),
            application_uid=uid,
            what=code,
            upload=file,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, code, words_of(refused))
    messages.success(request, "放上了。请看一看字能不能看清；看不清的，拿掉再拍一张。")
    return HttpResponseRedirect(reverse("family:paper", args=[uid, code]))


@route(permission=FILL_APPLICATION, content="personal", methods=("POST",))
def take_down(request: HttpRequest, uid: UUID, picture: UUID) -> HttpResponse:
    """Take a photograph down that was not handed in."""
    actor = current_actor(request)
    code = _paper_of(request, uid, picture)
    try:
        take_picture_back(
            actor=actor, application_uid=uid, picture_uid=picture, key=form_key(request)
        )
    except REFUSED as refused:
        return _page(request, uid, code, words_of(refused))
    messages.success(request, "拿掉了。")
    return HttpResponseRedirect(reverse("family:paper", args=[uid, code]))


@route(permission=FILL_APPLICATION, content="personal")
def picture(request: HttpRequest, uid: UUID, picture: UUID) -> HttpResponse:
    """Show one photograph to its own family, through a pass."""
    jpeg = own_jpeg(current_actor(request), uid, picture)
    return opened_picture(jpeg) if passed(request, picture) else pass_over(request)


def _paper_of(request: HttpRequest, uid: UUID, picture: UUID) -> str:
    """Return the paper that a photograph shows; of one taken down already, the first wanted."""
    papers = own_papers(current_actor(request), uid)
    for one in papers:
        if any(page.uid == picture for page in one.pages):
            return one.what
    if not papers:
        raise NotFound
    return papers[0].what


def _page(request: HttpRequest, uid: UUID, code: str, refused: str = "") -> HttpResponse:
    row, _ = standing_of(current_actor(request), uid)
    papers = papers_shown(request, uid)
    here = next((one for one in papers if one.paper.what == code), None)
    if here is None:
        raise NotFound
    left = [one.paper for one in papers if one is not here and one.paper.wanted and not one.pages]
    context = {
        "row": row,
        "here": here,
        "number": papers.index(here) + 1,
        "count": len(papers),
        "next": left[0] if left else None,
        "most": MOST_A_PAPER,
        "most_mb": MOST_MB,
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/paper.html", context, status=422 if refused else 200)
