"""The page of a task."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_TASK
from xueyou.domains.plans.selectors.task import task
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.board.doors import way_back


@route(permission=READ_TASK, content="internal")
def task_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a task: its light and how it came about, promises, figures, duties, steps, notes."""
    actor = current_actor(request)
    found = task(actor, uid)
    context = {"view": found, "back": way_back(actor, found.task.plan_uid)}
    return render(request, "bureau/board/task.html", context)
