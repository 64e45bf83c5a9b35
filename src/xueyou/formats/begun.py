"""Owns how a reading process begins: fresh; or, for photographs, forked by one that is ready.

Never by a fork of this process, whose threads hold locks. A family's photograph is decoded in less
time than an interpreter takes to start, so a *nursery* (`reading_nursery`) has that done once: it
has no thread, no secret and no file open, and every photograph still has a process of its own.
"""

import atexit
import fcntl
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

READY = frozenset({"paper-photo"})
"""The kinds of file whose readers a nursery holds ready."""
CODE = struct.Struct("i")
"""How a nursery tells numbers: which process it forked, and how that ended."""
_ROOM = 1 << 20
"""Bytes that a pipe holds, so that a whole picture fits."""
_FORKED_WITHIN = 10.0
_KILLED = -signal.SIGKILL
_BROKEN = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGABRT}
"""How a parser ends that a file broke. Readers of a nursery share its layout of memory: who breaks
one learns something of it, so that the next ones get another."""


class Begun(Protocol):
    """A reading process under way. `output`: the descriptor of what it says."""

    pid: int
    output: int

    def code(self, seconds: float) -> int:
        """Return how it ended (negative: by which signal), waiting so long; it has ended then."""
        ...

    def close(self) -> None:
        """Listen no longer: it is ended, whatever it does."""
        ...


def begun(kind: str, path: Path, work: str) -> Begun:
    """Begin a process that reads a file of a kind, with a folder to work in or ""."""
    return _forked(kind, path, work) if kind in READY and _can_fork() else _Fresh(kind, path, work)


def child_environment() -> dict[str, str]:
    """Give the child our import path and nothing secret: no keys, no database address."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "TMPDIR")}
    paths = [p for p in sys.path if p and Path(p).is_dir()]
    return kept | {
        "PYTHONPATH": os.pathsep.join(paths),
        "OMP_NUM_THREADS": "2",
    }


def _program(
    module: str, *arguments: str, output: int, kept: tuple[int, ...] = ()
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, "-P", "-m", f"xueyou.formats.{module}", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if os.environ.get("XUEYOU_DEBUG") else subprocess.DEVNULL,
        env=child_environment(),
        pass_fds=kept,
    )


class _Fresh:
    """An interpreter of its own."""

    def __init__(self, kind: str, path: Path, work: str) -> None:
        arguments = (kind, os.fspath(path), work)
        self._process = _program("reading_process", *arguments, output=subprocess.PIPE)
        assert self._process.stdout is not None
        self.pid, self.output = self._process.pid, self._process.stdout.fileno()

    def code(self, seconds: float) -> int:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self._process.kill()
        return self._process.wait()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class _Forked:
    """A child of the nursery, which kills it as soon as nobody listens any more."""

    def __init__(
        self, pid: int, output: int, status: int, nursery: "_Nursery | None", ends: ExitStack
    ) -> None:
        self.pid, self.output = pid, output
        self._status, self._nursery, self._ends = status, nursery, ends

    def code(self, seconds: float) -> int:
        code = _told(self._status, seconds)
        if code in _BROKEN:
            _give_up(self._nursery)
        return _KILLED if code is None else code

    def close(self) -> None:
        self._ends.close()


class _Nursery:
    """The process that forks readers, as long as this one lives and holds its end."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.setblocking(False)
        self.owner = os.getpid()
        with theirs, ExitStack() as failed:
            failed.callback(self._ours.close)
            number = theirs.fileno()
            self._process = _program(
                "reading_nursery", str(number), output=subprocess.DEVNULL, kept=(number,)
            )
            failed.pop_all()

    def ask(self, words: list[str], report: int, status: int) -> None:
        """Have a reader forked that writes to these descriptors. Raises OSError: gone, hanging."""
        socket.send_fds(self._ours, [json.dumps(words).encode()], [report, status])

    def close(self) -> None:
        """Let go of it; with its end it ends its readers."""
        self._ours.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


_nursery: _Nursery | None = None
_changing = Lock()


@cache
def _can_fork() -> bool:
    """Return whether this system lets a process be watched: some take the call away."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return hasattr(socket, "send_fds")


def _forked(kind: str, path: Path, work: str) -> Begun:
    """Begin by the nursery; fresh, where it does not answer."""
    with ExitStack() as ours, ExitStack() as theirs:
        output, report = _pipe(ours, theirs)
        status, tell = _pipe(ours, theirs)
        with suppress(OSError, AttributeError):  # a smaller pipe does as well
            fcntl.fcntl(report, fcntl.F_SETPIPE_SZ, _ROOM)
        asked = _ask([kind, os.fspath(path), work], report, tell)
        theirs.close()  # or its end would never be heard
        pid = _told(status, _FORKED_WITHIN)
        if pid is not None:
            return _Forked(pid, output, status, asked, ours.pop_all())
        _give_up(asked)
    return _Fresh(kind, path, work)


def _pipe(ours: ExitStack, theirs: ExitStack) -> tuple[int, int]:
    listening, writing = os.pipe()
    ours.callback(os.close, listening)
    theirs.callback(os.close, writing)
    return listening, writing


def _ask(words: list[str], report: int, status: int) -> "_Nursery | None":
    """Ask the nursery, another one where it has gone; return it, None where there is none."""
    global _nursery
    with _changing:
        for _ in range(2):
            try:
                if _nursery is None or _nursery.owner != os.getpid():
                    _nursery = _Nursery()
                _nursery.ask(words, report, status)
            except OSError:  # it has gone, it hangs and all its room is taken, or none can begin
                if _nursery is not None:
                    _nursery.close()
                _nursery = None
            else:
                return _nursery
    return None


def _give_up(asked: "_Nursery | None") -> None:
    """Let go of a nursery, unless it was let go of already: the next photograph has a new one."""
    global _nursery
    with _changing:
        if asked is not None and asked is _nursery:
            _nursery = None
            asked.close()


@atexit.register
def _end() -> None:
    """Let go of the nursery, lest an interpreter that ends finds it running."""
    if _nursery is not None:
        _nursery.close()


def _told(status: int, seconds: float) -> int | None:
    """Return the next number that the nursery tells; None where none comes."""
    waiting = select.poll()  # takes descriptors of every height
    waiting.register(status, select.POLLIN)
    if not waiting.poll(seconds * 1000):
        return None
    said = os.read(status, CODE.size)
    return int(CODE.unpack(said)[0]) if len(said) == CODE.size else None
