"""What a request leaves behind: an id, its timing, one line without address or typed words."""

import json
import logging
import re
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from xueyou.site.logs import OneLine, WithoutAddress
from xueyou.site.middleware import RequestMiddleware

pytestmark = pytest.mark.django_db


def formatted(record: logging.LogRecord) -> dict[str, object]:
    """Return a record as the log would hold it."""
    WithoutAddress().filter(record)
    line = OneLine().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_the_answer_and_the_line_bear_one_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reports a fault reads out the id; the line with it is found."""
    caplog.handler.setFormatter(OneLine())
    with caplog.at_level(logging.INFO, logger="xueyou.requests"):
        answer = client.get("/healthz?token=secret", headers={"X-Request-Id": "abcdefgh-1"})
    line = json.loads(caplog.text)
    assert answer["X-Request-Id"] == line["request"] == "abcdefgh-1"
    assert line["said"] == "GET /healthz 200"
    assert line["queries"] == 0
    assert "secret" not in caplog.text


def test_an_address_that_does_not_exist_is_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """It may hold a name or a token."""
    with caplog.at_level(logging.INFO):
        assert client.get("/people/张三/13800000000/").status_code == 404
    assert "GET (none) 404" in caplog.text
    assert "13800000000" not in caplog.text


def test_timing_is_told_in_demo_and_test_only() -> None:
    """Production keeps its timing to itself."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("x")

    request = RequestFactory().get("/")
    told = RequestMiddleware(view)(request)["Server-Timing"]
    assert re.fullmatch(r'app;dur=[\d.]+, db;dur=[\d.]+;desc="0 queries"', told)
    with override_settings(XUEYOU_ENV="prod"):
        assert "Server-Timing" not in RequestMiddleware(view)(request)


def test_head_has_the_length_of_get_and_no_body() -> None:
    """A server must not have to cut it off."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("你好")

    answer = RequestMiddleware(view)(RequestFactory().head("/"))
    assert (answer["Content-Length"], answer.content) == ("6", b"")


def test_a_traceback_names_places_not_words() -> None:
    """The text of an error may quote what somebody typed."""
    try:
        int("身份证 310101200001010000")
    except ValueError:
        record = logging.LogRecord(
            "xueyou", logging.ERROR, __file__, 1, "broke off", (), sys.exc_info()
        )
    line = formatted(record)
    assert line["error"] == "ValueError"
    assert "310101" not in json.dumps(line)
    places = line["places"]
    assert isinstance(places, list)
    assert re.search(r"test_requests_in_logs\.py:\d+$", places[-1])


def test_djangos_own_lines_lose_their_address() -> None:
    """ "Internal Server Error: /…" keeps the words and loses the path."""
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Oops", "/people/张三/"), None
    )
    record.request = RequestFactory().get("/people/张三/")
    assert formatted(record)["said"] == "Oops: (none)"
