"""Owns running a parser in a process of its own, and ending it when it goes wrong or is not wanted.

How the process begins is `begun`'s; it has pipes only, and its end frees everything it held.
Cancelling kills it within a fifth of a second.
"""

import json
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xueyou.formats.archive import damaged
from xueyou.formats.begun import Begun, begun
from xueyou.formats.document import Cell, Document, Grid, HeadingMark
from xueyou.formats.refusal import ReadingCancelled, Refusal

READERS = frozenset({"docx", "doc", "xlsx", "html", "pdf", "ofd"})
"""The kinds of file that are read in a process of their own."""

_POLL_SECONDS = 0.15
_SILENCE_SECONDS = 20.0
"""Wall seconds without a word after which a process that sleeps is given up.

One that computes, or waits for a processor that others use, is no sleeper: its own limits, which
count processor seconds, end it. A busy machine makes no file too large.
"""
_SILENCES = 15
"""After so many times the silence it is given up whatever it does."""
_LAST_SECONDS = 20.0
_RECOGNITION_SILENCE_SECONDS = 180.0


def read_apart(
    kind: str,
    path: Path,
    name: str,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Document:
    """Read one file in its own process. Raises Refusal or ReadingCancelled."""
    # Only the converter of old Word files needs to write, and only here.
    with TemporaryDirectory(prefix="xueyou-") if kind == "doc" else nullcontext("") as work:
        return _read_in(work, kind, path, name, progress=progress, cancelled=cancelled)


def read_result_apart(
    kind: str,
    path: Path,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    """Read a file that is no document, in its own process; return what its reader returned.

    Raises Refusal or ReadingCancelled.
    """
    result: dict[str, Any] = _report("", kind, path, "result", progress, cancelled)
    return result


def draw_apart(kind: str, path: Path) -> list[bytes]:
    """Return the pictures that a file holds, drawn in its own process. Raises Refusal."""
    pictures: list[bytes] = _report("", kind, path, "pictures", None, lambda: False)
    return pictures


def _read_in(
    work: str,
    kind: str,
    path: Path,
    name: str,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Document:
    return _document(_report(work, kind, path, "document", progress, cancelled), name)


def _report(
    work: str,
    kind: str,
    path: Path,
    wanted: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Any:
    """Run the reading process and return what it reports under `wanted`."""
    silence = _RECOGNITION_SILENCE_SECONDS if kind.startswith("scan") else _SILENCE_SECONDS
    with closing(begun(kind, path, work)) as process:
        for message in _messages(_blocks(process, silence, cancelled)):
            if wanted in message:
                return message[wanted]
            if "refusal" in message:
                raise _refusal(message["refusal"])
            if progress is not None:
                progress(*message["step"])
        # It closed its end without a word: how it died says why.
        raise _ended(process.code(_LAST_SECONDS))


def _messages(blocks: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Yield what the process says, line by line; of pictures the line says how long they are."""
    buffer = bytearray()
    for block in blocks:
        buffer += block
        while b"\n" in block and (end := buffer.find(b"\n")) >= 0:
            message = json.loads(buffer[:end])
            del buffer[: end + 1]
            if "pictures" not in message:
                yield message
                continue
            sizes = message["pictures"]
            while len(buffer) < sum(sizes) and (more := next(blocks, b"")):
                buffer += more
            if len(buffer) == sum(sizes):
                yield {"pictures": list(_cut(buffer, sizes))}
            return


def _cut(buffer: bytearray, sizes: list[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield bytes(buffer[start : start + size])
        start += size


def _blocks(process: Begun, silence: float, cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """Yield what the process writes, as it comes, until it closes its end.

    Raises ReadingCancelled; Refusal, where it is silent for too long.
    """
    heard = awake = time.monotonic()
    spent = _spent(process.pid)
    with selectors.DefaultSelector() as selector:
        selector.register(process.output, selectors.EVENT_READ)
        while True:
            if cancelled():
                raise ReadingCancelled
            if not selector.select(_POLL_SECONDS):
                now, before, spent = time.monotonic(), spent, _spent(process.pid)
                if spent is None or spent != before:
                    awake = now
                if now - max(heard, awake) > silence or now - heard > _SILENCES * silence:
                    raise _too_slow()
                continue
            block = os.read(process.output, 1 << 20)
            if not block:
                return
            heard = time.monotonic()
            yield block


def _spent(pid: int) -> tuple[str, ...] | None:
    """Return the processor time that a process has used; None while it wants more of it.

    The empty tuple where the system does not tell: there everybody who is silent counts as asleep.
    """
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ()
    return None if told[0] in ("R", "D") else tuple(told[11:13])


def _document(said: dict[str, Any], name: str) -> Document:
    grids = tuple(
        Grid(tuple(Cell(**cell) for cell in g["cells"]), g["start"], g["end"], g["caption"])
        for g in said["grids"]
    )
    # The name stays here: a process argument can hold neither NUL nor every text.
    marks = {
        "name": name,
        "grids": grids,
        "headings": tuple(HeadingMark(**heading) for heading in said["headings"]),
        "pages": tuple(said["pages"]),
        "unread_pages": tuple(said["unread_pages"]),
        "recognised": tuple((start, end) for start, end in said["recognised"]),
    }
    return Document(**(said | marks))


def _refusal(said: dict[str, Any]) -> Refusal:
    code = said.pop("code")
    return Refusal(code, **said)


def _too_slow() -> Refusal:
    return Refusal(
        "too_large",
        detail="读了很久还没有读完，已经停下。",
        detail_en="Reading took too long and was stopped.",
    )


def _ended(returncode: int) -> Refusal:
    """Say what the end of a process without a report means: limits, or a parser that broke."""
    if -returncode in (signal.SIGPROF, signal.SIGXCPU):
        return _too_slow()
    if -returncode in (signal.SIGABRT, signal.SIGKILL):
        return Refusal(
            "too_large",
            detail="读它需要的内存超过了限度，已经停下。",
            detail_en="Reading needed more memory than allowed and was stopped.",
        )
    return damaged()
