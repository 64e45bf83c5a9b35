"""Who sits in a class that no lot gave him is found; who voided a draw by it does not redraw."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.domains.classes.grade import Grade, leave, move
from xueyou.domains.classes.models import Alarm, AlarmKind, Division, DivisionState, Lot
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import alarms_seen
from xueyou.domains.classes.services.alarms import answer_alarm
from xueyou.domains.classes.services.issuing import issue_list
from xueyou.domains.classes.services.late import seal_late, take_in_late
from xueyou.domains.classes.services.opening import refresh_roster
from xueyou.domains.classes.services.reconciling import reconcile_all
from xueyou.platform.notifications.models import Notification


def put_up(grade: Grade, division: Division) -> Division:
    """Sign a drawn list and put it up."""
    grade.sign(division)
    issue_list(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
    division.refresh_from_db()
    return division


def answer(grade: Grade) -> None:
    """Let the county answer every alarm that is open."""
    for alarm in Alarm.objects.filter(answered_at=None):
        answer_alarm(
            actor=grade.county, alarm_uid=alarm.uid, answer="查过了，已约谈", key=str(uuid4())
        )


def test_a_class_without_a_lot_is_told_and_voids_nothing(september: Grade) -> None:
    """Whoever came between draw and list; told once, answered or not."""
    grade, division = september, september.drawn()
    favourite = grade.enrol(300)
    move(grade.school, favourite, "1班")
    put_up(grade, division)
    reconcile_all()
    (alarm,) = alarms_seen(grade.county)
    assert (alarm.kind_zh, alarm.pupils) == (AlarmKind.UNLISTED.label, 1)
    assert "后来的学生" in alarm.kind_zh
    assert "补抽" in alarm.kind_zh
    division.refresh_from_db()
    assert division.state == DivisionState.ISSUED
    reconcile_all()
    answer(grade)
    grade.clock.advance(timedelta(days=1))
    move(grade.school, favourite, "（1）班")
    reconcile_all()
    assert Alarm.objects.count() == 1
    assert Notification.objects.filter(kind="classes.alarm").count() == 1


def test_a_class_that_is_no_number_is_a_class_too(september: Grade) -> None:
    """Another name of it hides nobody; without any class there is nothing to tell."""
    grade, division = september, september.issued()
    grade.enrol(300)
    hidden = grade.enrol(301)
    move(grade.school, hidden, "向日葵班")
    reconcile_all()
    assert Alarm.objects.get().kind == AlarmKind.UNLISTED
    division.refresh_from_db()
    assert division.state == DivisionState.ISSUED


def test_who_left_before_the_seal_and_came_back_is_held_too(september: Grade) -> None:
    """His old row on the roster is no place by the lot."""
    grade, division = september, september.open()
    leave(grade.people[0])
    refresh_roster(actor=grade.clerk, division_uid=division.uid, key="r")
    grade.draw(grade.seal(division))
    division.refresh_from_db()
    put_up(grade, division)
    move(grade.school, grade.people[0], "2班")
    reconcile_all()
    assert Alarm.objects.get().kind == AlarmKind.UNLISTED


def test_drawn_late_he_is_held_as_everybody_is(september: Grade) -> None:
    """On the roster without a class he is told of once; drawn, there is nothing left to tell."""
    grade, division = september, september.issued()
    late = grade.enrol(300)
    move(grade.school, late, "1班")
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    reconcile_all()
    reconcile_all()
    assert Alarm.objects.count() == 1
    lot = Lot.objects.get(uid=seal_late(actor=grade.clerk, division_uid=division.uid, key="b"))
    grade.draw(lot)
    reconcile_all()
    assert Alarm.objects.count() == 1
    division.refresh_from_db()
    assert division.state == DivisionState.ISSUED


def test_who_voided_a_draw_by_a_moved_child_waits_for_the_bureau(september: Grade) -> None:
    """Else a school that dislikes its list writes one child elsewhere, and draws again."""
    grade, division = september, september.issued()
    pupil = division.pupils.filter(given=1).select_related("person").first()
    assert pupil is not None
    move(grade.school, pupil.person, "2班")
    reconcile_all()
    division.refresh_from_db()
    assert division.state == DivisionState.VOID
    assert not any(letter.isdigit() for letter in division.void_reason)
    with pytest.raises(ClassesNotDone, match=r"教育局.*没有另开"):
        grade.open()
    assert Division.objects.count() == 1
    answer(grade)
    assert grade.open().state == DivisionState.DRAFT
