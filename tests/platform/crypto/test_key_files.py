"""Key files are read strictly, refused in a sentence, and made once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.platform.crypto.lines import line
from xueyou.platform.crypto.key_files import (
    KeysWrong,
    make_field_keys,
    make_index_keys,
    read_field_keys,
    read_index_keys,
)

K1, X1, D1 = line("aes-256-gcm", "k1"), line("index", "x1"), line("digest", "d1")
SECRET = K1.split()[2]

WRONG_FIELDS = {
    "empty": "",
    "only a remark": "# nothing\n",
    "unknown cipher": f"des k1 {SECRET}\n",
    "an index key": X1,
    "short": f"aes-256-gcm k1 {SECRET[:-2]}\n",
    "long": f"sm4-gcm k1 {SECRET}\n",
    "no hex": f"aes-256-gcm k1 {'zz' * 32}\n",
    "monotonous": f"aes-256-gcm k1 {'00' * 32}\n",
    "bad name": f"aes-256-gcm K/1 {SECRET}\n",
    "long name": f"aes-256-gcm {'k' * 21} {SECRET}\n",
    "four words": f"{K1} more\n",
    "same name": f"{K1}\n{line('sm4-gcm', 'k1')}\n",
    "same key": f"{K1}\n{K1.replace('k1', 'k2')}\n",
}
WRONG_INDEX = {
    "no digest": X1,
    "no index": D1,
    "three": "\n".join([X1, line("index", "x2"), line("index", "x3"), D1]),
    "two digests": "\n".join([X1, D1, line("digest", "d2")]),
    "a field key": "\n".join([X1, D1, K1]),
}


@pytest.mark.parametrize("text", WRONG_FIELDS.values(), ids=WRONG_FIELDS.keys())
def test_wrong_field_keys_are_refused(tmp_path: Path, text: str) -> None:
    """The sentence names file and line, never the key."""
    path = tmp_path / "fields"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeysWrong) as refused:
        read_field_keys(path)
    assert "fields" in refused.value.zh
    assert SECRET[:16] not in refused.value.zh


@pytest.mark.parametrize("text", WRONG_INDEX.values(), ids=WRONG_INDEX.keys())
def test_wrong_index_keys_are_refused(tmp_path: Path, text: str) -> None:
    """One digest key, and one or two index keys."""
    path = tmp_path / "index"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeysWrong):
        read_index_keys(path)


@pytest.mark.parametrize("make", ["missing", "folder", "binary"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, make: str) -> None:
    """What is no text file is told as such."""
    path = tmp_path / "fields"
    if make == "folder":
        path.mkdir()
    if make == "binary":
        path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeysWrong, match="读不出来"):
        read_field_keys(path)


def test_remarks_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    """An operator may write down when a key came."""
    path = tmp_path / "fields"
    path.write_text(f"# 2026年启用\n\n{K1}\n", encoding="utf-8")
    keys = read_field_keys(path)
    assert keys.newest.name == "k1"
    assert SECRET not in repr(keys)


def test_first_keys_are_made_once_also_by_eight_at_once(tmp_path: Path) -> None:
    """Every process that starts reads the same keys, from files that nobody else may read."""
    fields, index = tmp_path / "keys" / "fields", tmp_path / "keys" / "index"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: (make_field_keys(fields), make_index_keys(index)), range(32)))
    first = fields.read_bytes(), index.read_bytes()
    make_field_keys(fields)
    make_index_keys(index)
    assert (fields.read_bytes(), index.read_bytes()) == first
    assert read_field_keys(fields).newest.use == "aes-256-gcm"
    assert read_index_keys(index).following is None
    assert {stat.S_IMODE(path.stat().st_mode) for path in (fields, index)} == {0o600}
    assert sorted(path.name for path in fields.parent.iterdir()) == ["fields", "index"]
