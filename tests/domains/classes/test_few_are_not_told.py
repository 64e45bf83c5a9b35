"""A number that few pupils explain is told to the school alone, and so is what is built from it."""

import pytest

from tests.domains.classes.grade import PUPILS, Grade
from tests.kernel.registry.people_world import family, guard
from xueyou.domains.classes.models import Division, Lot
from xueyou.domains.classes.selectors import evenness
from xueyou.domains.classes.selectors.evenness import (
    child_class,
    children_classes,
    evenness_seen,
    told_to_office,
)
from xueyou.domains.classes.selectors.open_divisions import open_division_of
from xueyou.domains.classes.services.issuing import issue_list

MARKS = [str(60 + at / 2) for at in range(PUPILS)]
FEW = {
    "known of two": ["37", "91"] + [""] * 46,
    "one is not as the others": ["1"] + ["0"] * 47,
    "four are not as the others": ["1"] * 4 + ["0"] * 44,
}
RULES = """schema: xueyou-class-rules/1
title: 初一均衡分班
stage: junior
indices:
  - zh: 均衡指数
    measure: largest_mean_range
    grades: [{zh: 高度均衡, to: 0.3}, {zh: 不均衡}]
    source: 报上
    status: 待核
"""


def drawn_with(grade: Grade, columns: dict[str, list[str]]) -> Division:
    """Return a drawn division whose columns are all declared as scores."""
    division = grade.open()
    grade.fill(division, columns, scores=list(columns), score_source="学业水平")
    lot = grade.draw(grade.seal(division))
    assert not lot.failed_zh
    division.refresh_from_db()
    return division


@pytest.mark.parametrize("marks", FEW.values(), ids=FEW.keys())
def test_a_number_of_few_is_told_to_nobody_outside_the_school(
    grade: Grade, marks: list[str]
) -> None:
    """Neither it nor the total that it enters, on the open page, to a family, on the board."""
    division = drawn_with(grade, {"特长分": marks, "语文": MARKS})
    grade.sign(division)
    issue_list(actor=grade.clerk, division_uid=division.uid, key="a")
    parent = family("lin")
    guard(parent, grade.people[0])
    (row,) = children_classes(parent.actor)
    _, to_family = child_class(parent.actor, row.uid)
    found = open_division_of(division.uid)
    assert found is not None
    for told in (to_family, found.told, told_to_office(grade.county, division.uid)):
        assert told is not None
        names = {one["name"] for one in told.features}
        assert names == {"出生年月", "语文", "性别"}
        assert told.few is True
    assert evenness_seen(grade.county)[division.uid].number in ("出生年月", "语文")
    report = Lot.objects.get(division=division).report
    assert report is not None
    assert {"特长分", "总分"} <= {one["name"] for one in report["features"]}


def test_an_index_built_from_a_number_of_few_is_not_told(grade: Grade) -> None:
    """The city's own index is the largest of the scores' ranges: the hidden one among them."""
    grade.rule(RULES)
    division = drawn_with(grade, {"特长分": FEW["known of two"], "语文": MARKS})
    assert evenness_seen(grade.county)[division.uid].indices == []


def test_a_number_of_many_is_told(grade: Grade) -> None:
    """Five known in each class, five off the commonest value."""
    division = drawn_with(grade, {"语文": MARKS, "数学": MARKS[7:] + MARKS[:7]})
    found = open_division_of(division.uid)
    assert found is not None
    assert found.told is not None
    assert {"语文", "数学", "总分"} <= {one["name"] for one in found.told.features}
    assert not found.told.few


def test_an_old_report_without_the_counts_tells_no_number(grade: Grade) -> None:
    """What cannot be judged is not told."""
    division = drawn_with(grade, {"语文": MARKS})
    report = Lot.objects.get(division=division).report
    assert report is not None
    for one in report["features"]:
        one.pop("least_known", None)
        one.pop("off_commonest", None)
    assert [one["name"] for one in evenness.features_told(report)] == ["性别"]
