"""The verifier holds a draw's commitment, its source and its reveal against what was drawn for."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from tests.formats.proof.bundles import CODE, codes, copied, made_bundle, refitted, said_of
from tests.formats.proof.bundles import write_inputs as written
from tests.reference.admission_worlds import made_from
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.proof import draws
from xueyou.rulebook.allocation.run import asked_in, run

T = datetime(2026, 7, 1, 20, 0, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)
FORM = "numbers:6:1:33:sorted"
SPARE = "digits:8"
PUBLISHED = "33 07,01,12 08 25"


def drawn(folder, to, *, moved=False):
    """Return a folder as `draw reveal` writes it, for the inputs of a folder."""
    fixed = asked_in(folder).committed()
    commit = draws.commitment(
        ordinal=1,
        previous=None,
        repeats=[],
        fixed=fixed,
        code=CODE,
        sources=[draws.Source("红球", FORM), draws.Source("收盘指数", SPARE)],
        not_before=T,
        committed_at=T - HOUR,
        seals=[draws.seal("481516"), draws.seal("2342")],
        rehearsal=moved,
    )
    to.mkdir()
    (to / "commit.json").write_bytes(commit)
    (to / "reveal.json").write_bytes(revealed(commit, moved=moved))
    (to / "roster.csv").write_bytes(fixed.roster)
    return to


def revealed(commit, *, moved=False):
    """Return reveal.json of a commitment."""
    return draws.revelation(
        commit,
        used=0,
        because="",
        published=PUBLISHED,
        witnesses=["481516", "2342"],
        now=T + HOUR,
        rehearsal=moved,
    )


def official(folder, *, moved=False):
    """Return the sealed bundle of a made instance, drawn."""
    made = made_from(8, 24, 6, modes=("parallel", "deferred"), ties=("lottery", "lottery"))
    inputs = written(made, folder / "in")
    run(inputs, folder / "out", code=CODE, draw=drawn(inputs, folder / "draw", moved=moved))
    return folder / "out"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a drawn bundle that holds."""
    return official(tmp_path_factory.mktemp("run"))


@pytest.fixture
def changing(sealed, tmp_path):
    """Return a copy of the bundle for one test."""
    return copied(sealed, tmp_path / "copy")


def put(bundle, **files):
    """Write commit or reveal into both parts and make everything else fit."""
    for name, data in files.items():
        for folder in (bundle, bundle / "public"):
            (folder / "draw" / f"{name}.json").write_bytes(data)
    names = {"draw": "commit", "reveal": "reveal"}
    book = {
        key: sha256_hex((bundle / "draw" / f"{name}.json").read_bytes())
        for key, name in names.items()
    }
    refitted(bundle, **book)


def read(bundle, name):
    """Return a file of the draw."""
    return json.loads((bundle / "draw" / f"{name}.json").read_bytes())


def test_a_draw_that_holds(sealed):
    """Tests both parts, and the draw's own published digest as a code."""
    assert read(sealed, "reveal")["value"] == "1 7 8 12 25 33"
    code = sha256_hex((sealed / "draw" / "commit.json").read_bytes())
    for part in (sealed, sealed / "public"):
        assert said_of(part) == said_of(part, code) == ""


@pytest.mark.parametrize("name", ["roster", "rules", "places", "options"])
def test_a_draw_made_for_something_else(changing, name):
    """Tests each digest of the commitment, with reveal, seed and all codes made to fit."""
    commit = read(changing, "commit")
    commit[name]["sha256"] = "0" * 64
    data = canonical_json(commit)
    put(changing, commit=data, reveal=revealed(data))
    assert said_of(changing).startswith("draw/commit.json")
    if name in ("places", "options"):
        assert said_of(changing / "public").startswith("draw/commit.json")


