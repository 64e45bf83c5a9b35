"""What a process keeps, and never more than a bounded number of it."""

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST_KEPT = 1000
"""Questions kept; shapes may hold a day, so old ones are forgotten."""


def remember(kept: dict[K, V], key: K, value: V, *, most: int = MOST_KEPT) -> None:
    """Keep a value, as the newest; beyond `most` the oldest goes. Threads may do so at once."""
    kept.pop(key, None)
    if len(kept) >= most:
        kept.pop(next(iter(list(kept))), None)
    kept[key] = value
