"""A telephone's own line to the site, which can be cut.

A browser told to be offline forgets it for a moment while a page is loaded again, and what is sent
in that moment arrives. A line that is cut lets nothing through, whenever it is tried.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit

PIECE = 65536


class Line:
    """An address of its own, from which every connection goes on to the site's."""

    def __init__(self, site_url: str) -> None:
        self._site = urlsplit(site_url)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._cut = False
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Break every connection off, and let none be made."""
        with self._lock:
            self._cut = True
            broken, self._open = self._open, set()
        for end in broken:
            _close(end)

    def mend(self) -> None:
        """Let connections be made again."""
        with self._lock:
            self._cut = False

    def end(self) -> None:
        """Cut it for good."""
        self.cut()
        _close(self._door)

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                Thread(target=self._join, args=(caller,), daemon=True).start()

    def _join(self, caller: socket.socket) -> None:
        site = socket.create_connection((str(self._site.hostname), self._site.port))
        with self._lock:
            if not self._cut:
                self._open |= {caller, site}
            elsewhere = self._cut
        if elsewhere:
            _close(caller)
            _close(site)
            return
        back = Thread(target=_pass_on, args=(site, caller), daemon=True)
        back.start()
        _pass_on(caller, site)
        back.join()
        with self._lock:
            self._open -= {caller, site}


@contextmanager
def line_to(site_url: str) -> Iterator[Line]:
    """Give a line, and end it afterwards."""
    line = Line(site_url)
    try:
        yield line
    finally:
        line.end()


def _pass_on(giver: socket.socket, taker: socket.socket) -> None:
    """Hand on whatever comes; where one end is gone, so is the other."""
    with suppress(OSError):
        while piece := giver.recv(PIECE):
            taker.sendall(piece)
    _close(giver)
    _close(taker)


def _close(end: socket.socket) -> None:
    """Close it also under whoever waits for it."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
