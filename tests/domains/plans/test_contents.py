"""What an item may say, kind by kind, checked on its way in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.domains.plans.services.contents import (
    checked,
    exact_text,
    units_as_words,
    units_in,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.themes import theme_of

INDICATOR: dict[str, Any] = {
    "name": "新增公办学位",
    "value": "4,200",
    "unit": "个",
    "comparator": "approx",
    "period": "2026",
    "nature": "cumulative",
    "direction": "up",
}


def test_figures_are_tidied_and_kept_exact() -> None:
    """Tests separators, full-width digits, trailing zeros, and that what is missing is said."""
    content = checked("indicator", INDICATOR | {"value": "４，２００．５０"})
    assert content["value"] == "4200.5"
    assert content["tolerance"] is None
    assert content["curve"] == {"kind": "time"}
    assert checked("indicator", content) == content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "NaN"),
        ("value", "1e9"),
        ("value", "4200个"),
        ("value", "1.1234567"),
        ("period", "2026-13"),
        ("period", "明年"),
        ("comparator", "reach"),
        ("tolerance", 5001),
        ("tolerance", -1),
        ("tolerance", True),
        ("task", "T1; drop"),
        ("subject", "甲 县"),
        ("name", ""),
        ("name", "名" * 121),
        ("curve", {"kind": "milestones"}),
        ("unknown", "x"),
    ],
)
def test_what_is_wrong_is_refused_in_words(field: str, value: object) -> None:
    """Tests each field's own refusal; nothing else is complained about."""
    with pytest.raises(PlanRefused) as refused:
        checked("indicator", INDICATOR | {field: value})
    assert list(refused.value.wrong) == [field if field != "unknown" else ""]


def test_a_project_ends_after_it_starts() -> None:
    """Tests the days of a project, and money in whole fen."""
    project = {"name": "一期", "starts_on": "2026-09-01", "due_on": "2026-08-31", "money_fen": 1}
    with pytest.raises(PlanRefused, match="比开工还早"):
        checked("project", project)
    assert checked("project", project | {"due_on": "2026-09-01"})["money_fen"] == 1
    with pytest.raises(PlanRefused):
        checked("project", project | {"due_on": None, "money_fen": "1.5"})


def test_one_unit_leads() -> None:
    """Tests that roles are read from what people type, and that two leaders are refused."""
    assert units_in("规划建设科、市财政局")[0]["role"] == "lead"
    assert units_in("甲科、乙科（牵头）")[1] == {"role": "lead", "unit": "乙科"}
    with pytest.raises(PlanRefused, match="只能有一个牵头"):
        checked("task", {"title": "一", "units": units_in("甲科（牵头）、乙科（牵头）")})


NAMES = st.text("甲乙丙丁科局（县）", min_size=1, max_size=6).filter(
    lambda name: not name.endswith(("（牵头）", "（主办）"))
)


@given(st.lists(NAMES, min_size=1, max_size=5, unique=True))
def test_units_typed_again_are_the_same(names: list[str]) -> None:
    """Tests that the line shown in a form says what was kept."""
    units = units_in("、".join(names))
    assert units_in(units_as_words(units)) == units


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**12))
def test_exact_text_keeps_the_figure(value: Any) -> None:
    """Tests that no digit is lost and no zero trails."""
    text = exact_text(value)
    assert type(value)(text) == value
    assert "." not in text or not text.endswith("0")
    assert checked("indicator", INDICATOR | {"value": text})["value"] == text


def test_a_theme_is_guessed_from_words() -> None:
    """Tests words of the title, of the heading, and words that no dictionary knows."""
    assert theme_of("看得见", "让孩子吃得放心") == "食安"
    assert theme_of("新增公办学位", "") == "学位"
    assert theme_of("一二三", "深化闽台交流") == "闽台"
