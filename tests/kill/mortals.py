"""Processes that do one thing, answer over a socket, and are killed where a test says.

Nothing of the kind is in the product: a forked process changes itself before it begins, so that at
one point of its work it stops, tells so, and on a sign sends itself SIGKILL.
"""

import os
import signal
import socket
import struct
import traceback
from collections.abc import Callable
from typing import NoReturn

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

STARTED, REACHED, DIE, GO_ON = b"!", b"@", b"x", b">"
SAID, RAISED = b"S", b"R"
HEAD = struct.Struct(">cI")
PATIENCE = 60.0

Stop = Callable[[], None]
Arm = Callable[[Stop], None]
"""Changes the process so that it calls what it is given at one point of its work."""


class Mortal:
    """A process that does `work` and answers what it returns, unless it dies on the way."""

    def __init__(
        self, work: Callable[[], str], arm: Arm | None = None, *, half_said: bool = False
    ) -> None:
        connections.close_all()
        self._orders, orders = socket.socketpair()
        self._answer, answer = socket.socketpair()
        for ours in (self._orders, self._answer):
            ours.settimeout(PATIENCE)
        self.pid = os.fork()
        if self.pid == 0:
            _live(work, arm, orders, answer, half_said=half_said)
        orders.close()
        answer.close()
        self.killed: bool | None = None

    def started(self) -> "Mortal":
        """Wait until it is about to work."""
        assert self._orders.recv(1) == STARTED
        return self

    def at_point(self) -> "Mortal":
        """Wait until it stands where it is to die. Fails where it never comes there."""
        found = self.started()._orders.recv(1)
        assert found == REACHED, f"the point was never reached: {self.heard()}"
        return self

    def die(self) -> None:
        """Have it kill itself, without any chance to clean up."""
        self._orders.send(DIE)
        assert self._end(), "it ended otherwise than by SIGKILL"

    def go_on(self) -> None:
        """Let it live on from the point where it stands."""
        self._orders.send(GO_ON)

    def heard(self) -> str | None:
        """Return the whole answer as a client would read it; None for none, or a part of one.

        Asked once, at its end.
        """
        try:
            head = self._read(HEAD.size)
            kind, length = HEAD.unpack(head) if head is not None else (SAID, 0)
            body = self._read(length) if head is not None else None
        finally:
            self._end()
            self._answer.close()
            self._orders.close()
        if kind == RAISED:
            raise AssertionError(f"the process raised {(body or b'').decode()}")
        return None if body is None else body.decode()

    def _read(self, length: int) -> bytes | None:
        found = b""
        while len(found) < length:
            piece = self._answer.recv(length - len(found))
            if not piece:
                return None
            found += piece
        return found

    def _end(self) -> bool:
        """Wait for its end, once; return whether it was killed."""
        if self.killed is None:
            _, status = os.waitpid(self.pid, 0)
            self.killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        return self.killed


def _live(
    work: Callable[[], str],
    arm: Arm | None,
    orders: socket.socket,
    answer: socket.socket,
    *,
    half_said: bool,
) -> NoReturn:
    """Be the process; never return into the test."""

    def stop() -> None:
        orders.send(REACHED)
        if orders.recv(1) != GO_ON:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        if arm is not None:
            arm(stop)
        orders.send(STARTED)
        said = work().encode()
        whole = HEAD.pack(SAID, len(said)) + said
        if half_said:
            answer.sendall(whole[: len(whole) // 2])
            stop()
        answer.sendall(whole)
        connections.close_all()
    except BaseException:
        said = traceback.format_exc().encode()
        answer.sendall(HEAD.pack(RAISED, len(said)) + said)
    finally:
        os._exit(0)


# --- points that every verb has ----------------------------------------------------------------


def before_commit(stop: Stop) -> None:
    """Die with everything written and nothing committed."""
    commit = BaseDatabaseWrapper._commit

    def dying(self: BaseDatabaseWrapper) -> None:
        stop()
        commit(self)

    BaseDatabaseWrapper._commit = dying  # type: ignore[method-assign]


def after_commit(stop: Stop) -> None:
    """Die with everything committed, before what is to follow the commit, and before any answer."""
    commit = BaseDatabaseWrapper._commit

    def dying(self: BaseDatabaseWrapper) -> None:
        commit(self)
        stop()

    BaseDatabaseWrapper._commit = dying  # type: ignore[method-assign]


def after(owner: object, name: str) -> Arm:
    """Return what makes a process die right after a function of a module or class has worked."""

    def arm(stop: Stop) -> None:
        real = getattr(owner, name)

        def dying(*given: object, **named: object) -> object:
            found = real(*given, **named)
            stop()
            return found

        setattr(owner, name, dying)

    return arm


def before(owner: object, name: str) -> Arm:
    """Return what makes a process die when it is about to call a function."""

    def arm(stop: Stop) -> None:
        real = getattr(owner, name)

        def dying(*given: object, **named: object) -> object:
            stop()
            return real(*given, **named)

        setattr(owner, name, dying)

    return arm
