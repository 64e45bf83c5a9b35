"""Refills worked out by hand from the rule text: the reference and the product give them."""

from typing import Any

import pytest

from tests.reference.admission import Stopped, last_pass
from tests.reference.admission_cases import FLAG, batch, rulebook, tables
from tests.reference.admission_refill import Refill
from tests.reference.admission_worlds import Made
from tests.reference.refill_product import after, opened

Lists = dict[str, Any]
Where = dict[str, tuple[str, str]]
SEED = bytes(32)


def case(*batches: dict[str, Any], people: Any, lists: Any, options: Any, **more: Any) -> Made:
    """Make a case; `quotas` may be among `more`."""
    quotas, facts = more.pop("quotas", None), more.pop("facts", None)
    rules = rulebook(*batches, facts=facts, **more)
    return Made(rules, tables(people, lists, options, quotas), SEED, None)


def ends(made: Made, *rounds: list[tuple[str, str]]) -> Where:
    """Return where everybody is after some rounds, (batch, option)."""
    found, _ = last_pass(made.rules, made.tables, made.seed)
    refill = Refill(found)
    for gone in rounds:
        refill.round(gone)
    ours = after(opened(made), list(rounds))
    assert ours == (refill.placements(), refill.cutoffs())
    return {who: (placed.batch, placed.option) for who, placed in refill.placements().items()}


def three(refill: str) -> Made:
    """Make one batch, two schools of one place: a at X, b at Y, c nowhere but waiting for both."""
    return case(
        batch(refill=refill),
        people={"a": 720, "b": 710, "c": 700},
        lists={"a": {who: ["X", "Y"] for who in "abc"}},
        options={"a": {"X": 1, "Y": 1}},
    )


def test_l4_the_next_is_called_and_the_place_he_leaves_goes_on() -> None:
    """a withdraws: b moves up to his first choice, c gets the place that b leaves."""
    assert ends(three("next"), [("a", "")]) == {"b": ("a", "X"), "c": ("a", "Y")}


def test_l4_where_the_rules_call_nobody_the_place_stays_empty() -> None:
    """As in Xi'an: a school filled by lot does not fill up again."""
    assert ends(three("none"), [("a", "")]) == {"b": ("a", "Y")}


def test_who_has_withdrawn_is_not_called_later() -> None:
    """c, who waits, says no; then a withdraws: b moves up, and Y stays empty."""
    assert ends(three("next"), [("c", "")], [("a", "")]) == {"b": ("a", "X")}


def test_withdrawing_nobody_changes_nothing() -> None:
    assert ends(three("next"), []) == {"a": ("a", "X"), "b": ("a", "Y")}


def two_batches(**first: Any) -> Made:
    """Make two batches: c waits for X of the first and holds Z of the second, d waits for both."""
    return case(
        batch("a", refill="next", **first),
        batch("b", refill="next"),
        people={"a": 720, "c": 700, "d": 690},
        lists={"a": {who: ["X"] for who in "acd"}, "b": {"c": ["Z"], "d": ["Z"]}},
        options={"a": {"X": 1}, "b": {"Z": 1}},
    )


def test_who_holds_a_place_of_another_batch_is_not_called() -> None:
    """c would be first for X, but nobody knows whether he would rather have it than Z."""
    assert ends(two_batches(), [("a", "")]) == {"c": ("b", "Z"), "d": ("a", "X")}


def test_he_is_called_if_he_gives_that_place_up() -> None:
    """Then Z goes to d."""
    gone = [("a", ""), ("c", "b")]
    assert ends(two_batches(), gone) == {"c": ("a", "X"), "d": ("b", "Z")}


def test_together_may_end_otherwise_than_one_after_another_across_batches() -> None:
    """d waits in both: after c alone he has Z and is not called to X any more."""
    made = two_batches()
    assert ends(made, [("c", "")], [("a", "")]) == {"d": ("b", "Z")}
    assert ends(made, [("a", ""), ("c", "")]) == {"d": ("a", "X")}


def test_nothing_flows_any_more() -> None:
    """A place of the first batch that nobody waits for is not handed to the second."""
    made = case(
        batch("a", refill="next", leftover={"to": "b"}),
        batch("b", refill="next"),
        people={"a": 720, "b": 710, "c": 700},
        lists={"a": {"a": ["X"]}, "b": {"b": ["X"], "c": ["X"]}},
        options={"a": {"X": 2}, "b": {"X": 0}},
    )
    before = {"a": ("a", "X"), "b": ("b", "X")}
    assert ends(made) == before
    assert ends(made, [("a", "")]) == {"b": ("b", "X")}
    assert ends(made, [("b", "")]) == {"a": ("a", "X"), "c": ("b", "X")}


