"""Grades 年级 from 1 (一年级) to 12 (高三), and the stages 学段 they belong to.

A kindergarten counts no grades.
"""

GRADES_OF = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
"""By the value of `Stage`."""
_TENS = "一二三四五六七八九"


def stage_of(grade: int) -> str | None:
    """Return the value of the stage of a grade; None where there is no such grade."""
    return next((stage for stage, grades in GRADES_OF.items() if grade in grades), None)


def grade_zh(grade: int) -> str:
    """Return a grade from 1 to 12 in words: 七年级, 高一."""
    return f"{_TENS[grade - 1]}年级" if grade < 10 else "高" + _TENS[grade - 10]