REVEALS = [
    {"published": "33 07,01,12 08 26"},
    {"published": "33 07,01,12 08"},
    {"published": "33 07,01,12 08 25 25"},
    {"published": "34 07,01,12 08 25"},
    {"value": "1 7 8 12 25 32"},
    {"source": {"name": "红球", "form": "numbers:6:1:33"}},
    {"source": {"name": "别处", "form": FORM}},
    {"source": {"name": "收盘指数", "form": SPARE}, "published": "12345678"},
    {"revealed_at": "2026-07-01T19:59:59+08:00"},
    {"witnesses": ["2342", "481516"]},
    {"witnesses": ["481516"]},
    {"seed": "0" * 64},
    {"commit": "0" * 64},
    {"rehearsal": True},
]


@pytest.mark.parametrize("said", REVEALS, ids=str)
def test_a_reveal_that_was_rewritten(changing, said):
    """Tests what the source said, which source, when, who witnessed: value and seed may fit."""
    code, _ = codes(changing)
    reveal = read(changing, "reveal") | said
    data = canonical_json(reveal)
    (changing / "draw" / "reveal.json").write_bytes(data)
    put(changing, reveal=data)
    for part in (changing, changing / "public"):
        found = said_of(part)
        assert found.startswith(("draw/reveal.json", "certificate.json")), found
        assert said_of(part, code).startswith("commitment.json")


def test_a_source_that_said_nothing_of_its_form(changing):
    """Tests words that fit no form, with an empty value and the seed that would come of it."""
    reveal = read(changing, "reveal")
    for value in (None, ""):
        seed = draws.seed_of(reveal["commit"], "", reveal["witnesses"]).hex()
        data = canonical_json(reveal | {"published": "x", "value": value, "seed": seed})
        put(changing, reveal=data)
        for part in (changing, changing / "public"):
            assert said_of(part).startswith("draw/reveal.json"), said_of(part)


def test_the_words_of_a_reveal_are_bound_by_the_result_code(changing):
    """Tests a reason that nothing is computed from."""
    code, _ = codes(changing)
    data = canonical_json(read(changing, "reveal") | {"note": "x"})
    for folder in (changing, changing / "public"):
        (folder / "draw" / "reveal.json").write_bytes(data)
    refitted(changing)
    assert said_of(changing).startswith("draw/reveal.json")
    put(changing, reveal=data)
    assert said_of(changing, code).startswith("commitment.json")


def test_a_source_older_than_the_commitment(changing):
    """Tests dates that contradict one another."""
    commit = read(changing, "commit") | {"committed_at": "2026-07-01T20:00:00+08:00"}
    data = canonical_json(commit)
    put(changing, commit=data, reveal=revealed(data))
    assert said_of(changing).startswith("draw/reveal.json")


def test_a_draw_under_a_moved_clock_is_a_rehearsal(tmp_path):
    """Tests that the certificate says so, and that taking the word out is found."""
    bundle = official(tmp_path, moved=True)
    certificate = json.loads((bundle / "certificate.json").read_bytes())
    assert (certificate["rehearsal"], certificate["seed"]) == (True, None)
    assert said_of(bundle) == said_of(bundle / "public") == ""
    refitted(bundle, rehearsal=False)
    assert said_of(bundle).startswith("certificate.json")
    assert said_of(bundle / "public").startswith("certificate.json")


def test_rules_that_draw_lots_ask_for_a_draw(tmp_path, changing):
    """Tests a rehearsal that says it is none, and a drawn result whose draw was taken out."""
    bundle = made_bundle(tmp_path, 8, "parallel")
    refitted(bundle, seed=None, rehearsal=False)
    assert said_of(bundle).startswith("draw/commit.json")
    assert said_of(bundle / "public").startswith("draw/commit.json")
    refitted(changing, draw=None, reveal=None)
    assert said_of(changing).startswith("draw/commit.json")


def test_a_rehearsal_that_calls_itself_official(tmp_path):
    """Tests the word against the seed."""
    bundle = made_bundle(tmp_path, 8, "parallel")
    refitted(bundle, rehearsal=False)
    assert said_of(bundle).startswith("certificate.json")
