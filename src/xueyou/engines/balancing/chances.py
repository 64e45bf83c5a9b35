"""Owns the chance of a search: streams of a public seed, and logarithms as whole numbers."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.loops import LOG_BITS, LOGS
from xueyou.keyed import keyed

SEED_BYTES = 32
_SCHEME = "classes/1"
# Decimal's logarithms are correctly rounded: these are the same digits on every machine.
_EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)


def stream(seed: bytes, purpose: str) -> NDArray[np.int64]:
    """Return the starting state of a generator of its own: the first 16 bytes of
    HMAC-SHA-256(seed, "classes/1" ␟ purpose), four numbers of 32 bits, the first most significant.

    Raises ValueError where the seed is not 32 bytes long.
    """
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    words = np.frombuffer(keyed(seed, _SCHEME, purpose)[:16], ">u4").astype(np.int64)
    if not words.any():  # the one state a shift register never leaves
        words[0] = 1
    return words


def ticket(seed: bytes, purpose: str, message: str) -> bytes:
    """Return the ticket of one of several candidates: the smallest is taken."""
    return keyed(seed, _SCHEME, purpose, message)


@cache
def logs() -> NDArray[np.int64]:
    """Return −ln((k + ½) / LOGS) for each k, times 2^LOG_BITS, to the nearest whole number."""
    scale = Decimal(1 << LOG_BITS)
    found = [
        -_EXACT.multiply(_EXACT.ln(_EXACT.divide(Decimal(2 * k + 1), Decimal(2 * LOGS))), scale)
        for k in range(LOGS)
    ]
    return np.array([int(value.to_integral_value(ROUND_HALF_EVEN)) for value in found], np.int64)


@cache
def falling(stages: int, times: int) -> tuple[int, ...]:
    """Return how heat falls: `stages` steps from 2^32 to 2^32 / times, by one ratio."""
    step = _EXACT.divide(_EXACT.ln(Decimal(times)), Decimal(max(1, stages - 1)))
    unit = Decimal(1 << 32)
    return tuple(
        int(_EXACT.multiply(_EXACT.exp(-_EXACT.multiply(step, Decimal(k))), unit))
        for k in range(stages)
    )
