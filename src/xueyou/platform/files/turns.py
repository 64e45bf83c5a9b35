"""Owns how many files one web process looks into side by side, in whatever room they arrive."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = BoundedSemaphore(2)
"""Parsers that one web process runs side by side, at most 480 MB each."""
WAITS = 20.0
"""Seconds a form waits for its turn."""
ON_THE_WAY = BoundedSemaphore(3)
"""Photographs that one web process takes in side by side, from the first byte to the answer:
most of its threads stay free for those who send none."""
DECODED = BoundedSemaphore(1)
"""Of them those that are decoded."""


class ReaderBusy(Exception):
    """Other files are being looked at, and this one did not get its turn; `zh` says so."""

    zh = (
        "系统正忙着看别人交的文件，等了一会儿还没有轮到这一份。什么都没有存下。请过一分钟再交一次。"
    )


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the few places for looking at a file. Raises ReaderBusy after a while."""
    if not AT_ONCE.acquire(timeout=WAITS):
        raise ReaderBusy
    try:
        yield
    finally:
        AT_ONCE.release()


@contextmanager
def place_on_the_way() -> Iterator[None]:
    """Hold one of the few places for a photograph on its way in. Raises ReaderBusy at once."""
    if not ON_THE_WAY.acquire(blocking=False):
        raise ReaderBusy
    try:
        yield
    finally:
        ON_THE_WAY.release()


@contextmanager
def picture_turn() -> Iterator[None]:
    """Hold the place for decoding a photograph. Raises ReaderBusy after a while."""
    if not DECODED.acquire(timeout=WAITS):
        raise ReaderBusy
    try:
        yield
    finally:
        DECODED.release()
