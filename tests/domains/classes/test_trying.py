"""The copy on which moves are tried: before the seal, of the newest rehearsal, kept nowhere."""

from uuid import uuid4

import pytest

from tests.domains.classes.grade import Grade
from xueyou.domains.classes.models import Division, GradePupil, Rehearsal
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.trying import MOST_MOVES, Move, trial
from xueyou.domains.classes.services.lots import seal_list
from xueyou.domains.classes.services.opening import refresh_roster
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act


@pytest.fixture
def division(grade: Grade) -> Division:
    """Return a division that was rehearsed."""
    found = grade.open()
    grade.rehearse(found)
    return found


def test_a_move_is_measured_and_kept_nowhere(grade: Grade, division: Division) -> None:
    """One pupil more in a class: said, with the difference; no row, no act, nobody's class."""
    acts = Act.objects.count()
    before = trial(grade.clerk, division.uid)
    assert before.broken == []
    assert [len(pupils) for pupils in before.classes] == [24, 24]
    who = before.classes[0][0]
    after = trial(grade.clerk, division.uid, [Move(who.code, 2)])
    assert [len(pupils) for pupils in after.classes] == [23, 25]
    assert [one.came_from for one in after.classes[1] if one.code == who.code] == [1]
    assert any("25人" in words for words in after.broken)
    assert [(one.name, one.before) for one in after.changes] == [
        (one.name, one.before) for one in before.changes
    ]
    assert trial(grade.clerk, division.uid) == before
    assert Act.objects.count() == acts
    assert not GradePupil.objects.exclude(given=None).exists()


def test_the_last_move_of_a_pupil_counts_and_going_back_is_none(
    grade: Grade, division: Division
) -> None:
    """To the second class and home again: the copy as it was."""
    before = trial(grade.clerk, division.uid)
    who = before.classes[0][0]
    there_and_back = [Move(who.code, 2), Move(who.code, 1)]
    assert trial(grade.clerk, division.uid, there_and_back) == before
    assert trial(grade.clerk, division.uid, there_and_back[::-1]).moves == [Move(who.code, 2)]


def test_what_changed_since_is_rehearsed_first(grade: Grade, division: Division) -> None:
    """The copy is of the roster as it stands, or there is none."""
    grade.enrol(99)
    refresh_roster(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
    with pytest.raises(ClassesNotDone, match="再演练一次"):
        trial(grade.clerk, division.uid)


def test_only_the_newest_list_is_there_and_none_after_the_seal(
    grade: Grade, division: Division
) -> None:
    """Rehearsed twice, one list stands; sealed, none: nothing to hold the lot against."""
    grade.rehearse(division)
    assert Rehearsal.objects.exclude(given=None).count() == 1
    seal_list(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
    assert not Rehearsal.objects.exclude(given=None).exists()
    with pytest.raises(ClassesNotDone, match="已经封存"):
        trial(grade.clerk, division.uid)


def test_a_move_that_is_none_is_refused(grade: Grade, division: Division) -> None:
    """Nobody of that code, no such class, too many at once."""
    codes = [one.code for pupils in trial(grade.clerk, division.uid).classes for one in pupils]
    for moves in ([Move("nobody", 1)], [Move(codes[0], 3)], [Move(codes[0], 0)]):
        with pytest.raises(ClassesNotDone, match="没有这个"):
            trial(grade.clerk, division.uid, moves)
    into_one = trial(grade.clerk, division.uid, [Move(code, 2) for code in codes])
    assert [len(pupils) for pupils in into_one.classes] == [0, len(codes)]
    everyone = [Move(code, 1 if at >= len(codes) // 2 else 2) for at, code in enumerate(codes)]
    assert len(codes) > MOST_MOVES
    with pytest.raises(ClassesNotDone, match="一次最多"):
        trial(grade.clerk, division.uid, everyone)


def test_nobody_else_sees_the_copy(grade: Grade, division: Division) -> None:
    """Not the county's officers: they see sums."""
    for stranger in (grade.county, grade.other_county):
        with pytest.raises(NotFound):
            trial(stranger, division.uid)
