"""rules.json holds what decides places, as plain data with stable bytes."""

import json
from typing import Any

from tests.rulebook.language.rules_text import read
from xueyou.formats.canonical import canonical_json
from xueyou.rulebook.language.compiled import compiled


def test_everything_is_plain_data() -> None:
    """Tests that the canonical bytes exist and read back as the same data."""
    found = compiled(read())
    assert found["schema"] == "admission-rules/1"
    assert json.loads(canonical_json(found)) == found


def test_words_and_lines_do_not_count() -> None:
    """Tests that comments, sources, Chinese names and the order of keys change no byte."""
    plain = canonical_json(compiled(read()))
    other = read(
        ("stage: senior", "# a remark\n\n\nstage: senior"),
        ("zh: 统一招生", "zh: 统招批"),
        ("title: 实施细则", "title: 细则"),
        ("year: 2026\n", ""),
        ("schema: xueyou-rules/1", "year: 2026\nschema: xueyou-rules/1"),
    )
    assert canonical_json(compiled(other)) == plain


def test_a_rule_that_decides_changes_the_bytes() -> None:
    """Tests one digit of one line."""
    other = compiled(read(("at_least: 605", "at_least: 605.5")))
    assert canonical_json(other) != canonical_json(compiled(read()))


def test_a_batch_is_compiled_whole() -> None:
    """Tests the first batch of the small rulebook against what was written out by hand."""
    assert compiled(read())["batches"][0] == {
        "id": "到校",
        "mode": "parallel",
        "max": 2,
        "bands": None,
        "generate": None,
        "needs": [
            {"id": "y3", "cond": ["ge", ["fact", "years"], ["int", 3]]},
            {"id": "line", "line": {"of": "score", "at_least": 6050}},
        ],
        "home": None,
        "pools": [
            {"id": "初中", "by": "junior", "who": None, "places": "rows", "hard": True, "rank": []}
        ],
        "rank": [["desc", "score"]],
        "ties": [["desc", "preferred"], ["asc", "moral"]],
        "tie_last": "admit_all",
        "group": {"bind": False, "straddle": "expand", "tier": "lowest", "consent": None},
        "secured": None,
        "leftover": "统招",
        "locks": True,
        "refill": "none",
    }


def test_drawn_lines_bands_homes_and_generated_lists_are_compiled() -> None:
    """Tests the parts the small rulebook lacks."""
    batches = _full()["batches"]
    assert batches[0]["needs"][1]["line"] == {
        "of": "score",
        "under": "统招",
        "by": 200,
        "empty": "closed",
    }
    assert batches[0]["bands"] == {"of": "score", "first": 7070, "step": 400}
    assert batches[1]["home"]["years"] == 5
    assert batches[1]["home"]["day"] == 739860
    assert batches[1]["generate"] == "distance"
    assert batches[1]["max"] is None


def test_pools_stand_in_their_precedence() -> None:
    """Tests that the order of the list does not matter where precedence says otherwise."""
    pools = _full()["batches"][1]["pools"]
    assert [pool["id"] for pool in pools] == ["近", "其余"]
    assert pools[0]["who"] == ["le", ["distance"], ["int", 3000]]
    assert pools[0]["rank"] == [["when", ["sibling"]]]


def _full() -> dict[str, Any]:
    return compiled(
        read(
            (
                "mode: parallel, max: 2",
                "mode: banded, max: 2, bands: {of: score, first: 707.00, step: 40}",
            ),
            ("at_least: 605", "under: {batch: 统招, by: 20}, when_empty: closed"),
            ("mode: deferred, max: 15", "mode: deferred, generate: {by: distance}"),
            (
                "    tie_last: lottery",
                "    tie_last: lottery\n"
                "    home: {fact: seat, family: family, used_on: birth, used_by: family, years: 5, "
                'day: "2026-09-01"}\n'
                "    pools:\n"
                "      - {id: 其余, all: true, places: rest}\n"
                "      - {id: 近, who: distance <= 3000, hard: false, rank: [{when: sibling}]}\n"
                "    precedence: [近, 其余]",
            ),
        )
    )
