"""The public verifier holds the ordered keys against the rules, and against committed people."""

import json

import pytest

from tests.formats.proof.bundles import CODE, copied, made_bundle, refitted, said_of, write_inputs
from tests.reference.admission_worlds import made_from
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.allocation.running import _Run


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a sealed bundle without bound groups in its first batch."""
    return made_bundle(tmp_path_factory.mktemp("run"), 5)


def first(part):
    """Return the batch to be changed."""
    return part["batches"][0]


def stranger(problem):
    """Put in somebody who is in no list of commitments."""
    first(problem)["people"][0] = "f" * 32


def twice(problem):
    """Let one person ask twice."""
    people = first(problem)["people"]
    people[1] = people[0]


def other_way(problem):
    """Let the batch be solved in another way."""
    first(problem)["how"] = {"rounds": "in_order", "in_order": "rounds"}[first(problem)["how"]]


def unlocked(problem):
    """Let who is placed ask again."""
    first(problem)["locks"] = not first(problem)["locks"]


def renamed(problem):
    """Give the batch another id."""
    first(problem)["id"] += "x"


def without_a_batch(problem):
    """Leave the last batch out."""
    problem["batches"].pop()


def too_long(problem):
    """Let a list be longer than the rules allow."""
    first(problem)["rank"][-1] = 99


def backwards(problem):
    """Count a pool from the end, as Python would."""
    first(problem)["pool"][0] -= len(first(problem)["pools"])


def pairs(problem):
    """Let two strangers be one unit."""
    part = first(problem)
    part["sizes"][0:2] = [2]
    part["slots"][0:2] = [sum(part["slots"][0:2])]


CHANGES = [
    stranger, twice, other_way, unlocked, renamed, without_a_batch, too_long, backwards, pairs,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_order_that_the_rules_or_the_people_contradict(sealed, tmp_path, change):
    """Tests each with all codes made to fit, on the public part alone."""
    public = copied(sealed / "public", tmp_path / "copy")
    problem = json.loads((public / "problem.json").read_bytes())
    change(problem)
    data = canonical_json(problem)
    (public / "problem.json").write_bytes(data)
    refitted(public, problem=sha256_hex(data))
    assert said_of(public).startswith("problem.json"), said_of(public)


def test_ties_that_the_rules_refuse(tmp_path, monkeypatch):
    """Tests a run that let them through: both parts of its bundle tell."""
    monkeypatch.setattr(_Run, "_refuse_ties", lambda *_: None)
    told = 0
    for number in range(12):
        made = made_from(number, 24, 4, modes=("deferred", "parallel"), ties=("refuse", "refuse"))
        folder = write_inputs(made, tmp_path / f"in{number}")
        run(folder, tmp_path / f"{number}", code=CODE, seed=made.seed)
        for part, name in (("", "public/cutoffs.csv"), ("public", "cutoffs.csv")):
            said = said_of(tmp_path / f"{number}" / part)
            assert not said or said.startswith(name), said
            told += said != ""
    assert told > 2
