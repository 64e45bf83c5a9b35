"""A draw is taken only where its two files agree in all that decides the seed."""

import json
from datetime import datetime, timedelta

import pytest

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.proof import draws
from xueyou.formats.proof.draws import Committed, DrawBroken, DrawDiffers, Source, read_draw

DAY = datetime.fromisoformat("2026-08-01T08:00:00+08:00")
FIXED = Committed(
    roster=draws.roster_csv([("G", "a"), ("G", "b"), ("", "c")]),
    rules=b"rules",
    places=draws.places_csv([("b", "S", "p", "2")]),
    options=b"option,batch,places\nS,b,2\n",
)
SOURCES = [Source("A", "digits:7"), Source("B", "numbers:3:1:90:sorted")]


@pytest.fixture(name="folder")
def revealed(tmp_path):
    """Return a folder with a draw whose first source failed."""
    commit = draws.commitment(
        ordinal=1, previous=None, repeats=[], fixed=FIXED, code="0" * 64, sources=SOURCES,
        not_before=DAY + timedelta(days=1), committed_at=DAY, seals=[draws.seal("7 35")],
        rehearsal=False,
    )  # fmt: skip
    reveal = draws.revelation(
        commit, used=1, because="停", published="31, 07 12", witnesses=["735"],
        now=DAY + timedelta(days=2), rehearsal=False,
    )  # fmt: skip
    for name, data in (("commit", commit), ("reveal", reveal)):
        (tmp_path / f"{name}.json").write_bytes(data)
    (tmp_path / "roster.csv").write_bytes(FIXED.roster)
    return tmp_path


def test_what_agrees_is_taken(folder):
    """Tests the value, and that a draw is official where no clock was moved."""
    found = read_draw(folder)
    assert (found.reveal["published"], found.reveal["value"]) == ("31, 07 12", "7 12 31")
    assert found.official
    draws.hold_against(found, FIXED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("published", "31, 07 13"),
        ("published", "31, 07"),
        ("value", "7 12 32"),
        ("source", {"name": "A", "form": "digits:7"}),
        ("source", {"name": "B", "form": "numbers:3:1:90"}),
        ("source", {"name": "C", "form": "numbers:3:1:90:sorted"}),
        ("missed", []),
        ("missed", [{"source": {"name": "Z", "form": "digits:7"}, "why": "停"}]),
        ("witnesses", ["736"]),
        ("revealed_at", "2026-08-01T09:00:00+08:00"),
        ("revealed_at", None),
        ("commit", "0" * 64),
    ],
)
def test_an_edited_revelation_is_refused_though_its_seed_is_computed_anew(folder, name, value):
    """Tests each part of reveal.json, by a forger who knows how a seed is made."""
    said = json.loads((folder / "reveal.json").read_bytes()) | {name: value}
    digest = sha256_hex((folder / "commit.json").read_bytes())
    said["seed"] = draws.seed_of(digest, said["value"], said["witnesses"]).hex()
    (folder / "reveal.json").write_bytes(canonical_json(said))
    with pytest.raises(DrawBroken):
        read_draw(folder)


@pytest.mark.parametrize("name", ["roster", "rules", "places", "options"])
def test_other_inputs_than_committed_differ(folder, name):
    """Tests each of the four; options nobody committed to are not compared."""
    other = {part: getattr(FIXED, part) for part in ("roster", "rules", "places", "options")}
    other[name] += b"x"
    found = read_draw(folder)
    with pytest.raises(DrawDiffers):
        draws.hold_against(found, Committed(**other))
    found.commit["options"] = None
    if name == "options":
        draws.hold_against(found, Committed(**other))


def test_line_ends_in_a_cell_are_quoted_and_read_again():
    """Tests a roster whose group holds what separates rows, cells and quotes."""
    pairs = [('a"b', "1"), ("c,d", "2"), ("e\nf", "3"), ("g\rh", "4")]
    assert draws.read_roster(draws.roster_csv(pairs)) == sorted(pairs)
    assert lines_csv(("h",), [["a\nb"], ["c"]]) == b'h\n"a\nb"\nc\n'
