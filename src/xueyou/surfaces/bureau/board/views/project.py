"""The page of a project."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_PROJECT
from xueyou.domains.plans.selectors.project import project
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route


@route(permission=READ_PROJECT, content="internal")
def project_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a project: its light, money by source and year, steps, notes with photographs."""
    found = project(current_actor(request), uid)
    return render(request, "bureau/board/project.html", {"view": found})
