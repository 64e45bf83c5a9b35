"""Responsible units keep their order, their role, their task and their printed form."""

import pytest

from tests.engines.reading.structure.made import structure


def units_of(tail: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Read the units that stand behind a task."""
    text = (
        f"东岭市教育工作方案\n一、重点任务\n1.扩大学位。新建小学3所。{tail}\n2.配齐教师。"
        "招聘90名。\n"
    )
    found = structure(text).layout
    for units in found.responsible_units:
        assert text[units.start : units.end] == units.quote
    return [(u.role, u.units, u.task_id) for u in found.responsible_units]


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ("（责任单位：市教育局、市财政局）", [("责任单位", ("市教育局", "市财政局"), "T1")]),
        (
            "（牵头单位：市教育局；配合单位：市发改委、各县（市、区）政府）",
            [
                ("牵头单位", ("市教育局",), "T1"),
                ("配合单位", ("市发改委", "各县（市、区）政府"), "T1"),
            ],
        ),
        (
            "（牵头：计财科；配合：基教科）",
            [("牵头", ("计财科",), "T1"), ("配合", ("基教科",), "T1")],
        ),
        ("\n责任单位：市教育局、市人社局等", [("责任单位", ("市教育局", "市人社局"), "T1")]),
        (
            "（市教育局牵头，市财政局、市人社局配合）",
            [("牵头单位", ("市教育局",), "T1"), ("配合单位", ("市财政局", "市人社局"), "T1")],
        ),
        (
            "（市教育局、市委编办按职责分工负责）",
            [("责任单位", ("市教育局", "市委编办"), "T1")],
        ),
        ("（责任单位：市教育局、市财政局", [("责任单位", ("市教育局", "市财政局"), "T1")]),
        ("【责任处室：基教处】", [("责任处室", ("基教处",), "T1")]),
        ("（含公办学位900个）", []),
    ],
)
def test_units_of_every_form(tail: str, wanted: list[object]) -> None:
    """Brackets with roles, lines of their own, duties behind the units, unclosed brackets."""
    assert units_of(tail) == wanted


def test_a_bracket_behind_several_measures_speaks_for_the_task() -> None:
    """Only the last measure carries a bracket: it is the task's."""
    text = (
        "东岭市教育工作方案\n一、重点任务\n1.扩大学位。(1)新建园。新建4所。(2)新建校。新建3所。"
        "(责任单位:市教育局)\n"
    )
    found = structure(text).layout
    assert [u.task_id for u in found.responsible_units] == ["T1"]
