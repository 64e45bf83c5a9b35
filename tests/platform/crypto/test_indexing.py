"""Equal numbers meet under a blind index; nothing else does."""

import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.crypto.conftest import WriteKeys
from tests.platform.crypto.lines import line
from xueyou.platform.crypto import blind_index, keyed_digest

NUMBER = "11010519491231002X"


def test_the_index_is_an_hmac_under_the_key_in_the_file(index_keys: WriteKeys) -> None:
    """Recomputed here from the definition, byte by byte."""
    index_keys(line("index", "x1"), line("digest", "d1"))
    key = bytes.fromhex(line("index", "x1").split()[2])
    message = b"xueyou/blind-index/1\0citizen:CHN\0" + NUMBER.encode()
    found = blind_index("citizen:CHN", NUMBER)
    assert found.value == hmac.new(key, message, hashlib.sha256).digest()
    assert (found.key_id, found.next) == ("x1", None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_equal_numbers_and_only_they_meet(one: str, other: str) -> None:
    """The index is a function of the number, and tells two numbers apart."""
    assert blind_index("citizen:CHN", one) == blind_index("citizen:CHN", one)
    same = blind_index("citizen:CHN", one).value == blind_index("citizen:CHN", other).value
    assert same == (one == other)


def test_two_kinds_never_meet() -> None:
    """One number as passport and as permit gives two indexes; so does a digest of it."""
    assert blind_index("passport:CHN", "E1").value != blind_index("passport:USA", "E1").value
    assert blind_index("a", "b").value.hex() != keyed_digest("a", "b")
    with pytest.raises(ValueError, match="NUL"):
        blind_index("a\0b", "c")


def test_an_exchange_gives_both_values(index_keys: WriteKeys) -> None:
    """While two keys stand in the file, the second gives `next`; digests stay what they were."""
    index_keys(line("index", "x1"), line("digest", "d1"))
    before, digest = blind_index("citizen:CHN", NUMBER), keyed_digest("answers", "{}")
    index_keys(line("index", "x1"), line("index", "x2"), line("digest", "d1"))
    between = blind_index("citizen:CHN", NUMBER)
    index_keys(line("index", "x2"), line("digest", "d1"))
    after = blind_index("citizen:CHN", NUMBER)
    assert (between.value, between.key_id) == (before.value, "x1")
    assert (after.value, after.key_id, after.next) == (between.next, "x2", None)
    assert keyed_digest("answers", "{}") == digest


def test_another_deployment_has_other_indexes(index_keys: WriteKeys, tmp_path: Path) -> None:
    """Two cities cannot compare their children by index."""
    index_keys(line("index", "x1"), line("digest", "d1"))
    here = blind_index("citizen:CHN", NUMBER).value
    index_keys(line("index", "y1"), line("digest", "d2"))
    assert blind_index("citizen:CHN", NUMBER).value != here
