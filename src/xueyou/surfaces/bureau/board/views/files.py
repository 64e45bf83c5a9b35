"""Photographs are shown, PDF files handed out as downloads; to whoever may read what they prove."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xueyou.domains.plans.access.steering import READ_PROJECT, READ_TASK
from xueyou.domains.plans.selectors.files import file_of_project, file_of_task, is_picture
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import download, picture


@route(permission=READ_TASK, content="internal")
def of_task(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponseBase:
    """Hand out a file behind a task's note or figure."""
    found = file_of_task(current_actor(request), task, uid)
    return picture(found) if is_picture(found) else download(found)


@route(permission=READ_PROJECT, content="internal")
def of_project(request: HttpRequest, project: UUID, uid: UUID) -> HttpResponseBase:
    """Hand out a file behind a project's note."""
    found = file_of_project(current_actor(request), project, uid)
    return picture(found) if is_picture(found) else download(found)