def test_choices_that_were_void_stay_void() -> None:
    """a, locked in the first batch, gives it up: he is on no list of the second."""
    made = case(
        batch("a"),
        batch("b", refill="next"),
        people={"a": 720, "b": 710},
        lists={"a": {"a": ["X"]}, "b": {"a": ["Z"], "b": ["Z"]}},
        options={"a": {"X": 1}, "b": {"Z": 1}},
    )
    assert ends(made, [("a", "a"), ("b", "")]) == {}


def test_what_the_run_itself_left_given_up_is_room() -> None:
    """a moved on to the second batch of his own; b, turned away before, is called."""
    made = case(
        batch("a", locks=False, refill="next"),
        batch("b"),
        people={"a": 720, "b": 710},
        lists={"a": {"a": ["X"], "b": ["X"]}, "b": {"a": ["Z"]}},
        options={"a": {"X": 1}, "b": {"Z": 1}},
    )
    assert ends(made, []) == {"a": ("b", "Z"), "b": ("a", "X")}


def test_a_place_kept_for_some_stays_with_them() -> None:
    """The reserved place goes to who it is for; he who held an open one there moves over."""
    pools = [
        {"id": "own", "who": "own == yes", "hard": True},
        {"id": "rest", "all": True, "places": "rest", "hard": True},
    ]
    made = case(
        batch(refill="next", pools=pools, precedence=["own", "rest"]),
        people={
            "a": {"score": 720, "own": "yes"}, "b": {"score": 715, "own": "yes"},
            "c": {"score": 710, "own": "no"},
        },
        lists={"a": {who: ["X"] for who in "abc"}},
        options={"a": {"X": 2}},
        quotas={("a", "X", "own"): 1},
        facts={"own": FLAG},
    )  # fmt: skip
    assert ends(made) == {"a": ("a", "X"), "b": ("a", "X")}
    # b goes over to the reserved place and keeps his school; c gets the open one.
    assert ends(made, [("a", "")]) == {"b": ("a", "X"), "c": ("a", "X")}
    assert ends(made, [("a", ""), ("b", "")]) == {"c": ("a", "X")}


def tied(tie_last: str) -> Made:
    return case(
        batch(refill="next", tie_last=tie_last),
        people={"a": 720, "b": 700, "c": 700},
        lists={"a": {who: ["X"] for who in "abc"}},
        options={"a": {"X": 1}},
    )


def test_a_class_is_called_whole() -> None:
    """Both who tie are called, and the school has one more than its places."""
    assert ends(tied("admit_all"), [("a", "")]) == {"b": ("a", "X"), "c": ("a", "X")}


def test_a_refused_tie_stops_the_refill() -> None:
    made = tied("refuse")
    refill = Refill(last_pass(made.rules, made.tables, made.seed)[0])
    with pytest.raises(Stopped, match="tie"):
        refill.round([("a", "")])
    assert after(opened(made), [[("a", "")]]) == "tie"


def twins(straddle: str) -> Made:
    """Make twins t, u who wait for X before c, and a, b there."""
    group = {"bind": True, "straddle": straddle}
    pair = {"score": 705, "group": "T"}
    return case(
        batch(refill="next", tie_last="stable_id", group=group),
        people={"a": 720, "b": 710, "t": pair, "u": pair, "c": 700},
        lists={"a": {who: ["X"] for who in "abtuc"}},
        options={"a": {"X": 2}},
    )


def test_a_group_is_called_together_or_passed_over() -> None:
    """One place: `expand` calls both twins, `skip` calls the next who fits; two places: both do."""
    both = {"t": ("a", "X"), "u": ("a", "X")}
    assert ends(twins("expand"), [("a", "")]) == {"b": ("a", "X")} | both
    assert ends(twins("skip"), [("a", "")]) == {"b": ("a", "X"), "c": ("a", "X")}
    assert ends(twins("skip"), [("a", ""), ("b", "")]) == both


def test_where_groups_are_passed_over_one_after_another_is_not_together() -> None:
    assert ends(twins("skip"), [("a", "")], [("b", "")]) == {"c": ("a", "X")}


def test_a_group_goes_on_without_who_withdraws() -> None:
    """One twin withdraws: the other keeps the key, and fits."""
    assert ends(twins("skip"), [("t", ""), ("a", "")]) == {"b": ("a", "X"), "u": ("a", "X")}
    placed = ends(twins("expand"), [("a", ""), ("b", "")])
    assert placed == {"t": ("a", "X"), "u": ("a", "X")}
    assert ends(twins("expand"), [("a", ""), ("b", "")], [("t", "")]) == {
        "u": ("a", "X"), "c": ("a", "X"),
    }  # fmt: skip
