"""What somebody of another department finds: the tasks of his task force, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.forces import WORK_IN_FORCE
from xueyou.domains.plans.selectors import forces as select
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route


@route(permission=WORK_IN_FORCE, content="internal", objects="plans.task")
def my_page(request: HttpRequest) -> HttpResponse:
    """List the tasks of the forces in which the person takes part today."""
    actor = current_actor(request)
    page = select.my_tasks(actor, request.GET.get("page"))
    context = {"page": page, "rows": page.rows, "forces": select.my_forces(actor)}
    return render(request, "bureau/posts/mine.html", context)
