"""The ledger of homes of a county: past years taken in and back, uncertain addresses settled."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.access import KEEP_HOMES, READ_HOMES, SETTLE_HOME
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.selectors import homes as select
from xueyou.domains.enrolment.selectors.notices import STAGES, counties_of
from xueyou.domains.enrolment.services.homes import import_homes, settle_home, undo_import
from xueyou.formats.empty_table import empty_table
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import saved
from xueyou.surfaces.registry.views.tables import NotTaken, taken, uploaded_table
from xueyou.surfaces.shell.chosen import NotChosen, chosen
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_COLUMNS = (
    ("住址", 34, "写到户，例如：桂园小区7幢2单元501。没有写到户的先收下，再由您核定。"),
    ("入学年份", 10, "九月入学的那一年，例如：2022。"),
    ("学校代码", 12, "孩子进了哪所学校。"),
    ("孩子证件号码", 22, "孩子和监护人的号码至少写一个，凭它认弟弟妹妹。"),
    ("监护人证件号码", 22, "两位监护人用、隔开。"),
    ("证件种类", 16, "孩子的不是居民身份证才写。"),
    ("国籍/地区", 12, "孩子用护照的才写：护照是哪个国家发的，例如韩国。"),
)
_Refused = (EnrolmentRefused, NotChosen, KeyMissing, KeyReused)


@route(permission=READ_HOMES, writes=KEEP_HOMES, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _page(request, long.says))
def home_list(request: HttpRequest) -> HttpResponse:
    """Show the ledger and what is uncertain in it, or take a table of past years."""
    if request.method != "POST":
        return _page(request)
    outcome = taken(partial(_take, request), (EnrolmentRefused, NotChosen))
    if isinstance(outcome, NotTaken):
        return _page(request, outcome.says, outcome.faults)
    messages.success(request, "收下了。没有写到户的列在“待核的住址”里，核定以前不计。")
    return HttpResponseRedirect(reverse("registry:homes"))


@route(permission=KEEP_HOMES, content="internal", methods=("POST",))
def undo(request: HttpRequest) -> HttpResponse:
    """Take an import back."""
    try:
        count = undo_import(
            actor=current_actor(request),
            organisation_uid=chosen(request, "organisation", "没有写是哪个县区。什么都没有改。"),
            import_uid=chosen(request, "import", "没有写是哪一次导入。什么都没有改。"),
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, words_of(refused))
    messages.success(request, f"撤销了，那一次的{count}条都不再计。已经封存的招生还按封存时的算。")
    return HttpResponseRedirect(reverse("registry:homes"))


@route(permission=SETTLE_HOME, content="internal", methods=("POST",))
def settle(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which home an uncertain entry means, or that nobody can tell."""
    unknown = "unknown" in request.POST
    address = "" if unknown else request.POST.get("address", "")
    try:
        if not unknown and not address.strip():
            raise EnrolmentRefused("请写住址，写到户；认不出的点“认不出”。没有改动。")
        settle_home(
            actor=current_actor(request), use_uid=uid, address=address, key=form_key(request)
        )
    except _Refused as refused:
        return _page(request, words_of(refused), settling=uid)
    messages.success(request, "记下了，这一条不计。" if unknown else "核定了，从现在起计。")
    return HttpResponseRedirect(reverse("registry:homes"))


@route(permission=KEEP_HOMES, content="internal")
def template_file(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table of past years."""
    return saved(empty_table("住址占用", _COLUMNS), XLSX, "住址占用台账.xlsx")


def _take(request: HttpRequest) -> UUID:
    return import_homes(
        actor=current_actor(request),
        organisation_uid=chosen(request, "organisation", "请选是哪个县区的台账。什么都没有改。"),
        stage=request.POST.get("stage", "")[:20],
        table=uploaded_table(request),
        key=form_key(request),
    )


def _page(
    request: HttpRequest, wrong: str = "", faults: object = (), settling: UUID | None = None
) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "page": select.uncertain(actor, request.GET.get("page")),
        "years": select.counted(actor),
        "imports": select.imports(actor),
        "counties": counties_of(actor, KEEP_HOMES),
        "stages": STAGES,
        "columns": [title for title, _, _ in _COLUMNS],
        "given": request.POST if wrong else {},
        "settling": settling,
        "carried": {},
        "wrong": wrong,
        "faults": faults,
        "key": new_key,
        **LIMITS,
    }
    return render(request, "registry/homes.html", context, status=422 if wrong else 200)
