"""A family's row file is what was committed to, and is known again after mail and editors."""

import csv
from pathlib import Path

import pytest

from tests.formats.proof.bundles import copied, made_bundle
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof.row_files import (
    RowFileBroken,
    RowsDiffer,
    file_name,
    read_row,
    row_files,
)

BOM = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sealed bundle."""
    return made_bundle(tmp_path_factory.mktemp("run"), 5)


def test_everybody_gets_the_row_that_was_committed_to(bundle: Path) -> None:
    """Tests bytes against openings.csv, both input tables and the public commitments."""
    with (bundle / "openings.csv").open(encoding="utf-8", newline="") as file:
        opened = list(csv.reader(file))[1:]
    public = (bundle / "public/commitments.csv").read_text(encoding="utf-8").splitlines()
    tables = [
        (bundle / f"inputs/{name}.csv").read_text(encoding="utf-8").splitlines()
        for name in ("applicants", "choices")
    ]
    found = dict(row_files(bundle))
    assert list(found) == [row[0] for row in opened]
    for who, name, salt in opened:
        lines = [f"salt: {salt}", f"pseudonym: {name}"]
        for table in tables:
            lines += [table[0], *(line for line in table[1:] if line.split(",")[0] == who)]
        assert found[who].decode() == "\n".join(["xueyou-row/1", *lines, ""])
        assert f"{name},{sha256_hex(found[who])}" in public


@pytest.mark.parametrize("name", ["inputs/applicants.csv", "openings.csv", "secret.txt"])
def test_no_file_is_made_of_a_bundle_that_does_not_hold(
    bundle: Path, tmp_path: Path, name: str
) -> None:
    """Tests one letter of the facts, of the salts, of the secret."""
    forged = copied(bundle, tmp_path / "forged")
    data = (forged / name).read_bytes().rstrip(b"\n")
    (forged / name).write_bytes(data[:-1] + (b"0" if data[-1:] != b"0" else b"1") + b"\n")
    with pytest.raises(RowsDiffer):
        list(row_files(forged))


def test_what_mail_and_editors_put_in_is_taken_out_and_said(bundle: Path) -> None:
    """Tests Windows and old Macintosh line ends, marks, UTF-16, GB18030, blank lines at the end."""
    text = next(row_files(bundle))[1].decode().replace("yes", "是")
    plain = read_row(text.encode())
    assert plain.repaired == ()
    windows = text.replace("\n", "\r\n")
    for data, said in (
        (windows.encode(), ["行尾"]),
        (text.replace("\n", "\r").encode(), ["行尾"]),
        (BOM + windows.encode(), ["BOM", "行尾"]),
        (windows.encode("utf-16"), ["UTF-16", "行尾"]),
        (b"\xfe\xff" + text.encode("utf-16-be"), ["UTF-16"]),
        ((text + "备注\n").encode("gb18030"), ["GB18030"]),
        (text.rstrip("\n").encode(), ["结尾"]),
        ((text + "\n\n").encode(), ["结尾"]),
    ):
        found = read_row(data)
        assert len(found.repaired) == len(said)
        for sentence, word in zip(found.repaired, said, strict=True):
            assert word in sentence
        if "GB18030" not in said:
            assert found.commitment == plain.commitment
            assert found.pseudonym == plain.pseudonym


def test_what_is_no_row_file_is_told_in_a_sentence() -> None:
    """Tests nothing, another text, a picture, a broken pseudonym."""
    for data in (
        b"",
        b"\n\n\n",
        "您好".encode(),
        b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe",
        b"\xff\xfex",
    ):
        with pytest.raises(RowFileBroken) as broken:
            read_row(data)
        assert broken.value.zh.endswith("。")
    with pytest.raises(RowFileBroken):
        read_row(b"xueyou-row/1\nsalt: 00\npseudonym: ../../x\n")


def test_a_file_can_be_called_after_any_applicant() -> None:
    """Tests signs that some file system refuses; two applicants never share a name."""
    ids = ["a1", "A/1", "A%2F1", "甲 1", ".hidden", "..", "a:b", "010", "a\\b", "a?"]
    names = [file_name(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert names[:2] == ["a1.txt", "A%2F1.txt"]
    for name in names:
        assert not set(name) & set('/\\:*?"<>| ')
        assert not name.startswith(".")


def test_a_row_whose_quote_never_ends_is_told(bundle: Path, tmp_path: Path) -> None:
    """A table spoilt by hand is not read on and on."""
    spoilt = copied(bundle, tmp_path / "copy")
    table = spoilt / "inputs" / "applicants.csv"
    head, _, rest = table.read_bytes().partition(b"\n")
    table.write_bytes(head + b'\n"' + rest)
    with pytest.raises(RowsDiffer):
        list(row_files(spoilt))
