"""Whoever changes any byte of any table and rewrites the manifests is found all the same."""

import json

import pytest

from tests.formats.proof.bundles import (
    changed,
    codes,
    copied,
    made_bundle,
    refitted,
    resealed,
    rewrite_manifests,
    said_of,
)

SEALED = ("placements", "cutoffs", "unplaced", "envy", "waiting", "openings")
PUBLIC = ("placements", "cutoffs", "commitments")
TABLES = [*(f"{name}.csv" for name in SEALED), *(f"public/{name}.csv" for name in PUBLIC)]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a sealed bundle that holds, where some are not placed."""
    return made_bundle(tmp_path_factory.mktemp("run"), 8, "deferred")


@pytest.fixture
def changing(sealed, tmp_path):
    """Return a copy of the bundle for one test."""
    return copied(sealed, tmp_path / "copy")


@pytest.mark.parametrize("name", TABLES)
def test_what_stands_behind_the_last_row(changing, name):
    """Tests bytes without a line feed, an empty row, and the last line feed taken away."""
    path = changing / name
    data = path.read_bytes()
    for forged in (data + b"x", data + b"\n", data[:-1]):
        path.write_bytes(forged)
        rewrite_manifests(changing)
        assert said_of(changing).startswith(name), (name, forged[-5:])


@pytest.mark.parametrize("name", TABLES)
def test_the_header_row(changing, name):
    """Tests that names of columns are compared as well."""
    path = changing / name
    path.write_bytes(path.read_bytes().replace(b",", b"_,", 1))
    rewrite_manifests(changing)
    assert said_of(changing).startswith(f"{name} 第 1 行"), said_of(changing)


def test_the_public_tables_alone(sealed, tmp_path):
    """Tests header and end of each public table as the public checks it."""
    for name in PUBLIC:
        for old, new in ((b",", b"_,"), (b"\n", b"\n\n")):
            public = copied(sealed / "public", tmp_path / "copy")
            changed(public, f"{name}.csv", old, new)
            assert said_of(public).startswith(f"{name}.csv"), name


def test_every_cell_of_the_unplaced(changing):
    """Tests batch, rank and option of the last choice considered, computed anew, row named."""
    path = changing / "unplaced.csv"
    data = path.read_bytes()
    rows = data.decode().split("\n")
    place = next(n for n, row in enumerate(rows) if n and row.split(",")[3])
    for column in range(5):
        cells = rows[place].split(",")
        cells[column] += "1"
        path.write_text("\n".join([*rows[:place], ",".join(cells), *rows[place + 1 :]]))
        rewrite_manifests(changing)
        assert said_of(changing).startswith(f"unplaced.csv 第 {place + 1} 行"), column


@pytest.mark.parametrize("name", ["envy.csv", "waiting.csv"])
def test_what_is_not_computed_anew_is_bound_by_the_result_code(changing, name):
    """Tests a row more: told by commitment.json, and where that is made to fit, by the code."""
    code, _ = codes(changing)
    path = changing / name
    path.write_bytes(path.read_bytes() + b"within,a,P1,P2,X\n")
    rewrite_manifests(changing)
    assert said_of(changing).startswith(name)
    resealed(changing, name)
    assert said_of(changing) == ""
    for part in (changing, changing / "public"):
        assert said_of(part, code).startswith("commitment.json")


def test_a_secret_of_ones_own_opens_no_sealed_file(changing):
    """Tests that the digests of sealed files hang on the secret that is sealed with them."""
    (changing / "secret.txt").write_text("0" * 64 + "\n")
    rewrite_manifests(changing)
    assert said_of(changing)


def test_counts_of_the_certificate(changing):
    """Tests a count changed alone, and with all made to fit, which only the code finds."""
    code, _ = codes(changing)
    counts = json.loads((changing / "certificate.json").read_bytes())["counts"]
    bundle = copied(changing, changing.parent / "one")
    said = b'"placed":%d' % counts["placed"]
    changed(bundle, "certificate.json", said, said + b"0")
    assert said_of(bundle).startswith("certificate.json")
    assert said_of(bundle / "public").startswith("certificate.json")
    refitted(changing, counts=counts | {"placed": 0})
    assert said_of(changing) == ""
    for part in (changing, changing / "public"):
        assert said_of(part, code).startswith("commitment.json")


def test_rules_as_written_are_bound_too(changing):
    """Tests a word of rules.yaml that decides no place."""
    path = changing / "inputs" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市", "别的市"), encoding="utf-8")
    rewrite_manifests(changing)
    assert said_of(changing).startswith("inputs/rules.yaml")
