"""A public bundle does not tell whose row is whose, not even to who knows a hundred scores."""

import csv
import hashlib
import json
from random import Random  # noqa: TID251 - seeded, and only for made people

import pytest

from tests.formats.proof.bundles import CODE, HEADS, write_table
from xueyou.rulebook.allocation.run import run

PEOPLE = 2000
KNOWN = 100
RULES = """schema: xueyou-rules/1
title: 一千人
jurisdiction: {code: "990000", name: 示例市}
year: 2026
stage: senior
facts:
  total: {zh: 总分, type: decimal, step: 0.5}
  math: {zh: 数学, type: integer}
  junior: {zh: 初中, type: code}
  needy: {zh: 特殊教育需要, type: flag, sensitivity: sensitive}
batches:
  - id: a
    zh: 统招
    choices: {mode: deferred, max: 3}
    pools:
      - {id: junior, zh: 校, by: junior, hard: true}
      - {id: care, zh: 特教, who: needy == 是, hard: true}
      - {id: open, zh: 余, all: true, places: rest, hard: true}
    precedence: [junior, care, open]
    rank: [total desc]
    ties: [math desc]
    tie_last: stable_id
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Return (people by id, public folder, sealed folder) of an official run without lottery."""
    folder = tmp_path_factory.mktemp("privacy")
    chance = Random(7)
    people = {
        f"P{n:05}": {
            "total": f"{chance.randrange(800, 1500) / 2:g}",
            "math": str(chance.randrange(60, 151)),
            "junior": f"J{chance.randrange(20):02}",
            "needy": "是" if n % 50 == 0 else "否",
        }
        for n in range(PEOPLE)
    }
    options = [f"H{n}" for n in range(8)]
    tables = {
        "applicants": [{"applicant": one, "group": "", **facts} for one, facts in people.items()],
        "choices": [
            {"applicant": one, "batch": "a", "rank": str(rank), "option": option}
            for one in people
            for rank, option in enumerate(chance.sample(options, 3), 1)
        ],
        "options": [{"option": one, "batch": "a", "places": "150"} for one in options],
        "quotas": [
            {"batch": "a", "option": one, "pool": f"J{n:02}", "places": "3"}
            for one in options
            for n in range(20)
        ]
        + [{"batch": "a", "option": one, "pool": "care", "places": "2"} for one in options],
    }
    (folder / "in").mkdir()
    (folder / "in" / "rules.yaml").write_text(RULES, encoding="utf-8")
    for name, heads in HEADS.items():
        more = ["total", "math", "junior", "needy"] if name == "applicants" else []
        write_table(folder / "in" / f"{name}.csv", [*heads, *more], tables[name])
    run(folder / "in", folder / "out", code=CODE, seed=None)
    return people, folder / "out" / "public", folder / "out"


def table(path):
    """Return the rows of a table without its header."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]


def test_no_fact_and_no_id_stands_in_a_public_file(world):
    """Tests every id, score and school of every person against all bytes that are public."""
    people, public, _ = world
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in public.iterdir()
        if not path.name.startswith("verify") and path.name != "LINES.crc32"
    )
    for one in people:
        assert one not in text
    problem = json.loads((public / "problem.json").read_bytes())
    labels = {row[1] for part in problem["batches"] for row in part["pools"]}
    assert not labels & {facts["junior"] for facts in people.values()}
    words = {row[2] for row in table(public / "cutoffs.csv")}
    assert words == labels
    assert labels - {label for label in labels if len(label) == 16} == {"open"}
    for part in problem["batches"]:
        assert part["pools"] == sorted(part["pools"], key=lambda row: row[:2]), "labels, not rules"


def test_known_scores_open_no_row(world):
    """Tests a hundred known people against every commitment, salted with all that is public."""
    people, public, sealed = world
    committed = dict(table(public / "commitments.csv"))
    known = Random(1).sample(sorted(people), KNOWN)
    heads = (sealed / "inputs" / "applicants.csv").read_bytes().split(b"\n")
    rows = {line.split(b",")[0].decode(): line for line in heads[1:-1]}
    digests = set(committed.values())
    salts = ["", "0" * 64, *[json.loads((public / "commitment.json").read_bytes())["rows"]]]
    for one in known:
        for name in Random(2).sample(sorted(committed), 20):
            for salt in (*salts, name * 2):
                text = f"xueyou-row/1\nsalt: {salt}\npseudonym: {name}\n".encode() + rows[one]
                assert hashlib.sha256(text).hexdigest() not in digests
        assert hashlib.sha256(rows[one]).hexdigest() not in digests


def test_places_of_rows_and_names_link_at_chance_level(world):
    """Tests guesses by the place of a row, by the order of names, and by digests of ids."""
    people, public, sealed = world
    truth = {row[0]: row[1] for row in table(sealed / "openings.csv")}
    known = Random(3).sample(sorted(people), KNOWN)
    by_score = sorted(people, key=lambda one: (-float(people[one]["total"]), one))
    problem = json.loads((public / "problem.json").read_bytes())
    lists = {
        "commitments": [row[0] for row in table(public / "commitments.csv")],
        "placements": [row[0] for row in table(public / "placements.csv")],
        "problem": problem["batches"][0]["people"],
    }
    for said, names in lists.items():
        for order in (sorted(people), by_score):
            place = {one: n for n, one in enumerate(order)}
            guesses = [names[place[one] * len(names) // PEOPLE] for one in known]
            hits = sum(truth[one] == name for one, name in zip(known, guesses, strict=True))
            assert hits <= 3, (said, hits)  # by chance 0.05 are expected; 4 have odds of 10^-7
    digests = {hashlib.sha256(one.encode()).hexdigest()[:32] for one in people}
    assert not digests & set(truth.values())


def test_equal_scores_cannot_be_read_off_the_keys(world):
    """Tests that keys are dense ranks: their values and gaps hold no score."""
    _, public, _ = world
    problem = json.loads((public / "problem.json").read_bytes())
    part = problem["batches"][0]
    for pool in range(len(part["pools"])):
        keys = sorted(
            {key for key, here in zip(part["key"], part["pool"], strict=True) if here == pool}
        )
        assert keys == list(range(len(keys)))


def test_a_family_opens_its_own_row_and_nobody_elses(world):
    """Tests the text a family keeps, whose digest anybody can compute."""
    _, public, sealed = world
    committed = dict(table(public / "commitments.csv"))
    opened = {row[0]: row for row in table(sealed / "openings.csv")}
    own = (sealed / "inputs" / "applicants.csv").read_text(encoding="utf-8").split("\n")
    filed = (sealed / "inputs" / "choices.csv").read_text(encoding="utf-8").split("\n")
    one, other = "P00017", "P00018"
    lines = [own[0], *[line for line in own if line.startswith(one)], filed[0]]
    lines += [line for line in filed if line.startswith(one)]
    _, name, salt = opened[one]
    text = "\n".join(["xueyou-row/1", f"salt: {salt}", f"pseudonym: {name}", *lines, ""])
    assert hashlib.sha256(text.encode()).hexdigest() == committed[name]
    assert committed[name] != committed[opened[other][1]]
    assert (
        hashlib.sha256(text.replace(salt, opened[other][2]).encode()).hexdigest() not in committed
    )


def test_two_official_runs_share_no_pseudonym(world, tmp_path):
    """Tests that an official run's secret comes from chance."""
    _, public, sealed = world
    run(sealed.parent / "in", tmp_path / "again", code=CODE, seed=None)
    names = {row[0] for row in table(public / "commitments.csv")}
    assert not names & {row[0] for row in table(tmp_path / "again" / "public" / "commitments.csv")}
