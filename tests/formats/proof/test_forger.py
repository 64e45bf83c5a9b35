"""Who changes a bundle and rewrites its manifest is found by computation, or by a code alone."""

import csv
import json

import pytest

from tests.formats.proof.bundles import (
    CODE,
    HEADS,
    codes,
    copied,
    made_bundle,
    refitted,
    rewrite_manifests,
    said_of,
    write_table,
)
from tests.reference.admission_worlds import made_from
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.allocation.run import run


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a sealed bundle that holds."""
    return made_bundle(tmp_path_factory.mktemp("run"), 5)


def rows_of(path):
    """Return the rows of a table."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_a_changed_place_with_a_new_manifest(sealed, tmp_path):
    """Tests that each table of results is held against the computation, row named."""
    for name, row, cell in (
        ("placements.csv", 1, 5),
        ("cutoffs.csv", 1, 3),
        ("cutoffs.csv", 1, 5),
        ("unplaced.csv", 1, -1),
        ("openings.csv", 2, 2),
        ("public/placements.csv", 1, 4),
        ("public/cutoffs.csv", 2, 4),
        ("public/commitments.csv", 3, 1),
    ):
        bundle = copied(sealed, tmp_path / "copy")
        rows = rows_of(bundle / name)
        rows[row][cell] += "1"
        heads = [str(n) for n in range(len(rows[0]))]
        write_table(bundle / name, heads, [dict(zip(heads, each, strict=True)) for each in rows])
        text = (bundle / name).read_bytes().split(b"\n", 1)[1].replace(b"\r\n", b"\n")
        (bundle / name).write_bytes(text)
        rewrite_manifests(bundle)
        assert said_of(bundle).startswith(name), (name, said_of(bundle))


def test_a_changed_fact_with_a_new_manifest(sealed, tmp_path):
    """Tests that the facts are held against the committed digest."""
    bundle = copied(sealed, tmp_path / "copy")
    path = bundle / "inputs" / "applicants.csv"
    path.write_bytes(path.read_bytes().replace(b",1\n", b",0\n", 1) + b"z9,,\n")
    rewrite_manifests(bundle)
    assert said_of(bundle).startswith("inputs/applicants.csv")


def test_changed_keys_with_all_digests_made_to_fit(sealed, tmp_path):
    """Tests that the sealed bundle finds ordered keys that do not come from its facts."""
    bundle = copied(sealed, tmp_path / "copy")
    problem = json.loads((bundle / "problem.json").read_bytes())
    problem["batches"][0]["key"].reverse()
    data = canonical_json(problem)
    for folder in (bundle, bundle / "public"):
        (folder / "problem.json").write_bytes(data)
    refitted(bundle, problem=sha256_hex(data))
    assert said_of(bundle).startswith("problem.json")


def test_the_forger_who_does_everything_anew_is_found_by_a_published_code_alone(tmp_path):
    """Tests that nothing inside a bundle can find him, and either code can."""
    honest = made_bundle(tmp_path / "honest", 5)
    made = made_from(5, 24, 6)
    for row in made.tables["applicants"]:
        if row["score"] == "0":
            row["score"] = "4"
            break
    else:
        raise AssertionError("nobody to favour")
    folder = tmp_path / "forged"
    folder.mkdir()
    (folder / "rules.yaml").write_bytes((tmp_path / "honest" / "in" / "rules.yaml").read_bytes())
    more = {"applicants": made.rules["facts"], "options": made.rules["attributes"]}
    for name, heads in HEADS.items():
        write_table(folder / f"{name}.csv", [*heads, *more.get(name, ())], made.tables[name])
    run(folder, tmp_path / "out", code=CODE, seed=made.seed)
    forged = tmp_path / "out"
    for part in (forged, forged / "public"):
        assert said_of(part) == ""
        for code in codes(honest):
            assert said_of(part, code).startswith("commitment.json")
        for code in codes(forged):
            assert said_of(part, code) == ""
    for code in codes(honest):
        assert said_of(honest, code) == said_of(honest / "public", code.upper()) == ""
