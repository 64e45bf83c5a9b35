"""The teachers of a school: entered from who works there, and ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.registry.access import END_STAFF, KEEP_STAFF
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors import staff as select
from xueyou.kernel.registry.services.staff import WHYS, end_staff, enrol_staff
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_Refused = (RegistryRefused, DayMissing, KeyMissing, KeyReused)


@route(
    permission=KEEP_STAFF,
    content="internal",
    methods=("GET", "POST"),
    objects="orgs.organisation",
)
def staff_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a school's teachers and who else works there, or enter some of these."""
    if request.method != "POST":
        return _page(request, uid)
    try:
        entered = enrol_staff(
            actor=current_actor(request),
            school_uid=uid,
            user_uids=_chosen(request),
            on=day_of(request, "on"),
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, f"已经登记{entered}位老师，可以编进课后服务的菜单了。")
    return HttpResponseRedirect(reverse("registry:staff", args=[uid]))


@route(permission=END_STAFF, content="internal", methods=("POST",), objects="registry.membership")
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End that somebody is a teacher of the school."""
    actor = current_actor(request)
    row = select.member(actor, uid)
    try:
        end_staff(
            actor=actor,
            membership_uid=uid,
            on=day_of(request, "on"),
            why=request.POST.get("why", "")[:20],
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, row.school_uid, words_of(refused), ending=uid)
    messages.success(request, f"{row.name}不再登记为本校老师。以前的登记还在记录里。")
    return HttpResponseRedirect(reverse("registry:staff", args=[row.school_uid]))


def _chosen(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("who")]
    except ValueError:
        raise RegistryRefused("选的人看不明白，请在网页上重新选。没有登记。") from None


def _page(
    request: HttpRequest, school_uid: UUID, wrong: str = "", ending: UUID | None = None
) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "school": select.employer(actor, school_uid),
        "page": select.staff(actor, school_uid, request.GET.get("page")),
        "others": select.not_entered(actor, school_uid),
        "whys": WHYS.items(),
        "today": business_today(),
        "given": request.POST,
        "chosen": request.POST.getlist("who"),
        "ending": ending,
        "key": new_key,
        "wrong": wrong,
        "base": reverse("registry:staff", args=[school_uid]),
    }
    return render(request, "registry/staff.html", context, status=422 if wrong else 200)
