"""The script with which a device opens a session's pages without net: no data in it."""

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse

from xueyou.platform.access.routes import PUBLIC, route


@cache
def _script() -> bytes:
    return (files("xueyou.surfaces.school.clubs") / "static/clubs/offline/worker.js").read_bytes()


@route(permission=PUBLIC, content="public")
def worker(request: HttpRequest) -> HttpResponse:
    """Answer the script from below the pages that it serves: a browser lets it reach no further."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
