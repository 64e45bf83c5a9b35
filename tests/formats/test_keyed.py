"""The keyed hash is HMAC-SHA-256 of the standard library, however it is called."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.keyed import Keyed, keyed

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.binary(min_size=1, max_size=64), TEXTS, TEXTS)
def test_it_is_hmac_over_parts_with_a_separator(key: bytes, one: str, other: str) -> None:
    """Tests the plain call and the two that absorb a part once."""
    message = f"{one}\x1f{other}".encode()
    expected = hmac.new(key, message, hashlib.sha256).digest()
    assert keyed(key, one, other) == expected
    assert Keyed(key, first=one)(other) == expected
    assert Keyed(key, last=other)(one) == expected
    assert Keyed(key)(one) == keyed(key, one)


def test_a_vector_of_rfc_4231() -> None:
    """Tests case 2 of the RFC, whose key and text are plain."""
    found = Keyed(b"Jefe")("what do ya want for nothing?").hex()
    assert found == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@pytest.mark.parametrize("text", ["", "𠮷", "a" * 1000])
def test_any_text_is_taken(text: str) -> None:
    """Tests the empty text, one beyond the first plane and a long one."""
    assert len(Keyed(bytes(32))(text)) == 32
