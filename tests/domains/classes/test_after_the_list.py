"""After the list is up: late arrivals, requests, and a moved child that reports itself."""

from datetime import date, timedelta

import pytest

from tests.domains.classes.grade import PUPILS, Grade, classes_of, move
from tests.kernel.registry.people_world import doing
from xueyou.domains.classes.models import (
    Alarm,
    AlarmKind,
    ChangeRequest,
    DivisionState,
    Lot,
    LotState,
)
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import alarms_seen, requests_of, requests_watched
from xueyou.domains.classes.services.alarms import answer_alarm
from xueyou.domains.classes.services.late import late_people, seal_late, take_in_late
from xueyou.domains.classes.services.reconciling import reconcile, reconcile_all
from xueyou.domains.classes.services.requests import decide_request, log_request
from xueyou.domains.classes.services.voiding import void_division
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.registry.models import Membership
from xueyou.kernel.registry.services.memberships import end_membership
from xueyou.platform.access.reading import NotFound
from xueyou.platform.time import business_today


def test_late_pupils_get_a_class_and_nobody_is_moved(september: Grade) -> None:
    """By a lot of their own, over what was sealed."""
    grade, division = september, september.issued()
    before = classes_of(division)
    late = [grade.enrol(200), grade.enrol(201)]
    assert {person.pk for person in late_people(division)} == {person.pk for person in late}
    assert take_in_late(actor=grade.clerk, division_uid=division.uid, key="a") == 2
    lot = Lot.objects.get(uid=seal_late(actor=grade.clerk, division_uid=division.uid, key="b"))
    lot = grade.draw(lot, "2 2 2 2 2 2")
    assert lot.state == LotState.DONE
    after = classes_of(division)
    assert {code: after[code] for code in before} == before
    new = [after[code] for code in after if code not in before]
    assert sorted(new) == [1, 2]  # type: ignore[type-var]
    rows = Membership.objects.standing().filter(person__in=late, valid_to=None)
    assert sorted(rows.values_list("group", flat=True)) == ["1班", "2班"]
    assert reconcile(division) is None
    assert late_people(division) == []


def test_a_late_twin_goes_where_the_other_sits(september: Grade) -> None:
    """The demand binds the late one; once sealed it is closed; about the settled there is none."""
    grade, division = september, september.issued()
    settled = division.pupils.order_by("code")
    with pytest.raises(ClassesNotDone, match="封存"):
        grade.demand(division, "together", "twins", 0, 1)
    twin = grade.enrol(300)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    codes = [pupil.person_id for pupil in settled]
    at = codes.index(twin.pk)
    other = next(i for i, pupil in enumerate(settled) if pupil.given == 2)
    assert grade.demand(division, "together", "twins", other, at)
    uid = seal_late(actor=grade.clerk, division_uid=division.uid, key="b")
    with pytest.raises(ClassesNotDone, match="等着抽签"):
        grade.demand(division, "apart", "conflict", 0, at)
    grade.draw(Lot.objects.get(uid=uid), "3 3 3 3 3 3")
    assert division.pupils.get(person=twin).given == 2


def test_late_pupils_wait_for_the_list(september: Grade) -> None:
    """Before the list is up the roster is refreshed instead; nobody late, nothing to do."""
    division = september.drawn()
    with pytest.raises(ClassesNotDone, match="公布以后"):
        take_in_late(actor=september.clerk, division_uid=division.uid, key="a")


def test_a_moved_child_voids_the_draw_and_reports_itself(september: Grade) -> None:
    """Whoever wrote it, wherever: the next hour finds it, the register of draws says it."""
    grade, division = september, september.issued()
    pupil = division.pupils.select_related("person").first()
    assert pupil is not None
    assert reconcile_all() == 1
    assert not Alarm.objects.exists()
    grade.clock.advance(timedelta(days=2))
    move(grade.school, pupil.person, "1班" if pupil.given == 2 else "2班")
    reconcile_all()
    division.refresh_from_db()
    assert division.state == DivisionState.VOID
    assert "换了班" in division.void_reason
    assert "换了班" in Draw.objects.get().void_reason
    (alarm,) = alarms_seen(grade.county)
    assert alarm.kind_zh == AlarmKind.MOVED.label
    assert division.lots.get().state == LotState.VOID
    answer_alarm(actor=grade.county, alarm_uid=alarm.uid, answer="学校改错了", key="seen")
    again = grade.open()
    lot = grade.draw(grade.seal(again), "1 1 1 1 1 1")
    assert Draw.objects.get(uid=lot.draw_uid).ordinal == 2


