"""The lot: committed at the desk, revealed on the stage by a key that a parent presses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.classes.access import KEEP_LOT
from xueyou.domains.classes.selectors.divisions import LotRow, division_seen, lot_seen
from xueyou.domains.classes.selectors.evenness import features_told
from xueyou.domains.classes.selectors.teams import teams_of
from xueyou.domains.classes.services.lots import Window, commit_lot, reveal_lot
from xueyou.formats.qr import path_of, squares
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.selectors import draw_sheet
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.api import job_view
from xueyou.platform.time import business_now
from xueyou.surfaces.calls.announced import by_four, digits, lines
from xueyou.surfaces.calls.moments import moment_of
from xueyou.surfaces.school.classes.paging import REFUSED, says
from xueyou.surfaces.shell.keys import form_key, new_key

FORMS = (
    ("numbers:6:0:9", "家长代表当场报6个0到9的数，按先后"),
    ("digits:7", "公开的7位数字"),
    ("numbers:6:1:33:sorted", "1到33中的6个号，不分先后"),
)
STEPS = ("封名单", "等号码", "揭晓", "排好")


@route(permission=KEEP_LOT, content="internal", methods=("GET", "POST"))
def commit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say where the public digits will come from, before anybody knows them."""
    actor, given, refused = current_actor(request), request.POST.dict(), None
    lot = lot_seen(actor, uid)
    if request.method == "POST":
        try:
            commit_lot(
                actor=actor,
                lot_uid=uid,
                sources=[Source(given.get("name", "").strip(), given.get("form", ""))],
                not_before=moment_of(given, "not_before", "公开号码最早公布的时间"),
                seals=lines(given.get("seals", "")),
                without_net=_window(given),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "承诺好了。请把承诺校验码现在就公布出去，到时上台揭晓。")
            return HttpResponseRedirect(reverse("classes:stage", args=[uid]))
    context = {
        "lot": lot,
        "row": division_seen(actor, lot.division_uid),
        "forms": FORMS,
        "given": given,
        "key": new_key(),
        "wrong": says(refused),
    }
    return render(request, "classes/commit.html", context, status=422 if refused else 200)


@route(permission=KEEP_LOT, content="internal", methods=("GET", "POST"))
def stage(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the lot as a hall reads it; take the digits and the witnesses' words."""
    if request.method != "POST":
        return staged(request, uid)
    try:
        reveal_lot(
            actor=current_actor(request),
            lot_uid=uid,
            published=request.POST.get("published", ""),
            witnesses=lines(request.POST.get("witnesses", "")),
            key=form_key(request),
        )
    except REFUSED as refused:
        return staged(request, uid, refused)
    return HttpResponseRedirect(reverse("classes:stage", args=[uid]))


def staged(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    """Show the stage, with the reason where something was refused."""
    actor = current_actor(request)
    lot = lot_seen(actor, uid)
    draw = None if lot.draw_uid is None else draw_sheet(actor, lot.draw_uid)
    ready = draw is not None and business_now() >= draw.row.not_before
    address = request.build_absolute_uri(reverse("public:division", args=[lot.division_uid]))
    side, path = path_of(squares(address))
    context = {
        "lot": lot,
        "side": side,
        "path": path,
        "address": address,
        "row": division_seen(actor, lot.division_uid),
        "draw": draw,
        "steps": STEPS,
        "step": _step(lot, ready=ready),
        "digits": [] if draw is None else digits(draw.published, draw.sources[0].form),
        "codes": [] if draw is None else by_four(draw.row.commitment_sha256),
        "seed": [] if draw is None else by_four(draw.row.seed),
        "teams": _teams(actor, lot),
        "features": _features(lot),
        "working": lot.state == "revealed" and not lot.failed_zh,
        "job": None if lot.job_uid is None else job_view(lot.job_uid),
        "may_reveal": draw is not None
        and ready
        and lot.state == "committed"
        and lot.slip_until is None,
        "in_hall": lot.slip_until is not None and lot.state == "committed",
        "slip_open": _slip_open(lot),
        "slip_over": lot.slip_until is not None and lot.slip_until < business_now(),
        "waits": draw is not None and not ready and lot.state == "committed",
        "key": new_key,
        "given": request.POST,
        "wrong": says(refused),
    }
    return render(request, "classes/stage.html", context, status=422 if refused else 200)


def _window(given: Mapping[str, str]) -> Window | None:
    """Return when a slip may be handed in, None where the lot is drawn here. MomentMissing."""
    if given.get("where") != "hall":
        return None
    return Window(
        moment_of(given, "slip_from", "从什么时候起上传回执"),
        moment_of(given, "slip_until", "到什么时候为止上传回执"),
    )


def _teams(actor: Actor, lot: LotRow) -> list[tuple[int, int]]:
    """Return (class, team) once teams are drawn."""
    if lot.purpose != "teams" or lot.state != "done":
        return []
    found = teams_of(actor, lot.division_uid).teams
    return sorted((one.class_number or 0, one.number) for one in found)


def _features(lot: LotRow) -> list[dict[str, Any]]:
    """Return the first numbers of a drawn list: a hall of parents reads them on the wall."""
    if lot.purpose != "list" or lot.report is None:
        return []
    return [one for one in features_told(lot.report) if one["kind"] == "number"][:8]


def _slip_open(lot: LotRow) -> bool:
    if lot.slip_from is None or lot.slip_until is None:
        return False
    return lot.slip_from <= business_now() <= lot.slip_until


def _step(lot: LotRow, *, ready: bool) -> int:
    if lot.state == "done":
        return 4
    if lot.state == "revealed":
        return 3
    return 3 if ready else 2
