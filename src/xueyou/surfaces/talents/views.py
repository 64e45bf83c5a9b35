"""Certificates of talents' children: one list, one form, each taken back with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.selectors.talents import certified
from xueyou.domains.enrolment.services.talents import Certified, certify, withdraw_certificate
from xueyou.domains.enrolment.talent_access import CERTIFY_TALENT, READ_TALENT, WITHDRAW_TALENT
from xueyou.domains.enrolment.talent_standing import CATEGORIES
from xueyou.kernel.registry.countries import country_of
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.days import DayMissing, day_of, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

DOCUMENTS = (
    ("citizen", "居民身份证"),
    ("hk_macao_residence", "港澳居民居住证"),
    ("hk_macao_permit", "港澳居民来往内地通行证"),
    ("taiwan_residence", "台湾居民居住证"),
    ("taiwan_permit", "台湾居民来往大陆通行证"),
    ("passport", "护照"),
)
REFUSED = (EnrolmentRefused, RegistryRefused, DayMissing, KeyMissing, KeyReused)


@route(permission=READ_TALENT, writes=CERTIFY_TALENT, content="personal", methods=("GET", "POST"))
def certificates(request: HttpRequest) -> HttpResponse:
    """List whom the office has certified, and certify one more."""
    if request.method != "POST":
        return _page(request)
    try:
        certify(actor=current_actor(request), given=_given(request), key=form_key(request))
    except REFUSED as refused:
        return _page(request, refused)
    messages.success(request, "登记好了。家长申请时教育部门就看得到，不用另外开证明。")
    return HttpResponseRedirect(reverse("talents:list"))


@route(permission=WITHDRAW_TALENT, content="personal", methods=("POST",))
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a certificate back."""
    try:
        withdraw_certificate(
            actor=current_actor(request),
            standing_uid=uid,
            why=request.POST.get("why", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, refused)
    messages.success(request, "撤销了，从现在起不再作数；已经公布的结果不变。")
    return HttpResponseRedirect(reverse("talents:list"))


def _given(request: HttpRequest) -> Certified:
    given = request.POST
    document = given.get("document", "")
    if document not in dict(DOCUMENTS):
        raise EnrolmentRefused("请从列出的证件里选一种。没有登记。")
    return Certified(
        name=given.get("name", "")[:200],
        document=document,
        number=given.get("number", "")[:60].strip(),
        country=country_of(document, given.get("country", "")[:40]),
        category=given.get("category", ""),
        certificate=given.get("certificate", ""),
        valid_from=day_of(request, "valid_from", "从哪一天起有效要写，例如2026-09-01。没有登记。"),
        valid_to=day_or_none(request, "valid_to", "日期写成2027-08-31这样。没有登记。"),
    )


def _page(request: HttpRequest, refused: BaseException | None = None) -> HttpResponse:
    page = certified(current_actor(request), request.GET.get("page"))
    context = {
        "page": page,
        "documents": DOCUMENTS,
        "categories": CATEGORIES,
        "given": request.POST,
        "key": new_key,
        "wrong": "" if refused is None else str(getattr(refused, "zh", "") or refused),
    }
    return render(request, "talents/list.html", context, status=422 if refused else 200)
