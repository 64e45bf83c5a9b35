"""Declared fields: one form for each value, everything wrong told at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.kernel.calls.fields import LONGEST_TYPED, Field, FieldsRefused, checked, typed

FIELDS = (
    Field("name", "名称", required=True, most=5),
    Field("zone", "学区", "code"),
    Field("stage", "学段", "choice", among={"primary": "小学"}),
    Field("count", "人数", "integer", most=50),
    Field("day", "日期", "day"),
    Field("yes", "是否", "flag"),
    Field("place", "位置", "place"),
)


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("name", "  e\u0301 ", "é"),
        ("zone", "东区1", "东区1"),
        ("stage", "primary", "primary"),
        ("count", "007", "7"),
        ("day", "2020-01-31", "2020-01-31"),
        ("yes", "是", "yes"),
        ("place", "-5  17", "-5 17"),
    ],
)
def test_a_value_has_one_form(name: str, text: str, kept: str):
    """Tests each type, and that the form is its own."""
    assert checked(FIELDS, {"name": "x", name: text})[name] == kept
    assert checked(FIELDS, {"name": "x", name: kept})[name] == kept


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", "一二三四五六"),
        ("name", "a\u200bb"),
        ("zone", "=1+1"),
        ("stage", "senior"),
        ("count", "51"),
        ("count", "-1"),
        ("count", "１"),
        ("day", "2020-02-30"),
        ("yes", "maybe"),
        ("place", "5"),
        ("place", "5 x"),
        ("other", "1"),
    ],
)
def test_a_wrong_value_is_told_with_its_field(name: str, text: str):
    """Tests that the sentence stands at the field."""
    with pytest.raises(FieldsRefused) as refused:
        checked(FIELDS, {"name": "x", name: text})
    assert list(refused.value.faults) == [name]


def test_everything_is_told_at_once():
    """Tests what is missing beside what is wrong."""
    with pytest.raises(FieldsRefused) as refused:
        checked(FIELDS, {"count": "x", "day": "y"})
    assert set(refused.value.faults) == {"name", "count", "day"}


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text()))
def test_a_draft_keeps_what_was_typed(given_: dict[str, str]):
    """Tests that nothing is changed or lost, and that checking never breaks."""
    assert typed(FIELDS, given_) == given_
    try:
        found = checked(FIELDS, given_)
    except FieldsRefused:
        return
    assert checked(FIELDS, found) == found


def test_a_draft_is_not_endless():
    """Tests the longest text, and a field that nobody declared."""
    assert typed(FIELDS, {"name": "x" * LONGEST_TYPED})
    for given_ in ({"name": "x" * (LONGEST_TYPED + 1)}, {"other": "x"}):
        with pytest.raises(FieldsRefused):
            typed(FIELDS, given_)
