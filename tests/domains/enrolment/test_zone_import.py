"""A zone table is taken whole, or not at all with every fault told."""

from datetime import date
from typing import Any

import pytest

from tests.domains.enrolment.world import SOURCE, ZONES, World, appoint, take_zones
from xueyou.domains.enrolment.models import ZoneNotice, ZoneRange, ZoneSchool
from xueyou.domains.enrolment.refusals import EnrolmentRefused, TableNotTaken
from xueyou.platform.access.reading import NotFound


def faults(world: World, rows: list[dict[str, str]]) -> list[tuple[int, str, str]]:
    """Return what is wrong with a table; nothing of it is kept."""
    before = ZoneRange.objects.count()
    with pytest.raises(TableNotTaken) as refused:
        take_zones(world.officer, world.office.bureau, rows, valid_from=date(2026, 6, 1))
    assert ZoneRange.objects.count() == before
    return [(fault.row, fault.column, fault.zh) for fault in refused.value.faults]


def test_every_fault_is_told_at_once(world: World) -> None:
    """Tests a table with six wrong rows and a right one."""
    found = faults(
        world,
        [
            {"地名": "甲路", "起": "1", "止": "9", "学校代码": "LY"},
            {"地名": "乙路", "起": "9", "止": "1", "学校代码": "LY"},
            {"地名": "丙路", "起": "一号", "止": "9", "学校代码": "LY"},
            {"地名": "丁路", "单双": "奇", "学校代码": "LY"},
            {"地名": "戊路", "单位": "栋楼", "起": "1", "止": "2", "学校代码": "LY"},
            {"地名": "己路", "学校代码": "XX"},
            {"地名": "", "学校代码": "LY"},
            {"地名": "庚路", "学校代码": ""},
        ],
    )
    assert [(row, column) for row, column, _ in found] == [
        (3, ""),
        (4, "起"),
        (5, "单双"),
        (6, ""),
        (7, "学校代码"),
        (8, ""),
        (9, "学校代码"),
    ]
    assert found[4][2] == "本县区没有代码是“XX”的学校。"


def test_rows_that_contradict_are_refused(world: World) -> None:
    """Tests one number of one road given to two zones, and the row it contradicts named."""
    found = faults(
        world,
        [
            {"地名": "柳荫街", "起": "1", "止": "50", "学校代码": "LY"},
            {"地名": "柳荫街", "起": "50", "止": "90", "学校代码": "QX"},
        ],
    )
    assert [row for row, _, _ in found] == [3]
    assert "第2行" in found[0][2]


def test_a_school_lies_in_one_zone(world: World) -> None:
    """Tests a school that stands alone in one row and beside another in the next."""
    found = faults(
        world,
        [{"地名": "甲路", "学校代码": "LY、WL"}, {"地名": "乙路", "学校代码": "WL"}],
    )
    assert [(row, column) for row, column, _ in found] == [(3, "学校代码")]


def test_the_same_row_twice_is_told(world: World) -> None:
    """Tests a row that was copied."""
    row = {"地名": "甲路", "学校代码": "LY"}
    assert [number for number, _, _ in faults(world, [row, row])] == [3]


def test_unknown_and_missing_columns_are_told(world: World) -> None:
    """Tests a heading that nobody reads, and a needed one that is not there."""
    with pytest.raises(TableNotTaken) as refused:
        take_zones(world.officer, world.office.bureau, [{"路名": "甲路", "学校代码": "LY"}])
    assert [fault.column for fault in refused.value.faults] == ["路名"]


def test_another_table_of_the_day_replaces_the_first(world: World) -> None:
    """Tests that the replaced one stays, voided, with its rows."""
    uid = take_zones(world.officer, world.office.bureau, ZONES[:1])
    standing = ZoneNotice.objects.standing()
    assert [notice.uid for notice in standing] == [uid]
    assert ZoneNotice.objects.count() == 2
    assert ZoneRange.objects.count() == len(ZONES) + 1
    assert ZoneSchool.objects.filter(notice=standing.get()).count() == 2


def test_a_notice_must_be_named(world: World) -> None:
    """Tests that nothing is taken without its source."""
    with pytest.raises(EnrolmentRefused):
        take_zones(world.officer, world.office.bureau, source=" ")


def test_only_its_own_bureau_may_take_it(world: World) -> None:
    """Tests an officer of another county, and a family."""
    stranger: Any = appoint("officer_of_tests", world.schools["LY"])
    for other in (stranger, world.office.county):
        with pytest.raises(NotFound):
            take_zones(other, world.office.bureau, source=SOURCE)
