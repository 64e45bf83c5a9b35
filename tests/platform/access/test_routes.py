"""A view that declares nothing answers nobody; a declared one lets in whom it says, no other."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import OPEN_PLACE, READ_PLACE
from xueyou.platform.access.routes import PUBLIC, SIGNED_IN, route, route_of
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.sessions import PASSED
from xueyou.site.urls import urlpatterns as product


def said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("drin")


open_to_all = route(permission=PUBLIC, content="public")(said)
own = route(permission=SIGNED_IN, content="personal")(said)
guarded = route(
    permission=READ_PLACE, content="internal", methods=("GET", "POST"), writes=OPEN_PLACE
)(said)

urlpatterns = [
    *product,
    path("t/all/", open_to_all),
    path("t/own/", own),
    path("t/guarded/", guarded),
    path("t/undeclared/", said),
]


@pytest.fixture(autouse=True)
def own_addresses(tree: Tree) -> object:
    """Serve the addresses of this file beside the product's."""
    with override_settings(ROOT_URLCONF="tests.platform.access.test_routes"):
        yield


def enter_site(client: Client, user: object) -> Client:
    assert isinstance(user, User)
    client.force_login(user)
    session = client.session
    session[PASSED] = user.pk
    session.save()
    return client


def test_an_undeclared_view_answers_nobody(client: Client) -> None:
    """Not even in production, not even by mistake."""
    with pytest.raises(ImproperlyConfigured, match="carries no @route"):
        client.get("/t/undeclared/")


def test_strangers_are_led_to_the_door_and_back(client: Client) -> None:
    """Reading remembers where to; a form and a fragment do not."""
    answer = client.get("/t/guarded/?page=2")
    assert answer["Location"] == "/account/sign-in/?next=%2Ft%2Fguarded%2F%3Fpage%3D2"
    assert client.post("/t/guarded/")["Location"] == "/account/sign-in/"
    fragment = client.get("/t/own/", headers={"HX-Request": "true"})
    assert (fragment.status_code, "HX-Redirect" in fragment) == (401, True)


def test_without_the_permission_the_page_does_not_exist(
    client: Client, enter: Enter, tree: Tree
) -> None:
    """404, and the same page as for an address that nobody ever made."""
    enter_site(client, enter("keeper", tree.a).user)
    refused, missing = client.get("/t/guarded/"), client.get("/t/nothing/")
    assert (refused.status_code, missing.status_code) == (404, 404)
    assert refused.headers.keys() == missing.headers.keys()


def test_writing_asks_for_its_own_permission(client: Client, enter: Enter, tree: Tree) -> None:
    """The clerk reads, the officer also writes."""
    enter_site(client, enter("clerk", tree.a).user)
    assert client.get("/t/guarded/").status_code == 200
    assert client.post("/t/guarded/").status_code == 404
    officer = enter_site(Client(), enter("officer", tree.a).user)
    assert officer.post("/t/guarded/").status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    """What is not declared is not done, before anything else is looked at."""
    answer = getattr(client, method)("/t/guarded/")
    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_only_public_answers_to_strangers_may_be_kept(
    client: Client, enter: Enter, tree: Tree
) -> None:
    """Everything else says no-store, also the public page once somebody is signed in."""
    assert "Cache-Control" not in client.get("/t/all/").headers
    assert client.get("/t/own/")["Cache-Control"] == "no-store"
    enter_site(client, enter("officer", tree.a).user)
    for address in ("/t/all/", "/t/own/", "/t/guarded/", "/t/nothing/"):
        assert client.get(address)["Cache-Control"] == "no-store", address


def test_a_revocation_counts_in_the_open_session(client: Client, enter: Enter, tree: Tree) -> None:
    """The next request is already without the role."""
    from xueyou.platform.access.models import Assignment
    from xueyou.platform.access.services import revoke_role
    from xueyou.platform.acts.actors import SYSTEM

    enter_site(client, enter("officer", tree.a).user)
    assert client.get("/t/guarded/").status_code == 200
    revoke_role(actor=SYSTEM, assignment_uid=Assignment.objects.standing().get().uid, key="r")
    assert client.get("/t/guarded/").status_code == 404


def test_a_wrapped_view_keeps_what_it_declares() -> None:
    """Other decorators outside do not hide the declaration."""
    from django.views.decorators.csrf import csrf_exempt

    view: Callable[..., HttpResponseBase] = csrf_exempt(own)
    assert route_of(view) is route_of(own)
    assert route_of(said) is None
    assert own(RequestFactory().put("/")).status_code == 405


def test_every_answer_says_what_may_run(client: Client) -> None:
    """No script and no style element of the page's own, no frame, no guessing of types."""
    headers = client.get("/t/all/").headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    assert "unsafe-inline" not in " ".join(v for n, v in policy.items() if n != "style-src-attr")
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
