"""Whatever is changed in a bundle is found, with the file and its first row."""

import re
from random import Random  # noqa: TID251 - seeded, and only for made changes

import pytest

from tests.formats.proof.bundles import copied, files_of, made_bundle, said_of
from xueyou.formats.proof.verify import MANIFEST

FLIPS = 2000
PLACE = re.compile(r"第 (\d+) 行")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a sealed bundle that holds; each test changes it and puts it back."""
    bundle = made_bundle(tmp_path_factory.mktemp("run"), 5)
    assert said_of(bundle) == ""
    assert said_of(bundle / "public") == ""
    return bundle


@pytest.fixture
def changing(sealed, tmp_path):
    """Return a copy of the bundle for one test."""
    return copied(sealed, tmp_path / "copy")


def row_of(data: bytes, at: int) -> int:
    """Return the number of the row that holds a byte."""
    return data[:at].count(b"\n") + 1


def told(bundle, path, data: bytes, at: int) -> None:
    """Change one byte, look that file and row are told, and put it back."""
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    said = said_of(bundle)
    path.write_bytes(data)
    name = path.relative_to(bundle).as_posix()
    assert said.startswith(name), (name, at, said)
    assert PLACE.search(said), said
    if path.name != MANIFEST and data[at] not in (10, 11):
        assert PLACE.search(said)[1] == str(row_of(data, at)), (name, at, said)


def test_two_thousand_flips_are_each_told_by_file_and_row(changing):
    """Tests random single-bit changes over all files, drawn by size but none left out."""
    chance = Random(2026)
    files = files_of(changing)
    found = 0
    for number in range(FLIPS):
        path = files[number % len(files)]
        data = path.read_bytes()
        told(changing, path, data, chance.randrange(len(data)))
        found += 1
    assert found == FLIPS
    assert said_of(changing) == ""


def test_first_and_last_byte_of_every_file(changing):
    """Tests the two ends of each file."""
    for path in files_of(changing):
        data = path.read_bytes()
        for at in (0, len(data) - 1):
            told(changing, path, data, at)


def test_a_file_more_less_or_by_another_name(changing):
    """Tests that the set of files is fixed, in the sealed and in the public part."""
    for path in [path for path in files_of(changing) if path.name != MANIFEST]:
        name = path.relative_to(changing).as_posix()
        data = path.read_bytes()
        path.unlink()
        assert said_of(changing) == f"{name} 不见了。"
        path.with_name("other").write_bytes(data)
        assert said_of(changing)
        path.with_name("other").unlink()
        path.write_bytes(data)
    (changing / "public" / "more.txt").write_text("x")
    assert said_of(changing) == "public/more.txt 是多出来的文件。"
    (changing / "public" / "more.txt").unlink()
    (changing / MANIFEST).unlink()
    assert "不见了" in said_of(changing)


def test_a_link_in_place_of_a_file(changing, tmp_path):
    """Tests that even a link to equal bytes is refused."""
    path = changing / "envy.csv"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert said_of(changing) == "envy.csv 是一个链接，不是文件。"


def test_two_rows_swapped(changing):
    """Tests that order is part of a table."""
    path = changing / "inputs" / "choices.csv"
    rows = path.read_bytes().split(b"\n")
    rows[3], rows[4] = rows[4], rows[3]
    path.write_bytes(b"\n".join(rows))
    assert said_of(changing).startswith("inputs/choices.csv 被改动过，第 4 行")


def test_line_ends_of_another_system(changing):
    """Tests CRLF in each text file."""
    for path in files_of(changing):
        data = path.read_bytes()
        if b"\n" not in data:
            continue
        path.write_bytes(data.replace(b"\n", b"\r\n"))
        assert PLACE.search(said_of(changing))[1] == "1" or path.name == MANIFEST
        assert said_of(changing).startswith(path.relative_to(changing).as_posix())
        path.write_bytes(data)


def test_the_public_bundle_alone(changing):
    """Tests flips in the public bundle as the public has it."""
    public = changing / "public"
    for path in files_of(public):
        data = path.read_bytes()
        told(public, path, data, len(data) // 2)
