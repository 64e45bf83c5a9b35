"""Late arrivals do not get stuck: who comes back, who has left, and a lot that gives no list."""

import pytest

from tests.domains.classes.grade import Grade, leave, move
from xueyou.domains.classes.models import Division, Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services import late, requests
from xueyou.domains.classes.services.demands import withdraw_demand
from xueyou.domains.classes.services.issuing import issue_list
from xueyou.domains.classes.services.late import seal_late, take_in_late
from xueyou.domains.classes.services.opening import refresh_roster
from xueyou.kernel.draws.models import Draw


def sealed(grade: Grade, division: Division, key: str = "seal") -> Lot:
    """Seal the late ones."""
    return Lot.objects.get(uid=seal_late(actor=grade.clerk, division_uid=division.uid, key=key))


def contradict(grade: Grade, division: Division, code: str) -> None:
    """Ask that a late pupil be apart from somebody of each class."""
    pupils = list(division.pupils.order_by("code"))
    at = next(i for i, one in enumerate(pupils) if one.code == code)
    for number in (1, 2):
        other = next(i for i, one in enumerate(pupils) if one.given == number)
        grade.demand(division, "apart", "conflict", other, at)


def test_who_comes_back_is_late_with_his_old_number(september: Grade) -> None:
    """Taken off before the seal, back after the list: he and everybody else get their class."""
    grade, division = september, september.open()
    back = grade.people[0]
    leave(back)
    refresh_roster(actor=grade.clerk, division_uid=division.uid, key="r")
    grade.draw(grade.seal(division))
    division.refresh_from_db()
    grade.sign(division)
    issue_list(actor=grade.clerk, division_uid=division.uid, key="i")
    move(grade.school, back, "")
    other = grade.enrol(300)
    code = division.pupils.get(person=back).code
    assert take_in_late(actor=grade.clerk, division_uid=division.uid, key="a") == 2
    row = division.pupils.get(person=back)
    assert (row.code, row.late, row.left_at, row.given) == (code, True, None, None)
    grade.draw(sealed(grade, division))
    rows = division.pupils.filter(person__in=(back, other))
    assert [one.way for one in rows] == ["late", "late"]


def test_who_has_left_takes_no_seat(september: Grade) -> None:
    """Six gone from the first class: all four who come late go there, by what was sealed."""
    grade, division = september, september.issued()
    for pupil in division.pupils.filter(given=1).select_related("person")[:6]:
        leave(pupil.person)
    for number in range(4):
        grade.enrol(400 + number)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    lot = grade.draw(sealed(grade, division))
    assert lot.report is not None
    assert lot.report["sizes_before"] == [18, 24]
    given = division.pupils.filter(late=True).values_list("given", flat=True)
    assert list(given) == [1, 1, 1, 1]


def test_a_late_pupil_who_left_again_is_not_drawn(september: Grade) -> None:
    """With nobody else waiting there is nothing to seal."""
    grade, division = september, september.issued()
    gone = grade.enrol(300)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    leave(gone)
    with pytest.raises(ClassesNotDone, match="没有等着分班"):
        sealed(grade, division)


def test_room_counts_who_is_still_here(september: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class of 24 that lost one has a seat where 24 is the most."""
    division = september.issued()
    monkeypatch.setattr(requests, "class_sizes", lambda: {"always": {"refused_from": 25}})
    with pytest.raises(ClassesNotDone, match="最大班额"):
        requests._require_room(division, 1)
    pupil = division.pupils.filter(given=1).select_related("person").first()
    assert pupil is not None
    leave(pupil.person)
    requests._require_room(division, 1)


def test_what_can_give_no_class_is_not_sealed(september: Grade) -> None:
    """The words say what hinders; the demand can be withdrawn and others taken in."""
    grade, division = september, september.issued()
    person = grade.enrol(200)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    contradict(grade, division, division.pupils.get(person=person).code)
    with pytest.raises(ClassesNotDone, match=r"和分班要求冲突.*没有封存"):
        sealed(grade, division)
    assert division.lots.count() == 1
    grade.enrol(201)
    assert take_in_late(actor=grade.clerk, division_uid=division.uid, key="c") == 1


def test_a_late_lot_that_fails_makes_room_for_the_next(
    september: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Void with its draw, for a reason that everybody reads and that names no number."""
    grade, division = september, september.issued()
    person = grade.enrol(200)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    contradict(grade, division, division.pupils.get(person=person).code)
    with monkeypatch.context() as careless:
        careless.setattr(late, "_rehearse", lambda files: None)
        lot = sealed(grade, division)
    lot = grade.draw(lot)
    assert lot.state == LotState.VOID
    why = Draw.objects.get(uid=lot.draw_uid).void_reason
    assert why == lot.failed_zh
    assert "没有一个班能进" in why
    assert not any(letter.isdigit() for letter in why)
    division.refresh_from_db()
    assert division.void_reason == ""
    for demand in division.demands.all():
        withdraw_demand(actor=grade.clerk, demand_uid=demand.uid, key=str(demand.uid))
    grade.enrol(201)
    assert take_in_late(actor=grade.clerk, division_uid=division.uid, key="c") == 1
    again = grade.draw(sealed(grade, division, "again"))
    assert (again.state, again.ordinal) == (LotState.DONE, 2)
    assert not division.pupils.filter(given=None).exists()
