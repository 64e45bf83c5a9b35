"""A call that is open: what it is, for which child it is asked, and the beginning of a form."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from xueyou.kernel.calls.access import ASK_FOR_CLAIMED
from xueyou.kernel.calls.parties import Asking, ClaimedChild, KnownChild
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.selectors.calls import OpenCall, calls_open
from xueyou.kernel.calls.selectors.rolling import pool_of
from xueyou.kernel.calls.services.drafts import start_draft
from xueyou.kernel.registry.countries import CountryRefused, country_of
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.addresses import address
from xueyou.platform.time import business_now
from xueyou.surfaces.shell.days import DayMissing, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

DOCUMENTS = (
    ("citizen", "居民身份证"),
    ("hk_macao_residence", "港澳居民居住证"),
    ("hk_macao_permit", "港澳居民来往内地通行证"),
    ("taiwan_residence", "台湾居民居住证"),
    ("taiwan_permit", "台湾居民来往大陆通行证"),
    ("passport", "护照"),
    ("none_yet", "还没有证件"),
)
"""What a child's number may be taken from, as the registry calls it, most frequent first."""
SEXES = {"male": "男", "female": "女"}
ROLLING = "rolling"
Refused = (RegistryRefused, CallRefused, KeyMissing, KeyReused, DayMissing)


@route(permission=ASK_FOR_CLAIMED, content="personal")
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show an open call, and ask for which child."""
    return _page(request, _open(uid), {})


@route(permission=ASK_FOR_CLAIMED, content="personal", methods=("POST",))
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin the form for a child, or go on with the one begun."""
    try:
        application = start_draft(
            actor=current_actor(request),
            call_uid=uid,
            party=_child(request),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, _open(uid), {_field(refused): words_of(refused)})
    return HttpResponseRedirect(address("family:application", application))


def _field(refused: Exception) -> str:
    if isinstance(refused, NumberRefused):
        return "country" if isinstance(refused, CountryRefused) else "number"
    if isinstance(refused, DayMissing):
        return "born_on"
    return "name" if isinstance(refused, RegistryRefused) else ""


def _child(request: HttpRequest) -> Asking:
    chosen = request.POST.get("child", "")
    if chosen:
        try:
            return KnownChild(UUID(chosen))
        except ValueError:
            raise NotFound from None
    kind = request.POST.get("kind", "citizen")
    if kind not in dict(DOCUMENTS):
        raise NumberRefused("请从列出的证件里选一种。没有保存。")
    number = request.POST.get("number", "")[:60].strip()
    if kind != "none_yet" and not number:
        raise NumberRefused("证件号码要写，照证件上的写。没有保存。")
    return ClaimedChild(
        kind=kind,
        number=number or None,
        name=request.POST.get("name", "")[:200],
        sex=_sex(request),
        born_on=_born_on(request, kind),
        country=country_of(kind, request.POST.get("country", "")[:40]),
    )


def _sex(request: HttpRequest) -> str:
    given = request.POST.get("sex", "")
    return given if given in SEXES else "unknown"


def _born_on(request: HttpRequest, kind: str) -> date | None:
    found = day_or_none(request, "born_on", "出生日期请照证件写，例如2020-01-31。没有保存。")
    if kind != "citizen" and found is None:
        raise DayMissing("born_on", "出生日期要写，例如2020-01-31。没有保存。")
    return found


def _open(uid: UUID) -> OpenCall:
    found = next((one for one in calls_open() if one.uid == uid), None)
    if found is None:
        raise NotFound
    return found


def _page(request: HttpRequest, found: OpenCall, faults: dict[str, str]) -> HttpResponse:
    actor = current_actor(request)
    children = children_of(actor)
    asked = [one for one in mine(actor) if one.call == found.uid and one.state != "withdrawn"]
    context = {
        "tab": "matters",
        "call": found,
        "opened": found.opens_at <= business_now(),
        "children": [one for one in children if one.uid not in {row.person for row in asked}],
        "asked": asked,
        "pool": pool_of(found.uid) if found.mode == ROLLING else None,
        "documents": DOCUMENTS,
        "sexes": SEXES.items(),
        "typed": request.POST,
        "faults": faults,
        "new_key": new_key,
    }
    return render(request, "family/call.html", context, status=422 if faults else 200)
