"""Tickets stand in the order of 32-byte numbers, or around a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.engines.drawing import circular, ranks

# Few values a byte: whole words collide, as if the hash had been cut to eight bits.
TICKET = st.lists(st.sampled_from([0, 1, 255]), min_size=1, max_size=2).map(
    lambda ends: bytes([ends[0]]) + bytes(30) + bytes([ends[-1]])
)


@given(st.lists(TICKET))
def test_ranks_are_the_order_of_bytes(drawn):
    """Tests that all 32 bytes decide, and that equal tickets share a place."""
    line = sorted(set(drawn))
    assert ranks(drawn).tolist() == [line.index(ticket) for ticket in drawn]


@given(st.lists(TICKET, min_size=1), TICKET, st.booleans())
def test_a_circle_is_walked_from_the_start(drawn, start, up):
    """Tests the circle by walking it: at or after the start first, then on around."""
    line = sorted(set(drawn), reverse=not up)
    first = next((i for i, t in enumerate(line) if (t >= start if up else t <= start)), 0)
    walked = line[first:] + line[:first]
    found = circular(drawn, start, "up" if up else "down")
    assert found.tolist() == [walked.index(ticket) for ticket in drawn]


def test_a_short_ticket_or_start_is_refused():
    """Tests that nothing shorter than 32 bytes is compared."""
    with pytest.raises(ValueError, match="32"):
        ranks([b"short"])
    with pytest.raises(ValueError, match="32"):
        circular([bytes(32)], b"short", "up")
    with pytest.raises(ValueError, match="sideways"):
        circular([bytes(32)], bytes(32), "sideways")
