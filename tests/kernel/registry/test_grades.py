"""Grades and their stages."""

import pytest

from xueyou.kernel.registry.grades import GRADES_OF, grade_zh, stage_of
from xueyou.kernel.registry.models import Stage


def test_every_grade_from_1_to_12_has_one_stage() -> None:
    """Tests that the ranges touch, and that each stage is one of the registry's."""
    grades = sorted(one for grades in GRADES_OF.values() for one in grades)
    assert grades == list(range(1, 13))
    assert set(GRADES_OF) == {Stage.PRIMARY.value, Stage.JUNIOR.value, Stage.SENIOR.value}


@pytest.mark.parametrize(
    ("grade", "stage", "zh"),
    [
        (1, Stage.PRIMARY, "一年级"),
        (6, Stage.PRIMARY, "六年级"),
        (7, Stage.JUNIOR, "七年级"),
        (9, Stage.JUNIOR, "九年级"),
        (10, Stage.SENIOR, "高一"),
        (12, Stage.SENIOR, "高三"),
    ],
)
def test_first_and_last_grade_of_each_stage(grade: int, stage: Stage, zh: str) -> None:
    """Tests stage and word at both ends."""
    assert stage_of(grade) == stage
    assert grade_zh(grade) == zh


@pytest.mark.parametrize("grade", [-1, 0, 13])
def test_no_such_grade(grade: int) -> None:
    """Tests numbers outside."""
    assert stage_of(grade) is None
