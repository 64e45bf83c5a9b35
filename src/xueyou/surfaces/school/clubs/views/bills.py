"""The bills of a term: made at its end, paid with a receipt's number, reversed and never edited."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import KEEP_BILL, KEEP_TERM, READ_BILL, READ_TERM
from xueyou.domains.clubs.selectors.bills import bill_of, bills_of, lines_of
from xueyou.domains.clubs.selectors.desk import standing, term
from xueyou.domains.clubs.services.accounts import Paid, take_payments
from xueyou.domains.clubs.services.billing import make_bills, reverse_bill
from xueyou.platform.access.reading import NotFound, can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.design.templatetags.school_words import yuan
from xueyou.surfaces.school.clubs.asking import FieldWrong, Refused, faults, typed, uid_of
from xueyou.surfaces.school.clubs.paging import leaf
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.keys import form_key, new_key

NOBODY = "没有勾选账单，没有登记。请先勾选收到钱的账单。"


@route(permission=READ_TERM, content="personal")
def bill_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the bills of a term."""
    return _list(request, uid)


@route(permission=KEEP_TERM, content="internal", methods=("POST",))
def make(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make the bills of everybody who has none."""
    try:
        done = make_bills(actor=current_actor(request), call_uid=uid, key=form_key(request))
    except Refused as refused:
        return _list(request, uid, faults(refused))
    messages.success(
        request,
        f"出了 {done.bills} 张账单，合计 {yuan(done.total)} 元；免收 {done.exempt} 次课，"
        f"{done.capped} 张按学期上限收。",
    )
    return HttpResponseRedirect(reverse("clubs:bills", args=[uid]))


@route(permission=KEEP_TERM, content="internal", methods=("POST",))
def pay(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Enter that bills were paid, each with the number of its receipt."""
    try:
        amount = take_payments(
            actor=current_actor(request),
            call_uid=uid,
            paid=_paid(request),
            key=form_key(request),
        )
    except Refused as refused:
        return _list(request, uid, faults(refused))
    messages.success(request, f"登记了收费 {yuan(amount)} 元，已经记进经费账。")
    return HttpResponseRedirect(reverse("clubs:bills", args=[uid]))


@route(permission=READ_BILL, content="personal")
def bill(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one bill with its lines."""
    return _bill(request, uid)


@route(permission=KEEP_BILL, content="personal", methods=("POST",))
def reverse_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reverse a bill that is not paid, so that the next billing makes it anew."""
    actor = current_actor(request)
    try:
        reverse_bill(actor=actor, bill_uid=uid, why=typed(request, "why"), key=form_key(request))
    except Refused as refused:
        return _bill(request, uid, faults(refused))
    messages.success(request, "已经冲销。点名改好以后，再出一次账单，就会有新的。")
    return HttpResponseRedirect(reverse("clubs:bill", args=[uid]))


def _paid(request: HttpRequest) -> list[Paid]:
    chosen = request.POST.getlist("bill")
    if not chosen:
        raise FieldWrong("", NOBODY)
    on = day_of(request, "on")
    return [
        Paid(uid_of(one, "", NOBODY), typed(request, f"receipt-{one}", 40), on) for one in chosen
    ]


def _list(request: HttpRequest, uid: UUID, wrong: dict[str, str] | None = None) -> HttpResponse:
    actor = current_actor(request)
    row = term(actor, uid)
    rows = bills_of(actor, uid)
    only = request.GET.get("only", "")
    context = {
        "term": row,
        "stands": standing(actor, uid),
        "total": len(rows),
        "page": leaf(
            [
                (one, typed(request, f"receipt-{one.uid}", 40))
                for one in rows
                if not (only == "owed" and (one.paid or not one.total))
            ],
            request.GET.get("page", ""),
            "&only=owed" if only == "owed" else "",
        ),
        "only": only,
        "may_keep": can(actor, KEEP_BILL, path=row.school_path),
        "over": business_today() > row.last_day,
        "today": business_today(),
        "chosen": request.POST.getlist("bill"),
        "typed": request.POST,
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/bills.html", context, status=422 if wrong else 200)


def _bill(request: HttpRequest, uid: UUID, wrong: dict[str, str] | None = None) -> HttpResponse:
    actor = current_actor(request)
    row = bill_of(actor, uid)
    if not can(actor, READ_TERM):
        raise NotFound
    owner = term(actor, row.call_uid)
    context = {
        "bill": row,
        "term": owner,
        "lines": lines_of(actor, uid),
        "may_keep": can(actor, KEEP_BILL, path=owner.school_path),
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/bill.html", context, status=422 if wrong else 200)
