"""A family adds its child by the child's own number, without any call being open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.registry.access import CLAIM_CHILD
from xueyou.kernel.registry.countries import CountryRefused, country_of
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.claiming import claim_child
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.family.views.calls import DOCUMENTS
from xueyou.surfaces.shell.days import DayMissing, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

NUMBERED = tuple(one for one in DOCUMENTS if one[0] != "none_yet")
_NO_DAY = "出生日期请照证件写，例如2020-01-31。没有保存。"
_WAITS = (
    "收到了，正在等学校或教育局核对。请带上户口簿或者出生证，到孩子的学校或教育局窗口给他们看一眼；"
    "学校把您的手机号写进名册以后，您在这里再填一次，也能直接认上。"
)


@route(permission=CLAIM_CHILD, content="personal", methods=("GET", "POST"))
def add_child(request: HttpRequest) -> HttpResponse:
    """Ask for the child's number and name, and say what comes next."""
    if request.method != "POST":
        return _page(request, {})
    try:
        kind = _kind(request)
        uid = claim_child(
            actor=current_actor(request),
            kind=kind,
            country=country_of(kind, request.POST.get("country", "")[:40]),
            number=request.POST.get("number", "")[:60].strip(),
            name=request.POST.get("name", "")[:200],
            born_on=day_or_none(request, "born_on", _NO_DAY),
            key=form_key(request),
        )
    except (RegistryRefused, DayMissing, KeyMissing, KeyReused) as refused:
        return _page(request, {_field(refused): words_of(refused)})
    if uid is None:
        messages.info(request, _WAITS)
        return HttpResponseRedirect(reverse("family:me"))
    messages.success(request, "认上了。学校登记的就是您的手机号。")
    return HttpResponseRedirect(reverse("family:child", args=[uid]))


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "citizen")
    if kind not in dict(NUMBERED):
        raise NumberRefused("请从列出的证件里选一种。没有保存。")
    return kind


def _field(refused: Exception) -> str:
    if isinstance(refused, NumberRefused):
        return "country" if isinstance(refused, CountryRefused) else "number"
    if isinstance(refused, DayMissing):
        return "born_on"
    return "name" if isinstance(refused, RegistryRefused) else ""


def _page(request: HttpRequest, faults: dict[str, str]) -> HttpResponse:
    context = {
        "tab": "me",
        "documents": NUMBERED,
        "typed": request.POST,
        "faults": faults,
        "new_key": new_key,
    }
    return render(request, "family/add_child.html", context, status=422 if faults else 200)
