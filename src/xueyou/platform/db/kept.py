"""Texts that are kept by a process, and never more than a bounded number of them."""

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST_KEPT = 1000
"""Questions kept; shapes may hold a day, so old ones are forgotten."""


def remember(kept: dict[K, V], key: K, value: V) -> None:
    """Keep a text; where there are too many, the oldest one goes. Threads may do so at once."""
    if len(kept) >= MOST_KEPT:
        kept.pop(next(iter(list(kept))), None)
    kept[key] = value
