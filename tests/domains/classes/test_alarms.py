"""Presets outside the whitelist bind nothing, and the bureau hears of them at once."""

import pytest

from tests.domains.classes.grade import PUPILS, Grade
from xueyou.domains.classes.models import Alarm, Demand, DemandState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.demands import demands_of
from xueyou.domains.classes.selectors.divisions import alarms_seen
from xueyou.domains.classes.services.alarms import answer_alarm
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.demands import withdraw_demand
from xueyou.platform.access.reading import NotFound
from xueyou.platform.notifications.models import Notification


def test_a_preset_without_an_allowed_ground_is_caught(grade: Grade) -> None:
    """The nephew is not fixed in a class; the county reads of it, without his name."""
    division = grade.open()
    before = folder_of(division)
    assert not grade.demand(division, "fixed", "other", 5, class_number=1, reason="领导打过招呼")
    assert folder_of(division) == before
    (alarm,) = alarms_seen(grade.county)
    assert (alarm.school, alarm.pupils, alarm.answered_at) == (grade.school.name, 1, None)
    assert alarms_seen(grade.other_county) == []
    assert alarms_seen(grade.clerk) == []
    told = Notification.objects.get()
    assert told.user == grade.county.user
    assert told.link == "/classes/watch/"
    names = [person.name for person in grade.people]
    assert not any(name in str(told.params) for name in names)


def test_withdrawing_it_does_not_take_the_alarm_back(grade: Grade) -> None:
    """What was tried stays known."""
    division = grade.open()
    grade.demand(division, "together", "conflict", 0, 1)
    demand = Demand.objects.get()
    assert demand.state == DemandState.REFUSED
    withdraw_demand(actor=grade.clerk, demand_uid=demand.uid, key="a")
    assert len(alarms_seen(grade.county)) == 1
    with pytest.raises(ClassesNotDone, match="已经撤回"):
        withdraw_demand(actor=grade.clerk, demand_uid=demand.uid, key="b")


def test_a_class_written_into_the_sheet_is_caught(grade: Grade) -> None:
    """Neither a fixed class nor last year's class of the sheet is taken."""
    division = grade.open()
    grade.fill(division, {"片区": ["东", "西"] * 24, "固定班": ["1"] * 3 + [""] * 45})
    division.refresh_from_db()
    assert division.columns == ["片区"]
    (alarm,) = alarms_seen(grade.county)
    assert alarm.pupils == 3
    rows = folder_of(division)["roster.csv"].decode().splitlines()
    assert all(row.endswith(",,,,") or row.endswith(",,,") for row in rows[1:])


def test_an_alarm_is_answered_once_by_the_office(grade: Grade) -> None:
    """With words that stay; the school cannot."""
    division = grade.open()
    grade.demand(division, "fixed", "cadre", 0, class_number=2)
    alarm = Alarm.objects.get()
    with pytest.raises(NotFound):
        answer_alarm(actor=grade.clerk, alarm_uid=alarm.uid, answer="没事", key="a")
    answer_alarm(actor=grade.county, alarm_uid=alarm.uid, answer="已约谈，要求撤回", key="b")
    with pytest.raises(ClassesNotDone, match="处理过"):
        answer_alarm(actor=grade.county, alarm_uid=alarm.uid, answer="再记", key="c")
    assert alarms_seen(grade.county)[0].answer == "已约谈，要求撤回"


@pytest.mark.parametrize(
    ("kind", "ground", "at", "more", "words"),
    [
        ("together", "twins", (0,), {}, "至少要选2名"),
        ("fixed", "access", (0,), {}, "哪个班"),
        ("together", "twins", (0, 1), {"class_number": 1}, "哪个班"),
        ("fixed", "access", (0,), {"class_number": 3}, "没有3班"),
        ("near", "twins", (0, 1), {}, "选一种"),
        ("together", "friends", (0, 1), {}, "选一种"),
        ("together", "twins", (0, 1), {"reason": " "}, "写明原因"),
    ],
)
def test_what_makes_no_sense_is_refused(
    grade: Grade, kind: str, ground: str, at: tuple[int, ...], more: dict[str, object], words: str
) -> None:
    """In words, and nothing is entered."""
    division = grade.open()
    with pytest.raises(ClassesNotDone, match=words):
        grade.demand(division, kind, ground, *at, **more)
    assert not Demand.objects.exists()


def test_two_groups_with_one_pupil_are_one(grade: Grade) -> None:
    """The clerk is told to write them as one; apart may overlap."""
    division = grade.open()
    grade.demand(division, "together", "twins", 0, 1)
    with pytest.raises(ClassesNotDone, match="合在一起"):
        grade.demand(division, "together", "twins", 1, 2)
    grade.demand(division, "apart", "conflict", 3, 4)
    grade.demand(division, "apart", "conflict", 4, 5)
    column = [row.split(",")[4] for row in folder_of(division)["roster.csv"].decode().splitlines()]
    assert column[5] == "要求2、要求3"
    rows = demands_of(grade.clerk, division.uid)
    assert [len(who) for _, who in rows] == [2, 2, 2]
    assert rows[0][0].reason == "家长提出"
    assert len(column) == PUPILS + 1