def test_another_writing_of_the_same_class_is_no_move(september: Grade) -> None:
    """(1)班, 一班, 1: the same; a name that is no number is asked about and voids nothing."""
    grade, division = september, september.issued()
    first, second = division.pupils.filter(given=1).select_related("person")[:2]
    grade.clock.advance(timedelta(days=1))
    move(grade.school, first.person, "（1）班")
    reconcile_all()
    assert not Alarm.objects.exists()
    move(grade.school, second.person, "向日葵班")
    reconcile_all()
    reconcile_all()
    assert Alarm.objects.get().kind == AlarmKind.UNKNOWN_CLASS
    division.refresh_from_db()
    assert division.state == DivisionState.ISSUED


def test_who_leaves_the_school_is_in_order(september: Grade) -> None:
    """A pupil who transfers elsewhere is no moved child."""
    grade = september
    grade.issued()
    grade.clock.advance(timedelta(days=3))
    with doing() as a:
        row = Membership.objects.standing().filter(valid_to=None).first()
        assert row is not None
        end_membership(a, row, on=business_today(), why="left")
    reconcile_all()
    assert not Alarm.objects.exists()


def test_lists_are_held_until_the_twentieth_of_september(september: Grade) -> None:
    """After the day of the parameter nothing is held against the registry."""
    grade, division = september, september.issued()
    grade.clock.advance(timedelta(days=18))
    assert business_today() == date(2026, 9, 19)
    assert reconcile_all() == 1
    grade.clock.advance(timedelta(days=2))
    assert reconcile_all() == 0
    assert division.state == DivisionState.ISSUED


def test_a_request_is_logged_and_decided_above(september: Grade) -> None:
    """Granted, the pupil moves and nothing is voided; refused, it stays in the log."""
    grade, division = september, september.issued()
    one, other = division.pupils.filter(given=1)[:2]
    grade.clock.advance(timedelta(days=1))
    uids = [
        log_request(
            actor=grade.clerk,
            pupil_uid=pupil.uid,
            asked_by="guardian",
            words="离家近",
            key=key,
            to_class=2,
        )
        for pupil, key in ((one, "a"), (other, "b"))
    ]
    with pytest.raises(NotFound):
        decide_request(actor=grade.clerk, request_uid=uids[0], granted=True, why="x", key="c")
    decide_request(actor=grade.county, request_uid=uids[0], granted=True, why="保护令", key="d")
    decide_request(actor=grade.county, request_uid=uids[1], granted=False, why="无依据", key="e")
    reconcile_all()
    division.refresh_from_db()
    assert division.state == DivisionState.ISSUED
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.given, one.way, other.given) == (2, "decided", 1)
    row = Membership.objects.standing().get(person=one.person, valid_to=None)
    assert (row.group, row.source_kind) == ("2班", "class_change")
    said = {row.code: row.state_zh for row in requests_of(grade.clerk, division.uid)}
    assert said == {one.code: "同意调班", other.code: "没有同意"}
    watched = requests_watched(grade.county)
    assert all("*" in r.name or "＊" in r.name or "某" in r.name for r in watched)
    with pytest.raises(ClassesNotDone, match="有决定了"):
        decide_request(actor=grade.county, request_uid=uids[0], granted=False, why="y", key="f")
    assert ChangeRequest.objects.count() == 2


def test_a_class_is_not_filled_beyond_the_largest(september: Grade) -> None:
    """And a request for the same class, or one that is not there, is none."""
    grade, division = september, september.issued()
    pupil = division.pupils.filter(given=1).first()
    assert pupil is not None
    for wrong, words in ((1, "本来就在"), (3, "没有3班")):
        with pytest.raises(ClassesNotDone, match=words):
            log_request(
                actor=grade.clerk,
                pupil_uid=pupil.uid,
                asked_by="school",
                words="x",
                to_class=wrong,
                key=str(wrong),
            )


def test_the_office_voids_with_a_reason(september: Grade) -> None:
    """The school cannot; the reason stands in the register; classes stay until the next list."""
    grade, division = september, september.issued()
    with pytest.raises(NotFound):
        void_division(actor=grade.clerk, division_uid=division.uid, why="重来", key="a")
    with pytest.raises(ClassesNotDone, match="写明"):
        void_division(actor=grade.county, division_uid=division.uid, why=" ", key="b")
    void_division(actor=grade.county, division_uid=division.uid, why="名单漏了人", key="c")
    division.refresh_from_db()
    assert (division.state, Draw.objects.get().void_reason) == ("void", "名单漏了人")
    rows = Membership.objects.standing().filter(valid_to=None)
    assert set(rows.values_list("group", flat=True)) == {"1班", "2班"}
    assert division.pupils.count() == PUPILS
