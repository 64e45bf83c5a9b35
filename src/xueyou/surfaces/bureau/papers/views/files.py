"""The files of a paper: as Word, as PDF, and the stamped scan going in and out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from xueyou.formats.media_types import DOCX, PDF
from xueyou.formats.official.pdf import official_pdf
from xueyou.formats.official.typesetting import NotSet
from xueyou.formats.official.word import official_docx
from xueyou.formats.refusal import Refusal
from xueyou.kernel.papers.access import ISSUE_PAPER, READ_PAPER
from xueyou.kernel.papers.kinds import kind_of
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.papers.selectors import paper, scan
from xueyou.kernel.papers.services.issuing import file_scan
from xueyou.kernel.papers.steps import FROZEN
from xueyou.kernel.papers.views import PaperView
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import (
    FileNotAvailable,
    ReaderBusy,
    download,
    saved,
    uploaded,
)
from xueyou.surfaces.bureau.papers.views.steps import refused
from xueyou.surfaces.shell.handing_in import takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key

LOCKED = "这是交给外单位的公文，签发以后才能下载。现在还没有签发，请等负责人签发。"


@route(permission=READ_PAPER, content="internal")
def word_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the paper out as .docx; before the signature its name says that it is a draft."""
    found = paper(current_actor(request), uid)
    if locked(found):
        return refused(request, uid, LOCKED, 409)
    return saved(official_docx(found.printed), DOCX, f"{_name(found)}.docx")


@route(permission=READ_PAPER, content="internal")
def pdf_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the paper out as PDF."""
    found = paper(current_actor(request), uid)
    if locked(found):
        return refused(request, uid, LOCKED, 409)
    try:
        made = official_pdf(found.printed)
    except NotSet as failed:
        return refused(request, uid, failed.zh, 503)
    return saved(made, PDF, f"{_name(found)}.pdf")


@route(permission=READ_PAPER, content="internal")
def scan_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Hand the stamped scan out."""
    try:
        return download(scan(current_actor(request), uid))
    except FileNotAvailable as gone:
        return refused(request, uid, gone.zh, 409)


@route(permission=ISSUE_PAPER, content="internal", methods=("POST",))
@takes_file()
def take_scan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the stamped scan: refused by its declared length before it is read."""
    try:
        file = uploaded(request)
        if file is None:
            return refused(request, uid, "还没有选文件。请选盖好章的扫描件，再点“存进来”。")
        file_scan(actor=current_actor(request), paper_uid=uid, upload=file, key=form_key(request))
    except (Refusal, ReaderBusy, PaperRefused) as no:
        return refused(request, uid, no.zh)
    except (KeyMissing, KeyReused) as mangled:
        return refused(request, uid, str(mangled))
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[uid]))


def locked(found: PaperView) -> bool:
    """Return whether the paper's files stay here until somebody has signed it."""
    return kind_of(found.sheet.kind).leaves_signed and found.sheet.state not in FROZEN


def _name(found: PaperView) -> str:
    draft = "" if found.sheet.state in FROZEN else "（稿）"
    return f"{found.sheet.title[:60]}{draft}"
