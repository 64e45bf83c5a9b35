"""Requests come in pieces of any size: what is handed over does not depend on the cuts."""

import socket
from collections.abc import Iterator

import pytest

from xueyou.site.run.incoming import LONGEST_BODY, LONGEST_HEAD, HeadRefused, Incoming, Stand

HEAD = b"POST /a HTTP/1.1\r\nHost: a\r\ncontent-length: 11\r\n\r\n"
ONE = HEAD + b"hello\r\n\r\nyo"
TWO = b"GET /b HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture
def incoming() -> Iterator[Incoming]:
    """Give a connection that nothing has come on yet; nobody is at its other end."""
    ours, other = socket.socketpair()
    other.close()
    found = Incoming(ours)
    yield found
    found.close()
    ours.close()


def whole(found: Incoming) -> bytes:
    """Read a request as the parser does, in small pieces."""
    read = b""
    while piece := found.recv(7):
        read += piece
    return read


@pytest.mark.parametrize("cut", range(1, len(ONE + TWO)))
def test_wherever_it_is_cut_two_requests_come_out(cut: int, incoming: Incoming) -> None:
    """Each is whole, in its order, and holds nothing of the other."""
    for piece in ((ONE + TWO)[:cut], (ONE + TWO)[cut:]):
        incoming.take(piece)
    assert incoming.stand is Stand.WHOLE
    assert whole(incoming) == ONE
    assert incoming.next() is Stand.WHOLE
    assert whole(incoming) == TWO
    assert incoming.next() is Stand.NOTHING


def test_byte_by_byte_it_is_whole_with_the_last(incoming: Incoming) -> None:
    """Not a byte earlier."""
    stands = [incoming.take(ONE[at : at + 1]) for at in range(len(ONE))]
    assert stands == [Stand.PARTLY] * (len(ONE) - 1) + [Stand.WHOLE]


@pytest.mark.parametrize(
    "said", [b"Content-Length: %d" % (LONGEST_BODY + 1), b"Transfer-Encoding: chunked"]
)
def test_a_long_body_and_one_without_length_stream(said: bytes, incoming: Incoming) -> None:
    """They are handed over with their head, and read on from the connection."""
    head = b"POST /a HTTP/1.1\r\n" + said + b"\r\n\r\n"
    assert incoming.take(head + b"abc") is Stand.STREAMING
    assert whole(incoming) == head + b"abc"


def test_the_time_allowed_grows_with_the_body(incoming: Incoming) -> None:
    """A photo over a bad network is no attack; a head that trickles is."""
    incoming.take(b"POST /a HTTP/1.1\r\n")
    short = incoming.within()
    incoming.take(b"Content-Length: 2000000\r\n\r\n")
    assert incoming.within() > 10 * short


def test_a_head_without_end_is_cut_off(incoming: Incoming) -> None:
    """No browser sends one."""
    incoming.take(b"GET / HTTP/1.1\r\nX: ")
    with pytest.raises(HeadRefused):
        incoming.take(b"x" * LONGEST_HEAD)


@pytest.mark.parametrize(("body", "told"), [(b"", True), (b"hello", True), (b"hello world", False)])
def test_whoever_asks_before_sending_is_told_to_go_on(
    body: bytes, told: bool, incoming: Incoming
) -> None:
    """Only where the body is waited for, and has not come already."""
    incoming.take(HEAD[:-2] + b"Expect: 100-continue\r\n\r\n" + body)
    assert incoming.asks_to_continue == told
