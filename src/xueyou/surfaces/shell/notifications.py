"""One's notifications: what happened, newest first, and where to look."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.routes import SIGNED_IN, route
from xueyou.platform.accounts.models import User
from xueyou.platform.notifications.telling import mark_read, notifications_of


@route(permission=SIGNED_IN, content="personal")
def notifications(request: HttpRequest) -> HttpResponse:
    """List what the person was told."""
    told = notifications_of(_owner(request))
    context = {"told": told, "unread": sum(not one.read for one in told)}
    return render(request, "shell/notifications.html", context)


@route(permission=SIGNED_IN, content="personal", methods=("POST",))
def seen(request: HttpRequest) -> HttpResponse:
    """Note that everything has been seen."""
    mark_read(_owner(request))
    return HttpResponseRedirect(reverse("shell:notifications"))


@route(permission=SIGNED_IN, content="personal", methods=("POST",))
def follow(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that one has been seen and lead to what it tells of."""
    owner = _owner(request)
    found = next((one for one in notifications_of(owner) if one.uid == uid), None)
    if found is None:
        raise NotFound
    mark_read(owner, uid)
    return HttpResponseRedirect(found.link or reverse("shell:notifications"))


def _owner(request: HttpRequest) -> User:
    """Return the person; the route lets only people in who are signed in."""
    assert isinstance(request.user, User)
    return request.user
