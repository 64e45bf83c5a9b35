"""A sealed text opens in its own place, and nowhere else."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.crypto.conftest import WriteKeys
from tests.platform.crypto.lines import line
from xueyou.platform.crypto import Unreadable, seal, unseal

UID = UUID("018f0000-0000-7000-8000-000000000001")
OTHER = UUID("018f0000-0000-7000-8000-000000000002")
NUMBER = "11010519491231002X"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_was_sealed_opens_again(text: str) -> None:
    """Any text comes back as it was, and its bytes are not in what is kept."""
    kept = seal("test.number", UID, text)
    assert unseal("test.number", UID, kept.value, kept.key_id) == text
    assert len(text.encode()) < 8 or text.encode() not in kept.value


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_both_ciphers(field_keys: WriteKeys, cipher: str) -> None:
    """The file of keys decides the cipher; nothing else changes."""
    field_keys(line(cipher, "k1"))
    kept = seal("test.number", UID, NUMBER)
    assert kept.key_id == "k1"
    assert unseal("test.number", UID, kept.value, kept.key_id) == NUMBER


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_another_place_does_not_open(field_keys: WriteKeys, cipher: str) -> None:
    """Another row, another column, another key name, one changed byte: none of them opens."""
    field_keys(line(cipher, "k0"), line(cipher, "k1"))
    value, key = (kept := seal("test.number", UID, NUMBER)).value, kept.key_id
    wrong = [
        ("test.number", OTHER, value, key),
        ("test.answers", UID, value, key),
        ("test.number", UID, value, "k0"),
        ("test.number", UID, value, "gone"),
        ("test.number", UID, b"", key),
        *(
            ("test.number", UID, value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :], key)
            for at in range(len(value))
        ),
    ]
    for place in wrong:
        with pytest.raises(Unreadable) as refused:
            unseal(*place)
        assert NUMBER not in str(refused.value)


def test_equal_texts_look_different() -> None:
    """Two seals of one text share nothing: nobody can tell that two numbers are equal."""
    values = {seal("test.number", UID, NUMBER).value for _ in range(50)}
    assert len(values) == 50
    assert len({value[:12] for value in values}) == 50


def test_the_last_line_seals_and_every_line_opens(field_keys: WriteKeys) -> None:
    """A new key, also of the other cipher, is added below; what was sealed before still opens."""
    field_keys(line("aes-256-gcm", "k1"))
    old = seal("test.number", UID, NUMBER)
    field_keys(line("aes-256-gcm", "k1"), line("sm4-gcm", "k2"))
    new = seal("test.number", UID, NUMBER)
    assert (old.key_id, new.key_id) == ("k1", "k2")
    assert unseal("test.number", UID, old.value, old.key_id) == NUMBER
    assert unseal("test.number", UID, new.value, new.key_id) == NUMBER


def test_a_database_row_may_hand_over_a_memoryview() -> None:
    """PostgreSQL answers binary columns as memoryview."""
    kept = seal("test.number", UID, NUMBER)
    assert unseal("test.number", UID, memoryview(kept.value), kept.key_id) == NUMBER  # type: ignore[arg-type]
