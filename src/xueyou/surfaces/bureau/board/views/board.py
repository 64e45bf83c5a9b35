"""The list of plans, and the board of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.selectors import board as select
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.board.doors import doors
from xueyou.surfaces.bureau.board.narrowing import asked_for, narrowing


@route(permission=READ_PLAN, content="internal")
def plan_list(request: HttpRequest) -> HttpResponse:
    """List the plans that the person may see, with how their tasks stand."""
    page = select.plans(current_actor(request), request.GET.get("page"))
    return render(request, "bureau/board/list.html", {"page": page})


@route(permission=READ_PLAN, content="internal")
def plan_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a plan's board: what is most urgent first, narrowed as asked."""
    actor, asked = current_actor(request), asked_for(request.GET)
    board = select.plan_board(
        actor,
        uid,
        organisation=asked.organisation,
        theme=asked.theme,
        light=asked.light,
        mine=asked.mine,
    )
    context = {
        "board": board,
        "narrowing": narrowing(board, asked),
        "doors": doors(actor, uid, board.plan.path),
    }
    return render(request, "bureau/board/board.html", context)
