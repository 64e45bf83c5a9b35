"""Owns how a reading process begins: fresh; or, for photographs, forked by one that is ready.

Never by a fork of this process, whose threads hold locks. A family's photograph is decoded in less
time than an interpreter takes to start, so a *nursery* (`reading_nursery`) has that done once: it
has no thread, no secret and no file open, and every photograph still has a process of its own.
"""

import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
from contextlib import suppress
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
_KILLED = -9


class Begun(Protocol):
    """A reading process under way. `output`: the descriptor of what it says."""

    pid: int
    output: int

    def code(self, seconds: float) -> int:
        """Return how it ended (negative: by which signal), waiting so long; it has ended then."""
        ...

    def close(self) -> None:
        """End it, whatever it does."""
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

    def __init__(self, pid: int, output: int, status: int) -> None:
        self.pid, self.output, self._status = pid, output, status

    def code(self, seconds: float) -> int:
        return _told(self._status, seconds) or _KILLED

    def close(self) -> None:
        os.close(self.output)
        os.close(self._status)


class _Nursery:
    """The process that forks readers, as long as this one lives and holds its end."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.owner = os.getpid()
        with theirs:
            number = theirs.fileno()
            self._process = _program(
                "reading_nursery", str(number), output=subprocess.DEVNULL, kept=(number,)
            )

    def ask(self, words: list[str], report: int, status: int) -> None:
        """Have a reader forked that writes to these descriptors. Raises OSError: it is gone."""
        socket.send_fds(self._ours, [json.dumps(words).encode()], [report, status])

    def close(self) -> None:
        """Let go of it; with its end it ends its readers."""
        self._ours.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


_nursery: _Nursery | None = None
_changing = Lock()


def _can_fork() -> bool:
    return hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")


def _forked(kind: str, path: Path, work: str) -> Begun:
    """Begin by the nursery; fresh, where it does not answer."""
    output, report = os.pipe()
    status, tell = os.pipe()
    with suppress(OSError, AttributeError):  # a smaller pipe does as well
        fcntl.fcntl(report, fcntl.F_SETPIPE_SZ, _ROOM)
    try:
        _ask([kind, os.fspath(path), work], report, tell)
    finally:
        os.close(report)
        os.close(tell)
    if pid := _told(status, _FORKED_WITHIN):
        return _Forked(pid, output, status)
    os.close(output)
    os.close(status)
    return _Fresh(kind, path, work)


def _ask(words: list[str], report: int, status: int) -> None:
    """Ask the nursery, another one where it has gone."""
    global _nursery
    with _changing:
        for _ in range(2):
            if _nursery is None or _nursery.owner != os.getpid():
                _nursery = _Nursery()
            try:
                _nursery.ask(words, report, status)
            except OSError:
                _nursery.close()
                _nursery = None
            else:
                return


def _told(status: int, seconds: float) -> int:
    """Return the next number that the nursery tells; 0 where none comes."""
    if not select.select([status], [], [], seconds)[0]:
        return 0
    said = os.read(status, CODE.size)
    return int(CODE.unpack(said)[0]) if len(said) == CODE.size else 0
