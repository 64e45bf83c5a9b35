"""What is said once, after the next click: kept for whoever is to read it, made for nobody else."""

from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.functional import empty

from xueyou.site.answering import MessagesMiddleware


def answered(request: HttpRequest, *said: str) -> HttpResponse:
    """Answer a request, leaving messages; the session stands in for the browser's."""
    request.session = SessionBase()

    def view(given: HttpRequest) -> HttpResponse:
        for one in said:
            messages.success(given, one)
        return HttpResponse()

    return MessagesMiddleware(view)(request)  # type: ignore[return-value]


def test_a_message_is_read_once_by_the_next_page() -> None:
    """Tests writing, reading and forgetting."""
    first = answered(RequestFactory().post("/"), "存好了。")
    second = RequestFactory().get("/")
    second.COOKIES["messages"] = first.cookies["messages"].value

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("|".join(str(one) for one in messages.get_messages(request)))

    second.session = SessionBase()
    shown = MessagesMiddleware(page)(second)
    assert shown.content.decode() == "存好了。"  # type: ignore[union-attr]
    assert shown.cookies["messages"].value == ""  # type: ignore[union-attr]


def test_no_store_is_made_where_nobody_asks() -> None:
    """Tests an answer without messages: nothing is read, nothing is set."""
    request = RequestFactory().get("/")
    assert not answered(request).cookies
    assert request._messages._wrapped is empty  # type: ignore[attr-defined]
    messages.info(request, "x")
    assert isinstance(request._messages._wrapped, FallbackStorage)  # type: ignore[attr-defined]
