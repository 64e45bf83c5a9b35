"""Owns doing one step in several threads at once: compiled loops let go of Python's lock."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

Step = Callable[[], Any]
Together = Callable[[Sequence[Step]], list[Any]]


@contextmanager
def crew(threads: int) -> Iterator[Together]:
    """Give a way to do the steps of all threads at once and wait for the last one."""
    if threads == 1:
        yield lambda steps: [step() for step in steps]
        return
    with ThreadPoolExecutor(threads) as hands:
        yield lambda steps: list(hands.map(lambda step: step(), steps))
