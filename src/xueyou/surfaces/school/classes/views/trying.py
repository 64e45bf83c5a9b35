"""The copy on which moves are tried: drag a pupil, see what it would do. Nothing is kept."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import division_seen
from xueyou.domains.classes.selectors.trying import Move, trial
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.classes.paging import division_page, says

BETWEEN = ">"
_WRONG = "挪的写法不对。请刷新再试，名单没有动。"


@route(permission=KEEP_DIVISION, content="personal", methods=("GET", "POST"))
def trying(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the copy as rehearsed, or with the moves that were sent along."""
    actor, refused = current_actor(request), None
    try:
        found = trial(actor, uid, _moves(request))
    except ClassesNotDone as said:
        refused = said
        try:  # as it stood before the move that was refused
            found = trial(actor, uid, _before(request))
        except ClassesNotDone:
            return division_page(request, uid, refused)
    context = {
        "row": division_seen(actor, uid),
        "trial": found,
        "numbers": range(1, len(found.classes) + 1),
        "wrong": says(refused),
    }
    return render(request, "classes/trying.html", context, status=422 if refused else 200)


def _moves(request: HttpRequest) -> Sequence[Move]:
    code, back = request.POST.get("code", ""), request.POST.get("back", "")
    found = [one for one in _before(request) if one.code != back]
    if code:
        found.append(_move(f"{code}{BETWEEN}{request.POST.get('to_class', '')}"))
    return found


def _before(request: HttpRequest) -> list[Move]:
    return [_move(text) for text in request.POST.getlist("move")]


def _move(text: str) -> Move:
    code, _, to_class = text.partition(BETWEEN)
    if not (to_class.isascii() and to_class.isdecimal() and len(to_class) < 4):
        raise ClassesNotDone(_WRONG)
    return Move(code, int(to_class))
