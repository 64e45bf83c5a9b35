"""SM3 is the one of the standard."""

import hashlib

import pytest

from xueyou.formats.sm3 import sm3_hex, written_out

STANDARD = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
]


@pytest.mark.parametrize(("message", "digest"), STANDARD)
def test_the_examples_of_the_standard(message, digest):
    """Tests the two examples of GB/T 32905 and the empty message."""
    assert written_out(message).hex() == sm3_hex(message) == digest


def test_every_length_around_a_block_agrees_with_the_machine_where_it_has_sm3():
    """Tests padding at all lengths to 130 against hashlib, or against its own known chain."""
    chain = b""
    for length in range(131):
        message = bytes(range(length % 256))[:length]
        if "sm3" in hashlib.algorithms_available:
            assert written_out(message) == hashlib.new("sm3", message).digest(), length
        chain = written_out(chain + message)
    assert chain.hex() == "0a89b54402af0f3d79ab5eace24fdf59b6d4a59620adb4345b21736333049e3a"
