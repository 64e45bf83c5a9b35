"""Nobody at the desk can try digits out, promise twice, or leave a promise behind."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.domains.classes.grade import WITNESSES, Grade
from tests.domains.classes.test_nothing_is_lost_or_swapped import PowerCut, dark
from tests.domains.classes.test_teams import CLASSES, build, teachers
from xueyou.domains.classes.models import Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.open_divisions import open_division_of, open_draw_file
from xueyou.domains.classes.services import lots
from xueyou.domains.classes.services.late import seal_late, take_in_late
from xueyou.domains.classes.services.lots import commit_lot
from xueyou.domains.classes.services.opening import set_classes
from xueyou.domains.classes.services.rehearsing import ask_rehearsal
from xueyou.domains.classes.services.teams import seal_teams
from xueyou.domains.classes.services.voiding import void_division
from xueyou.formats.proof import draws
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now


def promise(grade: Grade, lot: Lot, **other: Any) -> object:
    """Commit as `Grade.commit` does, with something else."""
    asked: dict[str, Any] = {
        "actor": grade.clerk,
        "lot_uid": lot.uid,
        "sources": [Source("现场家长报数", "numbers:6:0:9")],
        "not_before": business_now() + timedelta(hours=1),
        "seals": [draws.seal(line) for line in WITNESSES],
        "key": str(uuid4()),
    }
    return commit_lot(**asked | other)


@pytest.mark.parametrize("seals", [0, 1])
def test_every_lot_has_two_witnesses(grade: Grade, seals: int) -> None:
    """Who holds the sealed files could try all digits that a hall may call; not their lines too."""
    lot = grade.seal(grade.open())
    with pytest.raises(ClassesNotDone, match="至少要有2位见证人"):
        promise(grade, lot, seals=[draws.seal(line) for line in WITNESSES[:seals]])
    assert not Draw.objects.exists()


def test_a_late_lot_is_as_public_as_the_first(september: Grade) -> None:
    """Witnesses, a place in the register that everybody reads, its files."""
    grade, division = september, september.issued()
    grade.enrol(200)
    take_in_late(actor=grade.clerk, division_uid=division.uid, key="a")
    lot = Lot.objects.get(uid=seal_late(actor=grade.clerk, division_uid=division.uid, key="b"))
    with pytest.raises(ClassesNotDone, match="见证人"):
        promise(grade, lot, seals=[])
    grade.draw(lot)
    found = open_division_of(division.uid)
    assert found is not None
    assert [one.purpose for one in found.drawn] == ["list", "late"]
    assert found.drawn[1].draws[0].revealed_at
    for name in ("commit.json", "reveal.json"):
        assert open_draw_file(division.uid, "late", 1, name)
    assert open_draw_file(division.uid, "late", 2, "commit.json") is None


def test_another_promise_about_the_same_lot_is_refused_in_words(grade: Grade) -> None:
    """The same again is answered; another one is not passed off as kept."""
    lot = grade.seal(grade.open())
    when = business_now() + timedelta(hours=1)
    made = promise(grade, lot, not_before=when)
    assert promise(grade, lot, not_before=when) == made
    with pytest.raises(ClassesNotDone, match="现场家长报数"):
        promise(grade, lot, sources=[Source("体彩", "digits:7")], not_before=when)
    assert Draw.objects.count() == 1


def test_a_promise_cut_short_is_taken_up_by_another_key(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page loaded anew has another key: the same words find the draw, others are told of it."""
    lot = grade.seal(grade.open())
    when = business_now() + timedelta(hours=1)
    with monkeypatch.context() as cut:
        cut.setattr(lots, "act", dark)
        with pytest.raises(PowerCut):
            promise(grade, lot, not_before=when)
    with pytest.raises(ClassesNotDone, match="现场家长报数"):
        promise(grade, lot, not_before=when + timedelta(hours=1))
    assert promise(grade, lot, not_before=when) == Draw.objects.get().uid
    lot.refresh_from_db()
    assert lot.state == LotState.COMMITTED


def test_a_promise_cut_short_falls_with_its_division(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the grade could not be divided any more that year."""
    division = grade.open()
    lot = grade.seal(division)
    with monkeypatch.context() as cut:
        cut.setattr(lots, "act", dark)
        with pytest.raises(PowerCut):
            grade.commit(lot)
    void_division(actor=grade.county, division_uid=division.uid, why="停电", key="v")
    assert Draw.objects.get().void_reason == "停电"
    grade.draw(grade.seal(grade.open()))
    assert Draw.objects.count() == 2


def test_a_promise_about_a_lot_voided_meanwhile_falls(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office voids between the two acts of a commitment."""
    lot = grade.seal(grade.open())
    made = lots.commit_draw

    def slow(**asked: Any) -> object:
        found = made(**asked)
        Lot.objects.update(state=LotState.VOID)
        return found

    monkeypatch.setattr(lots, "commit_draw", slow)
    with pytest.raises(ClassesNotDone, match="作废"):
        grade.commit(lot)
    lot.refresh_from_db()
    assert (lot.state, lot.draw_uid) == (LotState.VOID, None)
    assert Draw.objects.get().void_reason


def test_teams_are_drawn_after_the_list_is_sealed(grade: Grade) -> None:
    """Who knew which teacher gets class 1 could still ask a child into class 1."""
    division = grade.open(classes=CLASSES)
    build(grade, division, teachers())
    uid = seal_teams(actor=grade.clerk, division_uid=division.uid, key="t")
    lot = Lot.objects.get(uid=uid)
    with pytest.raises(ClassesNotDone, match="名单封存以后"):
        grade.commit(lot)
    with pytest.raises(ClassesNotDone, match="教师团队"):
        set_classes(actor=grade.clerk, division_uid=division.uid, classes=3, key="s")
    grade.seal(division)
    assert grade.draw(lot).state == LotState.DONE


def test_a_rehearsal_that_ends_after_the_seal_keeps_no_list(grade: Grade) -> None:
    """There is nothing to hold the lot against."""
    division = grade.open()
    grade.rehearse(division)
    ask_rehearsal(actor=grade.clerk, division_uid=division.uid, key="x")
    lots.seal_list(actor=grade.clerk, division_uid=division.uid, key="y")
    work_off()
    assert [one.given for one in division.rehearsals.all()] == [None, None]
    assert all(one.done_at for one in division.rehearsals.all())
