"""The web process waits for slow senders in its loop, and tells a crowd from those inside."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.paths import ROOT
from tests.waiting import PATIENCE, allowed, until

pytestmark = pytest.mark.alone
SLOW = 200


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the echo with a data folder of its own."""
    environment = os.environ | {
        "XUEYOU_DATA": str(tmp_path_factory.mktemp("echo")),
        "XUEYOU_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
    }
    command = [sys.executable, "-m", "tests.site.run.echo"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=-1, stdout=-1, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def opened(port: int) -> socket.socket:
    """Open a connection that is patient."""
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answers(connection: socket.socket, count: int) -> list[dict[str, Any]]:
    """Read so many answers from one connection."""
    found: list[dict[str, Any]] = []
    read = b""
    while len(found) < count:
        head, end, rest = read.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split()[0]) if end else 0
        if end and len(rest) >= length:
            found.append(json.loads(rest[:length]))
            read = rest[length:]
            continue
        piece = connection.recv(65536)
        assert piece, "the connection ended before the answer"
        read += piece
    return found


def ask(port: int, path: str = "/", **headers: str) -> dict[str, Any]:
    """Ask over a new connection."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asking.request("GET", path, headers=headers)
    found: dict[str, Any] = json.loads(asking.getresponse().read())
    asking.close()
    return found


def test_a_crowd_waits_and_whoever_is_inside_does_not(port: int) -> None:
    """Newcomers are told to wait; a pass, once given, opens; one that is made up does not.

    The first test of the file: nobody has asked this process for anything yet.
    """
    first = ask(port, "/static/x")
    assert (first["wait"], first["entry_pass"]) == (0, "")
    given = [found["entry_pass"] for found in (ask(port) for _ in range(8)) if found["entry_pass"]]
    assert given, "the first newcomers of a calm process came in"
    waiting = until(lambda: (found := ask(port))["wait"] and found, "a crowd that waits")
    assert waiting["wait"] >= 15
    assert waiting["lane"] != ask(port, "/static/x")["lane"]
    inside = ask(port, Cookie=f"csrftoken=a; entry_pass={given[0]}; sessionid=b")
    assert (inside["wait"], inside["entry_pass"]) == (0, "")
    assert ask(port, Cookie="entry_pass=made-up:signature")["wait"] >= 15
    assert ask(port, "/healthz")["wait"] == 0


def test_slow_senders_stop_nobody(port: int) -> None:
    """Two hundred requests that never end, heads and bodies: others are answered at once."""
    begun = (b"POST / HTTP/1.1\r\nContent-Len", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")
    slow = [opened(port) for _ in range(SLOW)]
    for number, one in enumerate(slow):
        one.sendall(begun[number % 2])
    asked = time.monotonic()
    assert [ask(port)["length"] for _ in range(20)] == [0] * 20
    assert time.monotonic() - asked < allowed(2)
    slow[1].sendall(b"defghi")
    assert answers(slow[1], 1)[0]["length"] == 9
    for one in slow:
        one.close()


def test_a_body_in_pieces_and_the_request_after_it(port: int) -> None:
    """What comes behind a body is the next request, and both are answered in their order."""
    body = b"b" * 300_000
    head = b"POST /static/one HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
    with opened(port) as connection:
        connection.sendall(head + body[:100_000])
        connection.sendall(body[100_000:] + b"GET /static/two HTTP/1.1\r\nHost: a\r\n\r\n")
        one, two = answers(connection, 2)
    assert (one["path"], one["length"], two["path"]) == ("/static/one", len(body), "/static/two")


def test_what_has_no_length_or_a_long_one_streams_in_a_lane_of_its_own(port: int) -> None:
    """A thread that waits for the sender is none of those that give pages."""
    head = b"POST /static/ HTTP/1.1\r\nHost: a\r\n"
    with opened(port) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        chunked = answers(connection, 1)[0]
    with opened(port) as connection:
        connection.sendall(head + b"Content-Length: 5000000\r\n\r\n" + b"c" * 5_000_000)
        long = answers(connection, 1)[0]
    assert (chunked["length"], long["length"]) == (3, 5_000_000)
    assert chunked["lane"] == long["lane"] != ask(port, "/static/x")["lane"]


def test_a_whole_file_waits_behind_no_slow_sender(port: int) -> None:
    """Twenty bodies stream in and stop: a file that is there whole is answered, by its own lane."""
    head = b"POST /static/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
    slow = [opened(port) for _ in range(20)]
    for one in slow:
        one.sendall(head % 5_000_000 + b"s")
    asked = time.monotonic()
    with opened(port) as connection:
        connection.sendall(head % 100_000 + b"f" * 100_000)
        found = answers(connection, 1)[0]
    assert time.monotonic() - asked < allowed(2)
    assert (found["length"], found["wait"]) == (100_000, 0)
    assert found["lane"] != ask(port, "/static/x")["lane"]
    for one in slow:
        one.close()


def test_nonsense_ends_with_a_refusal(port: int) -> None:
    """Bytes that are no request are refused, an endless head is cut off; the process lives on."""
    with opened(port) as connection:
        connection.sendall(b"\x16\x03\x01\x02\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 4")
    with opened(port) as connection, suppress(ConnectionResetError):
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000)
        assert connection.recv(100) == b""
    assert ask(port)["length"] == 0


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 0000000000000000036\r\n",
        b"Content-Length: 36\r\nContent-Length: 0\r\n",
        b"Content-Length: +36\r\n",
        b"Content-Length : 36\r\n",
        b"Content-Length: 36\r\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_a_length_said_oddly_ends_the_connection(port: int, lengths: bytes) -> None:
    """Else the body would be answered as another request: smuggled past a proxy."""
    inner = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    with opened(port) as connection, suppress(ConnectionResetError):
        connection.sendall(b"POST /a HTTP/1.1\r\nHost: a\r\n" + lengths + b"\r\n" + inner)
        assert b"smuggled" not in connection.recv(65536)
        assert connection.recv(100) == b""
    assert ask(port)["length"] == 0


def test_what_stands_behind_a_streamed_body_is_not_answered(port: int) -> None:
    """The connection ends with the stream; a browser asks again."""
    head = b"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    with opened(port) as connection:
        connection.sendall(head + b"GET /behind HTTP/1.1\r\nHost: a\r\n\r\n")
        read = b""
        while piece := connection.recv(65536):
            read += piece
    assert read.count(b"HTTP/1.1 ") == 1
