"""A ticket is HMAC-SHA-256 of the group under the seed."""

import hmac
from hashlib import sha256

import pytest

from xueyou.engines.drawing import tickets

SEED = bytes(range(32))


def test_a_ticket_is_the_hmac_of_group_and_option():
    """Tests each ticket against the standard library's HMAC."""
    groups = ["0001", "王家", "a" * 300, ""]
    for option in ("*", "六中"):
        wanted = [
            hmac.new(SEED, f"{group}\x1f{option}".encode(), sha256).digest() for group in groups
        ]
        assert tickets(SEED, groups, option) == wanted


def test_a_seed_of_another_length_is_refused():
    """Tests that a seed is 32 bytes, for a short one is an error of reading."""
    with pytest.raises(ValueError, match="32"):
        tickets(SEED[:31], ["a"])
