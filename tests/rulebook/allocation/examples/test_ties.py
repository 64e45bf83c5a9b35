"""T1 to T5, K1: the tie chain, what happens behind it, half points, ranks admitted together."""

import pytest

from tests.rulebook.allocation.examples.town import Town, choices, rules, table, town
from xueyou.rulebook.allocation.keys import key_steps
from xueyou.rulebook.allocation.running import NoSolution

NAMES = ("prefer", "zp", "ysw", "math", "yu", "zh")
FACTS = (
    "  score: {zh: 总分, type: decimal, step: 0.5}\n  prefer: {zh: 优待, type: flag}\n"
    + "".join(f"  {name}: {{zh: {name}, type: decimal, step: 0.5}}\n" for name in NAMES[1:])
)


def given(people: str, tie_last: str, places: int = 1) -> Town:
    ties = ", ".join(f"{name} desc" for name in NAMES)
    batches = f"""  - id: b
    zh: 到区
    choices: {{mode: single, max: 1}}
    rank: [score desc]
    ties: [{ties}]
    tie_last: {tie_last}
"""
    rows = table(f"applicant score {' '.join(NAMES)}\n{people}")
    filed = choices("b", **{row["applicant"]: "H" for row in rows})
    offers = table(f"option batch places\nH b {places}")
    return town(rules(FACTS, batches), rows, filed, offers)


def test_t1_the_third_step_of_the_chain_decides() -> None:
    """720.5 both, equal 综评, 语数外 400 against 399.5."""
    found = given("a 720.5 否 50 399.5 150 130 100\nb 720.5 否 50 400 120 140 100", "refuse")
    assert found.placed == {"b": "H"}
    steps = key_steps(found.rulebook.batches[0], found.rulebook.batches[0].pools[0])
    terms = [step.term.key for step in steps if step.term is not None]
    assert terms[:4] == [("desc", "score"), ("desc", "prefer"), ("desc", "zp"), ("desc", "ysw")]
    assert found.cutoffs[0][5] == '["720.5","0","50","400","120","140","100"]'


SAME = "a 720.5 否 50 400 150 130 100\nb 720.5 否 50 400 150 130 100"


def test_t2_equal_in_all_steps_stops_the_run_where_the_rules_refuse() -> None:
    """Nobody is placed by accident: the run stops and says where."""
    with pytest.raises(NoSolution) as stopped:
        given(SAME, "refuse")
    assert stopped.value.code == "tie_refused"
    assert "H" in stopped.value.zh


def test_t2_admitted_together_the_plan_is_exceeded_and_flagged() -> None:
    """With admit_all both are in, one above the plan."""
    found = given(SAME, "admit_all")
    assert [row[5] for row in found.placements] == ["placed_tied", "placed_tied"]
    assert found.cutoffs[0][3:5] == (1, 2)
    assert found.cutoffs[0][6:] == (2, 1)


def test_t3_three_tied_for_the_last_place_are_all_admitted() -> None:
    """The last place of two with three tied behind the first."""
    people = "f 730 否 50 400 150 130 100\n" + SAME + "\n" + SAME.splitlines()[0].replace("a", "c")
    found = given(people, "admit_all", places=2)
    assert set(found.placed) == {"a", "b", "c", "f"}
    assert found.cutoffs[0][6:] == (3, 2)


def test_t4_preference_among_equals_does_not_lift_a_lower_score() -> None:
    """The flag is behind the score."""
    found = given("a 720 是 50 400 150 130 100\nb 720.5 否 50 400 150 130 100", "refuse")
    assert found.placed == {"b": "H"}


def test_t5_half_points_are_exact() -> None:
    """A tenth of a point of steps of a half: 0.5 more is more, and no sum is rounded."""
    found = given("a 605 否 0.5 0 0 0 0\nb 605.0 否 1 0 0 0 0", "refuse")
    assert found.placed == {"b": "H"}


def test_k1_applicants_of_one_rank_are_admitted_together_above_the_plan() -> None:
    """Eleven by total, then by the first paper; those of one rank go in together."""
    facts = "  total: {zh: 总分, type: integer}\n  first: {zh: 初试, type: integer}\n"
    batches = """  - id: b
    zh: 录取
    choices: {mode: parallel, max: 3}
    rank: [total desc, first desc]
    tie_last: admit_all
"""
    people = [
        (100, 100, "0 1 2"), (60, 60, "2 3 5"), (100, 90, "0 3 4"), (90, 100, "1 2 0"),
        (90, 90, "5 1 3"), (80, 90, "1 0 2"), (80, 80, "0 1 2"), (80, 80, "0 1 2"),
        (80, 70, "1 3 2"), (70, 80, "1 2 3"), (100, 100, "0 2 4"),
    ]  # fmt: skip
    rows = [
        {"applicant": f"n{i:02}", "total": str(a + b), "first": str(a)}
        for i, (a, b, _) in enumerate(people)
    ]
    filed = choices("b", **{f"n{i:02}": wishes for i, (*_, wishes) in enumerate(people)})
    plan = [2, 1, 2, 2, 2, 3]
    offers = [{"option": str(i), "batch": "b", "places": str(n)} for i, n in enumerate(plan)]
    found = town(rules(facts, batches), rows, filed, offers)
    schools: dict[str, list[int]] = {str(i): [] for i in range(6)}
    for who, option in found.placed.items():
        schools[option].append(int(who[1:]))
    assert schools == {"0": [0, 10], "1": [3], "2": [5, 6, 7], "3": [2, 8], "4": [], "5": [1, 4]}
