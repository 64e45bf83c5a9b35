"""The draw before everybody's eyes, on a projector: what is fixed, the numbers, the seed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xueyou.formats.qr import path_of, squares
from xueyou.kernel.calls.selectors.desk import call_kept, options_kept, round_desk
from xueyou.kernel.draws.access import READ_DRAW, REVEAL_DRAW
from xueyou.kernel.draws.selectors import DrawSheet, draw_sheet
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.calls.announced import by_four, digits
from xueyou.surfaces.calls.refusing import said, status_of
from xueyou.surfaces.shell.keys import new_key

STEPS = ("封名单", "等号码", "揭晓", "运行")
MOST = 9
"""Options that fit on the board; the others are counted."""


@route(permission=READ_DRAW, content="internal")
def stage(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a draw as a hall reads it; before it is revealed, with the key to press."""
    return staged(request, uid)


def staged(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    """Return the page, also when the key was refused: a hall must not be shown another one."""
    actor = current_actor(request)
    found = draw_sheet(actor, uid)
    desk = round_desk(actor, found.row.subject_uid)
    ready = business_now() >= found.row.not_before
    run = any(one.purpose == "official" and one.state == "done" for one in desk.runs)
    options = [one for one in options_kept(actor, desk.row.uid) if one.places]
    address = request.build_absolute_uri(reverse("public:round", args=[desk.row.uid]))
    side, path = path_of(squares(address))
    context = {
        "draw": found,
        "row": found.row,
        "call": call_kept(actor, desk.row.call),
        "desk": desk,
        "steps": STEPS,
        "step": _step(found, ready=ready, run=run),
        "digits": digits(found.published, found.sources[0].form),
        "groups": (by_four(found.row.commitment_sha256), by_four(found.row.seed)),
        "options": options[:MOST],
        "more": max(0, len(options) - MOST),
        "waits": found.row.revealed_at is None and not found.row.void_reason and not ready,
        "may_reveal": can(actor, REVEAL_DRAW)
        and ready
        and found.row.revealed_at is None
        and not found.row.void_reason,
        "side": side,
        "path": path,
        "address": address,
        "key": new_key(),
        "given": request.POST,
        "wrong": said(refused),
    }
    return render(request, "calls/stage.html", context, status=status_of(refused))


def _step(found: DrawSheet, *, ready: bool, run: bool) -> int:
    """Return which of the four steps is going on, from 1."""
    if found.row.revealed_at is not None:
        return 4 if run else 3
    return 3 if ready else 2
