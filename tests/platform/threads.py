"""Several threads at the same moment, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

from tests.waiting import PATIENCE

T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Run work(0) … work(count - 1), released together; return the results or raise."""
    gate = threading.Barrier(count)

    def one(number: int) -> T:
        gate.wait(timeout=PATIENCE)
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
