"""The web process: gunicorn's threaded worker, whose threads are given whole requests only.

Four lanes, so that nobody waits behind what is not like him: pages; answers that cost nothing
(the waiting room, whether the process lives); files, which are decoded elsewhere while their
thread waits; and bodies that stream in at the sender's speed.
"""

import gc
import re
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from xueyou.site.gate import COOKIE, Gate, Verdict, verdict
from xueyou.site.run.incoming import CONTINUE, IN_MEMORY, PIECE, Incoming, Stand

QUICK, FILES, STREAMS = 2, 4, 8
"""Threads of the lanes beside the pages'."""
RUBBISH = 2_000
"""New objects after which the interpreter looks for rings of rubbish among them: an answered
request is such a ring, with all its visitor sent, and is not to lie about for long. What stood
there when the process began (the whole program) is not looked through again: that held everybody,
the waiting room too, for a third of a second."""
LINGER = 2.0
HEALTH = "/healthz"
_TURN = re.compile(rb"\r\ncookie:[^\r]*?[ ;]" + COOKIE.encode() + rb"=([^;\r\s]+)", re.I)


class Conn(TConn):  # type: ignore[misc]
    """A connection. `until`: when it is closed unless its request is whole by then."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.incoming = Incoming(self.sock)
        self.parser = http.get_parser(self.cfg, self.incoming, self.client)
        self.initialized = self.data_ready = True  # gunicorn shall not wait for data in a thread
        self.until = 0.0
        self.began = 0.0
        self.verdict = Verdict()
        self.counts = True
        self.ending = False


class WebWorker(ThreadWorker):  # type: ignore[misc]
    """Collects requests in its loop, asks the gate, and hands each to its lane."""

    def init_process(self) -> None:
        """Make lanes and gate; called once in the new process."""
        gc.freeze()
        gc.set_threshold(RUBBISH)
        self.quick = ThreadPoolExecutor(QUICK)
        self.files = ThreadPoolExecutor(FILES)
        self.streams = ThreadPoolExecutor(STREAMS)
        self.gate = Gate(settings.XUEYOU_BUSY)
        self.arriving: set[Conn] = set()
        self.looked = time.monotonic()
        super().init_process()

    # --- coming in ----------------------------------------------------------------------------

    def accept(self, listener: socket.socket) -> None:
        """Take in a new connection, and wait for its request in the loop."""
        try:
            client, address = listener.accept()
        except OSError:  # another process was quicker, or the visitor has gone again
            return
        self.nr_conns += 1
        conn = Conn(self.cfg, client, address, listener.getsockname())
        self._wait_for(conn)

    def _wait_for(self, conn: Conn) -> None:
        conn.sock.setblocking(False)
        conn.until = time.monotonic() + self.cfg.keepalive
        if conn.incoming.stand is Stand.PARTLY:
            conn.until = time.monotonic() + conn.incoming.within()
        self.arriving.add(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrives, conn))

    def _arrives(self, conn: Conn, _sock: socket.socket) -> None:
        if conn.ending:
            self._hear_out(conn)
            return
        first = conn.incoming.stand is Stand.NOTHING
        length = conn.incoming.length
        try:
            data = conn.sock.recv(PIECE)
            stand = conn.incoming.take(data) if data else Stand.NOTHING
            if conn.incoming.asks_to_continue:
                conn.incoming.asks_to_continue = False
                conn.sock.send(CONTINUE)
        except BlockingIOError:
            return
        except OSError:
            data, stand = b"", Stand.NOTHING
        if not data:
            self._drop(conn)
        elif stand is not Stand.PARTLY:
            self._stop_waiting(conn)
            self._hand_over(conn)
        elif first or conn.incoming.length != length:
            conn.until = time.monotonic() + conn.incoming.within()

    def _stop_waiting(self, conn: Conn) -> None:
        self.arriving.discard(conn)
        self.poller.unregister(conn.sock)

    def _drop(self, conn: Conn) -> None:
        self._stop_waiting(conn)
        self._close(conn)

    def _close(self, conn: Conn) -> None:
        self.nr_conns -= 1
        conn.incoming.close()
        conn.close()

    def _end(self, conn: Conn) -> None:
        """Send the end of the answer, and close once the visitor has: the loop waits for nobody.

        Closed at once, what the visitor still sends would cut the answer off on its way.
        """
        conn.ending = True
        conn.sock.shutdown(socket.SHUT_WR)
        self._wait_for(conn)
        conn.until = time.monotonic() + LINGER

    def _hear_out(self, conn: Conn) -> None:
        try:
            ended = not conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            ended = True
        if ended:
            self._drop(conn)

    # --- to a thread, and back ----------------------------------------------------------------

    def _hand_over(self, conn: Conn) -> None:
        head = bytes(conn.incoming.head)
        path = head[:2048].partition(b" ")[2].partition(b" ")[0].decode("latin-1")
        shown = _TURN.search(head)
        conn.verdict = self.gate.judge(path, shown[1].decode("latin-1") if shown else "")
        conn.began = time.monotonic()
        lane, conn.counts = self.tpool, True
        if conn.incoming.stand is Stand.STREAMING:
            lane, conn.counts = self.streams, False
        elif conn.verdict.wait or path == HEALTH:
            lane, conn.counts = self.quick, False
        elif conn.incoming.length > IN_MEMORY:
            lane, conn.counts = self.files, False
        future = lane.submit(self.handle, conn)
        future.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def handle(self, conn: Conn) -> Any:
        """Answer, in a thread."""
        verdict.set(conn.verdict)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Conn) -> Any:
        """Answer; whoever waits keeps no connection, and what streams ends with it.

        What stands behind a streamed body may be in the parser already, unseen by the loop.
        """
        if conn.verdict.wait or conn.incoming.stand is Stand.STREAMING:
            req.force_close()
        return super().handle_request(req, conn)

    def finish_request(self, conn: Conn, done: "Future[Any]") -> None:
        """Wait for the connection's next request, or end it; in the loop again."""
        if conn.counts:
            self.gate.done(time.monotonic() - conn.began)
        try:
            if not done.result():
                self._end(conn)
            elif conn.incoming.next() in (Stand.WHOLE, Stand.STREAMING):
                self._hand_over(conn)
            else:
                self._wait_for(conn)
        except Exception:  # the visitor has gone: shutdown of a closed connection, for example
            self._close(conn)

    # --- whoever takes too long ---------------------------------------------------------------

    def murder_keepalived(self, force: bool = False) -> None:
        """Close what has waited too long for a whole request; all of it where forced."""
        now = time.monotonic()
        if now - self.looked < 1.0 and not force:
            return
        self.looked = now
        for conn in [one for one in self.arriving if force or one.until <= now]:
            self._drop(conn)

    def murder_pending(self) -> None:
        """There are none: what waits, waits in `arriving`."""

    def _cap_keepalive(self, deadline: float) -> None:
        for conn in self.arriving:
            conn.until = min(conn.until, deadline)
