"""The fund: a school's movements, a county's schools in sums, what is published of them."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import (
    DRAFT_ACCOUNT,
    KEEP_ACCOUNT,
    READ_ENTRY,
    READ_TERM,
    REVERSE_ENTRY,
)
from xueyou.domains.clubs.selectors import accounts as select
from xueyou.domains.clubs.selectors.account_orders import accounts_shown, orders_open
from xueyou.domains.clubs.services.accounts import enter, reverse_entry
from xueyou.formats.days import day as day_in
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.school.clubs.asking import Refused, faults, fen, one_of, typed
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.keys import form_key, new_key

SCHOOL_YEAR_BEGINS = 9


@route(permission=READ_ENTRY, content="internal")
def fund_list(request: HttpRequest) -> HttpResponse:
    """Show the funds of the schools that one answers for, in sums."""
    return listing(request)


@route(permission=READ_ENTRY, content="internal", objects="")
def fund(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one school's fund, movement by movement."""
    return _fund(request, uid)


@route(permission=KEEP_ACCOUNT, content="internal", methods=("POST",))
def enter_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Enter a movement."""
    try:
        enter(
            actor=current_actor(request),
            school_uid=uid,
            kind=one_of(request, "kind", select.BY_HAND, "请选是哪一种。没有登记。"),
            amount=fen(request, "amount", "金额写数字，例如1200或99.50。没有登记。"),
            on=day_of(request, "on"),
            words=typed(request, "words"),
            receipt_no=typed(request, "receipt_no", 40),
            key=form_key(request),
        )
    except Refused as refused:
        return _fund(request, uid, faults(refused))
    messages.success(request, "记上了。记上的不能改；记错了，冲销以后再记。")
    return HttpResponseRedirect(reverse("clubs:fund", args=[uid]))


@route(permission=REVERSE_ENTRY, content="internal", methods=("POST",))
def reverse_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reverse a movement by another one."""
    actor = current_actor(request)
    school_uid = select.entry_of(actor, uid).school_uid
    try:
        reverse_entry(actor=actor, entry_uid=uid, why=typed(request, "why"), key=form_key(request))
    except Refused as refused:
        return _fund(request, school_uid, faults(refused))
    messages.success(request, "已经冲销，两笔都留在账上。")
    return HttpResponseRedirect(reverse("clubs:fund", args=[school_uid]))


def span(request: HttpRequest) -> tuple[date, date]:
    """Return the days asked for, or the school year so far."""
    today = business_today()
    begins = date(today.year - (today.month < SCHOOL_YEAR_BEGINS), SCHOOL_YEAR_BEGINS, 1)
    given = request.POST if request.method == "POST" else request.GET
    first = day_in(given.get("first_on", "")) or begins
    last = day_in(given.get("last_on", "")) or today
    return (first, last) if first <= last else (begins, today)


def listing(request: HttpRequest, wrong: dict[str, str] | None = None) -> HttpResponse:
    """Show the funds in sums, the orders about one's own account and what is public of it."""
    actor = current_actor(request)
    first, last = span(request)
    rows = select.funds(actor, first, last)
    drafts = can(actor, DRAFT_ACCOUNT)
    context = {
        "first": first,
        "last": last,
        "rows": [(row, *select.in_and_out(row)) for row in rows],
        "whole": sum(row.balance for row in rows),
        "own": select.own_school(actor),
        "rooms": can(actor, READ_TERM),
        "orders": orders_open(actor) if drafts else [],
        "shown": accounts_shown(actor) if drafts else [],
        "may_draft": drafts,
        "published": request.GET.get("published", ""),
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/funds.html", context, status=422 if wrong else 200)


def _fund(request: HttpRequest, uid: UUID, wrong: dict[str, str] | None = None) -> HttpResponse:
    actor = current_actor(request)
    first, last = span(request)
    school = select.school_of(actor, uid)
    sums = next((one for one in select.funds(actor, first, last) if one.uid == school.uid), None)
    context = {
        "school": school,
        "first": first,
        "last": last,
        "sums": sums,
        "by_kind": [] if sums is None else select.by_kind(sums),
        "page": select.entries_of(actor, uid, request.GET.get("page")),
        "kinds": select.KINDS,
        "by_hand": select.BY_HAND,
        "today": business_today(),
        "typed": request.POST,
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/fund.html", context, status=422 if wrong else 200)
