"""Owns the order that tickets stand in: smallest first, or around a circle from a drawn start."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.drawing.tickets import TICKET_BYTES

_WORDS = TICKET_BYTES // 8


def ranks(tickets: Sequence[bytes]) -> NDArray[np.int64]:
    """Return the place of each ticket, 0 for the smallest; equal tickets share one place.

    Places are counted without gaps. Raises ValueError where a ticket has not 32 bytes.
    """
    words = _words(tickets)
    if not len(words):
        return np.zeros(0, np.int64)
    # The first eight bytes nearly always decide; where two agree, all thirty-two are compared.
    first = words[:, 0]
    order = np.argsort(first, kind="stable")
    if np.any(first[order[1:]] == first[order[:-1]]):
        order = np.lexsort(words.T[::-1])
    differs = np.any(words[order[1:]] != words[order[:-1]], axis=1)
    found = np.zeros(len(words), np.int64)
    found[order[1:]] = np.cumsum(differs)
    return found


def circular(
    tickets: Sequence[bytes], start: bytes, direction: Literal["up", "down"]
) -> NDArray[np.int64]:
    """Return the place of each ticket around the circle, 0 for the first; equal tickets share one.

    `up`: the first is the smallest ticket not below the start, then upward and around; `down`: the
    first is the largest ticket not above it, then downward and around. Raises ValueError for a
    start that has not 32 bytes or another direction.
    """
    if len(start) != TICKET_BYTES:
        raise ValueError(f"a start has {TICKET_BYTES} bytes, not {len(start)}")
    if direction not in ("up", "down"):
        raise ValueError(f"a circle is walked up or down, not {direction!r}")
    straight = ranks(tickets)
    if not len(straight):
        return straight
    seats = int(straight.max()) + 1
    smaller = {place for place, ticket in zip(straight, tickets, strict=True) if ticket < start}
    if direction == "up":
        return (straight - len(smaller)) % seats
    not_above = len(smaller) + (start in set(tickets))
    return (not_above - 1 - straight) % seats


def _words(tickets: Sequence[bytes]) -> NDArray[np.uint64]:
    """Return each ticket as four big-endian words, (n, 4): their order is the order of bytes."""
    for ticket in tickets:
        if len(ticket) != TICKET_BYTES:
            raise ValueError(f"a ticket has {TICKET_BYTES} bytes, not {len(ticket)}")
    return np.frombuffer(b"".join(tickets), ">u8").reshape(-1, _WORDS).astype(np.uint64)
