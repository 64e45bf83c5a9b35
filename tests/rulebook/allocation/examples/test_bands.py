"""G1 to G3: bands of points, the order of wishes inside a band, and no rounding at the line."""

import pytest

from tests.rulebook.allocation.examples.town import Town, choices, rules, table, town

FACTS = "  score: {zh: 总分, type: decimal, step: 0.5}\n"
BANDED = "banded, bands: {of: score, first: 707, step: 40}"


def given(mode: str, people: str, **lists: str) -> Town:
    batches = f"""  - id: third
    zh: 第三批次
    choices: {{mode: {mode}, max: 6}}
    rank: [score desc]
    tie_last: refuse
"""
    offers = table("option batch places\nX third 1\nY third 1")
    return town(rules(FACTS, batches.replace("{{", "{").replace("}}", "}")), table(people),
                choices("third", **lists), offers)  # fmt: skip


PEOPLE = "applicant score\na 715\nb 708\nc 712"
LISTS = {"a": "X Y", "b": "Y X", "c": "X Y"}


def test_g1_the_first_wish_counts_inside_a_band_and_the_envy_is_told() -> None:
    """a 715, b 708, c 712 in one band: b has his first wish, c envies him by four points."""
    found = given(BANDED, PEOPLE, **LISTS)
    assert found.placed == {"a": "X", "b": "Y"}
    assert found.unplaced == {"c": "outranked"}
    assert found.envy == [("band", "third", "c", "b", "Y")]


def test_g2_in_parallel_choice_the_points_count() -> None:
    """The same lists under parallel choice: c has Y, and nobody envies."""
    found = given("parallel", PEOPLE, **LISTS)
    assert found.placed == {"a": "X", "c": "Y"}
    assert found.unplaced == {"b": "outranked"}
    assert found.envy == []


@pytest.mark.parametrize(
    ("score", "band"), [("707", 1), ("706.5", 2), ("667", 2), ("666.5", 3), ("800", 1)]
)
def test_g3_half_a_point_below_the_line_is_the_next_band(score: str, band: int) -> None:
    """706.5 is below 707: band 2, nothing is rounded."""
    found = given(BANDED, f"applicant score\np {score}", p="X")
    assert found.cutoffs[0][5] == f'["{band}","1","{score}"]'
