"""A request on its way in: collected until it is whole, so that no thread waits for a slow sender.

What stands here only decides how much to wait for. Gunicorn's parser reads the same bytes again
and judges them; where the two disagree, the parser refuses and the connection ends.
"""

import re
import socket
from enum import Enum
from io import BytesIO
from tempfile import SpooledTemporaryFile

LONGEST_HEAD = 64 * 1024
"""Bytes. No browser sends a longer one: its connection ends."""
LONGEST_BODY = 2 * 1024 * 1024
"""Bytes of a body that is waited for, as long as a page without uploads takes one.

A longer one streams through a thread: its length may be refused before it is sent.
"""
IN_MEMORY = 64 * 1024
PIECE = 64 * 1024
HEAD_WITHIN = 20.0
"""Seconds from a request's first byte to the end of its head."""
SLOWEST = 4 * 1024
"""Bytes a second that the sender of a body must reach: a telephone at the edge of its network."""
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.I)
_LENGTHS = re.compile(rb"\r\ncontent-length[ \t]*:", re.I)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.I)
_CONTINUE = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.I)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class HeadRefused(OSError):
    """A head that does not end, or says its length oddly or twice: no browser sends such a one.

    Whoever reads such a length otherwise, the parser or a proxy, would take the body of this
    request for the next one.
    """


class Stand(Enum):
    """How far a request has come."""

    NOTHING = "nothing"
    PARTLY = "partly"
    WHOLE = "whole"
    STREAMING = "streaming"
    """Its head is there; the rest is read from the connection by whoever answers it."""


class Incoming:
    """The bytes of one connection: the request that is coming, and what came after it.

    For gunicorn's parser this is the connection: `recv` gives the request's bytes, and nothing
    more unless it is streaming.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._surplus = b""
        self._begin()

    def _begin(self) -> None:
        self.stand = Stand.NOTHING
        self.head = bytearray()
        self.length = 0
        self.asks_to_continue = False
        self._received = 0
        self._body: BytesIO | SpooledTemporaryFile[bytes] = BytesIO()
        self._read_of_head = 0

    def next(self) -> Stand:
        """Begin with the request after this one; it may have come already."""
        self._body.close()
        surplus, self._surplus = self._surplus, b""
        self._begin()
        return self.take(surplus) if surplus else self.stand

    def take(self, data: bytes) -> Stand:
        """Add what came; return how far the request is. Raises OSError: disk full, HeadRefused."""
        if self.stand is not Stand.STREAMING and not self._headed():
            data = self._take_head(data)
        if self.stand is Stand.PARTLY and self._headed():
            missing = self.length - self._received
            self._body.write(data[:missing])
            self._received += min(missing, len(data))
            self._surplus = data[missing:]
            if self._received == self.length:
                self._body.seek(0)
                self.stand = Stand.WHOLE
        elif data:
            self._surplus += data
        return self.stand

    def _headed(self) -> bool:
        return self.head.endswith(_END)

    def _take_head(self, data: bytes) -> bytes:
        """Add to the head; return what lies behind its end."""
        self.stand = Stand.PARTLY
        searched = max(0, len(self.head) - len(_END) + 1)
        self.head += data
        end = self.head.find(_END, searched)
        if end < 0:
            if len(self.head) > LONGEST_HEAD:
                raise HeadRefused
            return b""
        rest = bytes(self.head[end + len(_END) :])
        del self.head[end + len(_END) :]
        declared, chunked = _LENGTH.findall(self.head), _CHUNKED.search(self.head)
        said = len(_LENGTHS.findall(self.head))
        if said != len(declared) or said > 1 or (said and chunked):
            raise HeadRefused
        self.length = int(declared[0]) if declared else 0
        if self.length > LONGEST_BODY or chunked:
            self.stand = Stand.STREAMING
        else:
            if self.length > IN_MEMORY:
                self._body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
            self.asks_to_continue = len(rest) < self.length and bool(_CONTINUE.search(self.head))
        return rest

    def within(self) -> float:
        """Return the seconds that the whole request may take from its first byte on."""
        return HEAD_WITHIN + self.length / SLOWEST

    # --- what gunicorn's parser asks of a connection ------------------------------------------

    def recv(self, size: int) -> bytes:
        """Return the next bytes of the request; none at its end, the connection's if it streams."""
        piece = bytes(self.head[self._read_of_head : self._read_of_head + size])
        if piece:
            self._read_of_head += len(piece)
            return piece
        if self.stand is not Stand.STREAMING:
            return self._body.read(size)
        piece, self._surplus = self._surplus[:size], self._surplus[size:]
        return piece or self._connection.recv(size)

    def gettimeout(self) -> float | None:
        """Return the connection's."""
        return self._connection.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        """Set the connection's."""
        self._connection.settimeout(seconds)

    def close(self) -> None:
        """Forget what was collected."""
        self._body.close()
