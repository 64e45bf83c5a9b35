"""A school divides its own grades; above it sums are seen; a family sees its own child's class."""

import pytest

from tests.domains.classes.grade import Grade
from tests.kernel.registry.people_world import family, guard
from xueyou.domains.classes.selectors.divisions import divisions_seen, lots_of, pupils_of
from xueyou.domains.classes.selectors.evenness import child_class, children_classes, evenness_seen
from xueyou.domains.classes.services.opening import open_division
from xueyou.domains.classes.services.voiding import void_division
from xueyou.platform.access.reading import NotFound


def test_another_school_sees_nothing(grade: Grade) -> None:
    """Neither that a grade is divided nor who is on its roster."""
    division = grade.open()
    assert divisions_seen(grade.other_clerk) == []
    with pytest.raises(NotFound):
        pupils_of(grade.other_clerk, division.uid)
    with pytest.raises(NotFound):
        open_division(
            actor=grade.other_clerk, school_uid=grade.school.uid, grade=8, classes=1, key="x"
        )


def test_the_office_above_sees_sums_and_no_roster(grade: Grade) -> None:
    """The county reads how it stands; names and lots stay with the school."""
    division = grade.open()
    assert [row.pupils for row in divisions_seen(grade.county)] == [48]
    assert divisions_seen(grade.other_county) == []
    for look in (pupils_of, lots_of):
        with pytest.raises(NotFound):
            look(grade.county, division.uid)


def test_a_family_sees_its_own_child_once_the_list_is_out(grade: Grade) -> None:
    """Its class and how balance was kept; before the order is signed, and of others, nothing."""
    division = grade.drawn()
    parent, stranger = family("lin"), family("wang")
    guard(parent, grade.people[0])
    assert children_classes(parent.actor) == []
    grade.sign(division)
    from xueyou.domains.classes.services.issuing import issue_list

    issue_list(actor=grade.clerk, division_uid=division.uid, key="a")
    (row,) = children_classes(parent.actor)
    pupil = division.pupils.get(person=grade.people[0])
    assert (row.given, row.code) == (pupil.given, pupil.code)
    _, told = child_class(parent.actor, row.uid)
    assert told is not None
    assert all(set(one) <= {"name", "kind", "range_mean", "range_sd", "range_count", "bound"}
               for one in told.features)  # fmt: skip
    assert children_classes(stranger.actor) == []
    with pytest.raises(NotFound):
        child_class(stranger.actor, row.uid)


def test_a_family_is_told_that_the_draw_was_voided(grade: Grade) -> None:
    """The child stays where it is until there is another list."""
    division = grade.issued()
    parent = family("lin")
    guard(parent, grade.people[0])
    void_division(actor=grade.county, division_uid=division.uid, why="名单漏了人", key="v")
    (row,) = children_classes(parent.actor)
    assert (row.void_reason, row.given) == ("名单漏了人", division.pupils.get(uid=row.uid).given)


def test_small_kinds_are_not_told(grade: Grade) -> None:
    """A feature of which fewer than five share one value is left out for families."""
    division = grade.open()
    grade.fill(division, {"特殊需要": ["是"] + ["否"] * 47, "片区": ["东", "西"] * 24})
    grade.draw(grade.seal(division))
    division.refresh_from_db()
    grade.sign(division)
    from xueyou.domains.classes.services.issuing import issue_list

    issue_list(actor=grade.clerk, division_uid=division.uid, key="a")
    parent = family("lin")
    guard(parent, grade.people[0])
    (row,) = children_classes(parent.actor)
    _, told = child_class(parent.actor, row.uid)
    assert told is not None
    names = [one["name"] for one in told.features]
    assert "片区" in names
    assert "特殊需要" not in names


def test_the_board_reads_how_even_each_list_is(grade: Grade) -> None:
    """With the index of the city's own rules, its word, and that it is not checked yet."""
    grade.rule(RULES)
    division = grade.open()
    marks = [str(60 + at / 2) for at in range(48)]
    grade.fill(division, {"语文": marks}, scores=["语文"], score_source="学业水平")
    assert evenness_seen(grade.county) == {}
    grade.draw(grade.seal(division))
    found = evenness_seen(grade.county)[division.uid]
    assert (found.kind, found.pupils) == ("性别", 0)
    assert found.apart is not None
    (index,) = found.indices
    assert index.startswith("均衡指数0")
    assert "待核" in index
    assert evenness_seen(grade.other_county) == {}


RULES = """schema: xueyou-class-rules/1
title: 初一均衡分班
stage: junior
features:
  语文: {tolerance: 0.5}
indices:
  - zh: 均衡指数
    measure: largest_mean_range
    grades: [{zh: 高度均衡, to: 0.3}, {zh: 不均衡}]
    source: 报上见到的等次
    status: 待核
"""
