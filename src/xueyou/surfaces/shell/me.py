"""The page of oneself: who is signed in, for which organisation, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import SIGNED_IN, route


@route(permission=SIGNED_IN, content="personal")
def me(request: HttpRequest) -> HttpResponse:
    """Show the person's roles, the organisations he may act for, and the way out."""
    actor = current_actor(request)
    return render(request, "shell/me.html", {"holdings": actor.holdings, "others": actor.others})
