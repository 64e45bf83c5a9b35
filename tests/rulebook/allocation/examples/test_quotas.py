"""Q1 to Q4, P1: places of a junior high, what is left over, batches that lock."""

import pytest

from tests.rulebook.allocation.examples.town import Town, choices, rules, table, town
from xueyou.rulebook.language.faults import InputRefused

FACTS = """  score: {zh: 总分, type: decimal, step: 0.5}
  junior: {zh: 初中, type: code}
  years: {zh: 在籍在读年数, type: integer}
"""
BATCHES = """  - id: school
    zh: 名额分配到校
    eligibility:
      - {id: years, zh: 在籍在读满3年, need: years >= 3}
      - {id: line, zh: 最低线, line: {of: score, at_least: 605}}
    choices: {mode: parallel, max: 2}
    pools: [{id: quota, zh: 到校名额, by: junior, hard: true}]
    rank: [score desc]
    tie_last: refuse
    leftover: {to: open}
  - id: open
    zh: 统一招生
    choices: {mode: parallel, max: 15}
    rank: [score desc]
    tie_last: refuse
"""
OFFERS = table(
    "option batch places\nH school 2\nH open 1\nH1 school 1\nH1 open 0\nH2 school 1\nH2 open 0"
)


def given(people: str, filed: list[dict[str, str]], quotas: str) -> Town:
    return town(rules(FACTS, BATCHES), table(people), filed, OFFERS, table(quotas))


def test_q1_a_place_nobody_may_have_flows_to_the_open_batch_never_to_another_school() -> None:
    """JH2's only applicant is below 605: its place adds one to the open batch."""
    found = given(
        "applicant score junior years\na 700 JH1 3\nb 690 JH1 3\nc 600 JH2 3\nd 640 JH1 3",
        choices("school", a="H", b="H", c="H") + choices("open", b="H", c="H", d="H"),
        "batch option pool places\nschool H JH1 1\nschool H JH2 1",
    )
    assert found.reasons["c", "school", 1] == "below_line"
    assert found.reasons["b", "school", 1] == "outranked"
    assert found.placed == {"a": "H", "b": "H", "d": "H"}
    open_line = next(row for row in found.cutoffs if row[0] == "open" and row[1] == "H")
    assert open_line[3:5] == (2, 2)


def test_q2_each_has_his_best_school_by_points() -> None:
    """s1 740, s2 735, s3 730 of one junior high before two places."""
    found = given(
        "applicant score junior years\ns1 740 JH 3\ns2 735 JH 3\ns3 730 JH 3",
        choices("school", s1="H1 H2", s2="H1 H2", s3="H2 H1"),
        "batch option pool places\nschool H1 JH 1\nschool H2 JH 1",
    )
    assert found.placed == {"s1": "H1", "s2": "H2"}
    assert found.unplaced == {"s3": "outranked"}


def test_q3_who_is_placed_is_no_candidate_later() -> None:
    """A locked place makes the later choices void; the open place goes to another."""
    found = given(
        "applicant score junior years\na 700 JH1 3\nb 600 JH1 3",
        choices("school", a="H") + choices("open", a="H", b="H"),
        "batch option pool places\nschool H JH1 1\nschool H JH2 1",
    )
    assert found.reasons["a", "open", 1] == "placed_earlier"
    assert found.placed == {"a": "H", "b": "H"}
    assert {row[0]: row[1] for row in found.placements} == {"a": "school", "b": "open"}


def test_q4_a_transfer_is_refused_with_his_reason_not_dropped() -> None:
    """Two years at the school: not eligible, by the first need."""
    found = given(
        "applicant score junior years\na 700 JH1 2",
        choices("school", a="H"),
        "batch option pool places\nschool H JH1 1",
    )
    assert found.unplaced == {"a": "not_eligible"}
    assert int(found.outcome.batches[0].choice_need[0]) == 0


def test_a_place_of_unknown_years_is_a_missing_fact_never_a_no() -> None:
    """An empty cell is unknown."""
    found = given(
        "applicant score junior years\na 700 JH1 -",
        choices("school", a="H"),
        "batch option pool places\nschool H JH1 1",
    )
    assert found.unplaced == {"a": "fact_missing"}


def test_p1_two_pools_without_precedence_are_refused() -> None:
    """Which places are filled first is never implied."""
    pools = """    pools:
      - {id: reserved, zh: 保留, by: junior, hard: true}
      - {id: rest, zh: 公开, all: true, places: rest, hard: true}
"""
    text = rules(FACTS, BATCHES.split("  - id: open")[0].replace("    leftover: {to: open}\n", ""))
    line = "    pools: [{id: quota, zh: 到校名额, by: junior, hard: true}]\n"
    with pytest.raises(InputRefused) as refused:
        town(text.replace(line, pools), [], [], [])
    assert "precedence" in refused.value.faults[0].zh + refused.value.faults[0].code


def test_quotas_above_the_places_of_an_option_are_refused() -> None:
    """Three places in rows, two at the option."""
    with pytest.raises(InputRefused) as refused:
        given(
            "applicant score junior years\na 700 JH1 3",
            choices("school", a="H"),
            "batch option pool places\nschool H JH1 1\nschool H JH2 2",
        )
    assert [(f.code, f.row, f.column) for f in refused.value.faults] == [
        ("quota_over_places", 3, "D")
    ]
