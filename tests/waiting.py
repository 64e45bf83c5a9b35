"""Waiting for other threads and processes: patient for what must come, just about what is promised.

A machine that is shared or slow makes nothing wrong. What must happen at all is waited for as long
as `PATIENCE`; a promise in seconds is one for a machine that has time, and on a busier one it is
stretched by how many processes there ask for each core.
"""

import os
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 120.0
T = TypeVar("T")


def until(happened: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Wait; return what `happened` returned at last, fail after `seconds`."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.01)
    return found


def allowed(seconds: float) -> float:
    """Return how long what is promised in `seconds` may take on this machine as busy as it is."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
