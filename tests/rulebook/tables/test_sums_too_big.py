"""Sums that no 62 bits hold are refused at their cell, before anything is counted."""

import pytest

from tests.rulebook.allocation.examples.town import choices, rules, table
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.language.faults import InputRefused, RulebookRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import Inputs, inputs_from

FACTS = "  score: {zh: 总分, type: integer}\n  points: {zh: 加分, type: integer}\n"
BATCH = """  - id: b
    zh: 批次
    choices: {mode: parallel, max: 1}
    rank: [whole desc]
    tie_last: stable_id
"""
TOWN = table("option batch places\nX b 1")


def rulebook(sums: str) -> Rulebook:
    """Return a rulebook that ranks by sums."""
    text = rules(FACTS, BATCH, f"derived:\n{sums}")
    return rulebook_of(text.encode(), "rules.yaml")


def read(book: Rulebook, people: str) -> Inputs:
    """Return the inputs of some people who all want X."""
    given = {"applicants": table(people), "options": TOWN, "quotas": []}
    return inputs_from(book, given | {"choices": choices("b", a="X", b="X")})


NESTED = (
    "  half: {zh: 半, sum: [{fact: points, times: 40000}]}\n"
    "  whole: {zh: 合计, sum: [half, score, {when: score >= 5, gives: 7}]}\n"
)


@pytest.mark.parametrize("points", ["999999999999999", "-999999999999999", "200000000000000"])
def test_the_cell_that_makes_a_sum_too_large_is_told(points: str) -> None:
    """Tests products and sums of sums, at the fact that weighs most, in its row and only there."""
    with pytest.raises(InputRefused) as refused:
        read(rulebook(NESTED), f"applicant score points\na 5 1\nb 6 {points}")
    assert [(f.row, f.column, f.code) for f in refused.value.faults] == [(3, "D", "sum_too_big")]


def test_what_the_bits_hold_is_counted() -> None:
    """Tests large numbers that fit, and rows whose facts are unknown."""
    book = rulebook(NESTED)
    inputs = read(book, "applicant score points\na 5 100000000000000\nb - -")
    assert allocate(book, inputs, None).passes == 1


@pytest.mark.parametrize("times", ["9999999999999999", "1234.567890123456"])
def test_numbers_of_rules_keep_to_fifteen_digits(times: str) -> None:
    """Tests a factor and a condition that no table could meet."""
    for sums in (
        f"  whole: {{zh: 合计, sum: [{{fact: points, times: {times}}}]}}\n",
        "  whole: {zh: 合计, sum: [{when: score >= 9999999999999999, gives: 1}]}\n",
    ):
        with pytest.raises(RulebookRefused) as refused:
            rulebook(sums)
        assert "out_of_bounds" in {f.code for f in refused.value.faults}
