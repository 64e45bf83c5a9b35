"""Applications as who answers for them sees them: masked names, what sources say, no wishes."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.selectors.one_file import mark_of_file
from xueyou.domains.checks.services.deciding import pass_file, send_back
from xueyou.domains.checks.services.openings import TooManyOpened, open_file
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.selectors.applications import claim_to_decide, counts, listed, sheet
from xueyou.kernel.calls.selectors.desk import call_kept, call_of_application, kind_kept
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.grouping import part_group
from xueyou.kernel.calls.views import HomeSees
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.asking import said_of
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.shell.keys import form_key, new_key

STATES = {
    "submitted": ("wait", "已交，没核对"),
    "returned": ("slow", "待补材料"),
    "contested": ("slow", "两个账号报了同一个孩子"),
    "checked": ("good", "已核对"),
    "withdrawn": ("none", "已撤回"),
}
STANDS = {
    "agrees": ("good", "相符"),
    "differs": ("slow", "不一致"),
    "no_answer": ("none", "没查到"),
    "stated": ("wait", "自己填的"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A state with its count."""

    key: str
    name: str
    count: int
    here: bool


@route(permission=CHECK_APPLICATION, content="personal", objects="calls.call")
def application_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List what was handed in, by where it stands."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    counted = counts(actor, uid)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    rows = listed(actor, uid)
    page = (rows.filter(state=state) if state else rows).page(request.GET.get("page"))
    total = sum(n for key, n in counted.items() if key in STATES)
    context = {
        "call": call,
        "tabs": [
            Tab("", "全部", total, not state),
            *(
                Tab(key, words, counted[key], key == state)
                for key, (_, words) in STATES.items()
                if counted.get(key)
            ),
        ],
        "state": state,
        "rows": [(row, *STATES[row.state]) for row in page.rows],
        "page": page,
    }
    return render(request, "calls/applications.html", context)


@route(permission=CHECK_APPLICATION, content="personal")
def application_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one application."""
    return _page(request, uid)


@route(permission=CHECK_APPLICATION, content="personal", methods=("POST",))
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that an application is in order."""
    try:
        pass_file(
            actor=current_actor(request),
            application_uid=uid,
            facts={},
            seen=request.POST.get("seen", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "记下了：已核对。")
    return HttpResponseRedirect(reverse("calls:application", args=[uid]))


@route(permission=CHECK_APPLICATION, content="personal", methods=("POST",))
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for what is missing, all at once."""
    given = request.POST
    missing = [Missing(what, given.get(f"why-{what}", "")) for what in given.getlist("what")]
    try:
        send_back(
            actor=current_actor(request),
            application_uid=uid,
            missing=missing,
            seen=given.get("seen", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "已经告诉家长还差什么。补齐以前，按交来的样子算数。")
    return HttpResponseRedirect(reverse("calls:application", args=[uid]))


@route(permission=CHECK_APPLICATION, content="personal", methods=("POST",))
def part(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Part applications that are bound although the children are no twins."""
    try:
        part_group(actor=current_actor(request), application_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "分开了，已经告诉家长。志愿各留了一份。")
    return HttpResponseRedirect(reverse("calls:application", args=[uid]))


def _page(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    """Show an application, having remembered who opens it, as the check desk does."""
    actor = current_actor(request)
    call_uid, kind_code, title = call_of_application(actor, uid)
    try:
        open_file(actor=actor, application_uid=uid)
    except (OwnKin, TooManyOpened) as shut:
        context = {"call": call_uid, "title": title, "wrong": said(refused or shut)}
        many = isinstance(shut, TooManyOpened)
        status = 429 if many else status_of(refused)
        return render(request, "calls/shut.html", context, status=status)
    seen = mark_of_file(actor, uid)
    found = sheet(actor, uid)
    kind = kind_kept(kind_code)
    words = {field.name: field for field in kind.answers}
    wanted = {**dict(kind.materials), **{name: field.zh for name, field in words.items()}}
    row: HomeSees = found.row
    given = request.POST
    context = {
        "sheet": found,
        "row": row,
        "call": call_uid,
        "title": title,
        "tag": STATES.get(row.state, ("none", row.state)),
        "answers": [
            (field.zh, said_of(field, text))
            for name, field in words.items()
            if (text := found.answers.get(name, ""))
        ],
        "grounds": [
            (one.zh, one.counts, [(word, *STANDS[word.says]) for word in one.others])
            for one in found.grounds
        ],
        "missing": [(wanted.get(one["what"], one["what"]), one["why"]) for one in found.missing],
        "materials": [
            (code, zh, code in given.getlist("what"), given.get(f"why-{code}", ""))
            for code, zh in (kind.materials or wanted).items()
        ],
        "sending": refused is not None and request.path.endswith("/send-back/"),
        "may_check": can(actor, CHECK_APPLICATION),
        "undecided": row.claim_state in ("pending", "contested"),
        "together": kind.together,
        "claim": claim_to_decide(actor, uid),
        "seen": seen,
        "key": new_key,
        "wrong": said(refused),
    }
    return render(request, "calls/application.html", context, status=status_of(refused))
