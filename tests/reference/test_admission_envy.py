"""Envy as the page tells its kinds: one by hand for each, and none `within` a batch of rounds."""

from typing import Any

import pytest

from tests.reference import admission
from tests.reference.admission import Stopped, last_pass
from tests.reference.admission_cases import batch, rulebook, tables
from tests.reference.admission_envy import Line, envy
from tests.reference.admission_worlds import made_from


def told(rules: Any, given: Any) -> list[Line]:
    return envy(last_pass(rules, given)[0])


def test_a_band_hides_envy_and_it_is_told() -> None:
    """G1: c with 712 would rather have had Y than nothing; b has it with 708."""
    given = tables(
        {"a": 715, "b": 708, "c": 712},
        {"a": {"a": ["X", "Y"], "b": ["Y", "X"], "c": ["X", "Y"]}},
        {"a": {"X": 1, "Y": 1}},
    )
    assert told(rulebook(batch(mode="banded")), given) == [("band", "a", "c", "b", "Y")]
    assert told(rulebook(batch(mode="sequential")), given) == [("band", "a", "c", "b", "Y")]
    assert told(rulebook(batch()), given) == []


def test_a_group_that_did_not_fit() -> None:
    """One place left: the pair is passed over for d, or for nobody."""
    people: dict[str, Any] = {who: {"score": 9, "group": "G"} for who in ("t", "u")}
    group = batch(group={"bind": True, "straddle": "skip"}, tie_last="stable_id")
    lists = {"t": ["X"], "u": ["X"]}
    given = tables(people, {"a": lists}, {"a": {"X": 1}})
    assert told(rulebook(group), given) == [("group", "a", "t", "", "X")]
    given = tables(people | {"d": 5}, {"a": lists | {"d": ["X"]}}, {"a": {"X": 1}})
    assert told(rulebook(group), given) == [("group", "a", "t", "d", "X")]


def test_an_early_place_blocks_a_better_one() -> None:
    """a holds X and hears too late that Y had room for him, and that b has Z with less."""
    given = tables(
        {"a": 9, "b": 5},
        {"a": {"a": ["X"]}, "b": {"a": ["Z", "Y"], "b": ["Z"]}},
        {"a": {"X": 1}, "b": {"Y": 1, "Z": 1}},
    )
    assert told(rulebook(batch(), batch("b")), given) == [
        ("cross", "b", "a", "", "Y"),
        ("cross", "b", "a", "b", "Z"),
    ]


def within(seeds: range) -> int:
    """Return how many lines of envy within a batch there are in made cases."""
    found = 0
    for seed in seeds:
        case = made_from(seed, 30, 6)
        try:
            last, _ = last_pass(case.rules, case.tables, case.seed, case.circle)
        except Stopped:
            continue
        found += sum(kind == "within" for kind, *_ in envy(last))
    return found


def test_nobody_is_passed_over_within_a_batch() -> None:
    assert within(range(200)) == 0


def test_another_rule_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a pool kept who came first, there would be envy within."""

    def first_come(slots: Any, room: Any) -> Any:
        got, rest = {}, dict(room)
        for unit, wanted in slots.items():
            free = [slot for slot in wanted if rest.get(slot.place, 0) >= len(unit.members)]
            if free:
                got[unit] = free[0]
                rest[free[0].place] -= len(unit.members)
        return got, set()

    monkeypatch.setattr(admission, "rounds", first_come)
    assert within(range(20)) > 0
