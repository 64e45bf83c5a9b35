"""The page of a task."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_TASK
from xueyou.domains.plans.selectors.task import task
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route


@route(permission=READ_TASK, content="internal")
def task_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a task: its light and how it came about, promises, figures, duties, steps, notes."""
    found = task(current_actor(request), uid)
    return render(request, "bureau/board/task.html", {"view": found})
