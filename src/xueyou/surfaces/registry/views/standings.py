"""What a bureau says of providers and pupils: the white list, and who pays no club fee."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import KEEP_STANDINGS, READ_STANDING, WITHDRAW_STANDING
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors import standings as select
from xueyou.domains.clubs.services.standing_tables import list_exempt, list_providers
from xueyou.domains.clubs.services.withdrawing import withdraw_standing
from xueyou.formats.empty_table import empty_table
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import saved
from xueyou.surfaces.registry.views.tables import NotTaken, taken, uploaded_table
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of


@dataclass(frozen=True, slots=True)
class _List:
    """One of the two lists, with its words."""

    title: str
    note: str
    columns: tuple[tuple[str, float, str], ...]


_DAYS = (
    ("依据", 34, "文件名称和文号。没有核对过的写“待核”。"),
    ("从哪天起", 13, "写成2026-09-01。"),
    ("到哪天前", 13, "这一天起就不算了。一直有效就空着。"),
)
LISTS = {
    "providers": _List(
        "白名单机构",
        "列在这里、今天有效的机构，学校才能请来上课后服务",
        (("机构名称", 30, ""), ("统一社会信用代码", 24, "18位，照登记证填。"), *_DAYS),
    ),
    "exempt": _List(
        "免费学生",
        "列在这里的学生，课后服务不收费；账单上写明免收，学校看不到别的原因",
        (
            ("学校代码", 14, ""),
            ("学生姓名", 14, ""),
            ("证件号码", 24, "居民身份证号码。学校名册里要有这个学生。"),
            *_DAYS,
        ),
    ),
}


@route(permission=KEEP_STANDINGS, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _list(request, "providers", long.says))
def provider_list(request: HttpRequest) -> HttpResponse:
    """Show the white list, or take a table of it."""
    return _answered(request, "providers")


@route(permission=KEEP_STANDINGS, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _list(request, "exempt", long.says))
def exempt_list(request: HttpRequest) -> HttpResponse:
    """Show who pays no fee, or take a table of it."""
    return _answered(request, "exempt")


@route(permission=KEEP_STANDINGS, content="internal")
def provider_table(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table of the white list."""
    return _empty("providers")


@route(permission=KEEP_STANDINGS, content="internal")
def exempt_table(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table of pupils who pay no fee."""
    return _empty("exempt")


@route(permission=READ_STANDING, content="internal", objects="registry.standing")
def standing_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one standing, and how to withdraw it."""
    return _one(request, uid)


@route(
    permission=WITHDRAW_STANDING,
    content="internal",
    methods=("POST",),
    objects="registry.standing",
)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Withdraw a standing."""
    actor = current_actor(request)
    row = select.standing(actor, uid)
    try:
        withdraw_standing(
            actor=actor, standing_uid=uid, why=request.POST.get("why", ""), key=form_key(request)
        )
    except (ClubRefused, KeyMissing, KeyReused) as refused:
        return _one(request, uid, words_of(refused))
    messages.success(request, "已经作废，从现在起不再算数。以前算过的账单不变。")
    name = "providers" if row.organisation else "exempt"
    return HttpResponseRedirect(reverse(f"registry:{name}"))


def _answered(request: HttpRequest, which: str) -> HttpResponse:
    if request.method != "POST":
        return _list(request, which)
    new = taken(partial(_take, request, which), (ClubRefused,))
    if isinstance(new, NotTaken):
        return _list(request, which, new.says, new.faults)
    if new:
        messages.success(request, f"收下了，新登记{new}条。")
    else:
        messages.success(request, "表里的都已经登记过，没有要改的。")
    return HttpResponseRedirect(reverse(f"registry:{which}"))


def _take(request: HttpRequest, which: str) -> int:
    take = list_providers if which == "providers" else list_exempt
    actor = current_actor(request)
    return take(actor=actor, table=uploaded_table(request), key=form_key(request))


def _list(request: HttpRequest, which: str, wrong: str = "", faults: object = ()) -> HttpResponse:
    actor, number = current_actor(request), request.GET.get("page")
    page = select.providers(actor, number) if which == "providers" else select.exempt(actor, number)
    context = {
        "which": which,
        "list": LISTS[which],
        "page": page,
        "carried": {},
        "here": f"registry:{which}",
        "template": f"registry:{which}_table",
        "wrong": wrong,
        "faults": faults,
        "key": new_key(),
        **LIMITS,
    }
    return render(request, "registry/standings.html", context, status=422 if wrong else 200)


def _one(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    row = select.standing(current_actor(request), uid)
    context = {
        "row": row,
        "back": "registry:providers" if row.organisation else "registry:exempt",
        "given": request.POST,
        "key": new_key(),
        "wrong": wrong,
    }
    return render(request, "registry/standing.html", context, status=422 if wrong else 200)


def _empty(which: str) -> HttpResponse:
    made = LISTS[which]
    return saved(empty_table(made.title, made.columns), XLSX, f"{made.title}.xlsx")
