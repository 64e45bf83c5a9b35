"""Power cuts between two steps, jobs that die, and hands in the store."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.domains.classes.grade import CALLED, WITNESSES, Grade, classes_of
from xueyou.domains.classes.models import DivisionState, Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services import drawing, lots
from xueyou.domains.classes.services.lots import commit_lot, reveal_lot
from xueyou.formats.proof import draws
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now


class PowerCut(Exception):
    """It is dark."""


def dark(*_: object, **__: object) -> None:
    """Cut the power."""
    raise PowerCut


def reveal(grade: Grade, lot: Lot, called: str = CALLED, key: str = "reveal") -> str:
    """Press the key."""
    return reveal_lot(
        actor=grade.clerk, lot_uid=lot.uid, published=called, witnesses=WITNESSES, key=key
    )


def test_a_cut_between_draw_and_entry_is_finished_by_the_same_key(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One draw, whenever the light comes back."""
    lot = grade.seal(grade.open())
    asked = {
        "actor": grade.clerk,
        "lot_uid": lot.uid,
        "sources": [Source("现场家长报数", "numbers:6:0:9")],
        "not_before": business_now() + timedelta(hours=1),
        "seals": [draws.seal(line) for line in WITNESSES],
        "key": "commit",
    }
    with monkeypatch.context() as cut:
        cut.setattr(lots, "act", dark)
        with pytest.raises(PowerCut):
            commit_lot(**asked)
    made = Draw.objects.get()
    assert commit_lot(**asked) == made.uid
    lot.refresh_from_db()
    assert (lot.state, lot.draw_uid, Draw.objects.count()) == ("committed", made.uid, 1)


def test_a_cut_between_seed_and_list_is_finished_by_the_same_key(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seed stands; other digits cannot take its place."""
    lot = grade.seal(grade.open())
    grade.commit(lot)
    grade.clock.advance(timedelta(hours=2))
    with monkeypatch.context() as cut:
        cut.setattr(lots, "act", dark)
        with pytest.raises(PowerCut):
            reveal(grade, lot)
    seed = Draw.objects.get().seed
    assert seed
    with pytest.raises(DrawNotMade):
        reveal(grade, lot, "9 9 9 9 9 9", key=str(uuid4()))
    assert reveal(grade, lot) == seed
    work_off()
    lot.refresh_from_db()
    assert lot.state == LotState.DONE


def test_a_job_that_dies_writes_nothing(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a list never stands: it is written whole, or not at all."""
    division = grade.open()
    lot = grade.seal(division)
    grade.commit(lot)
    grade.clock.advance(timedelta(hours=2))
    reveal(grade, lot)
    with monkeypatch.context() as cut:
        cut.setattr(drawing, "_enter", dark)
        work_off()
    lot.refresh_from_db()
    assert lot.state == LotState.REVEALED
    assert set(classes_of(division).values()) == {None}


def test_digits_other_than_the_witnesses_sealed_are_refused(grade: Grade) -> None:
    """And the hour is kept: nothing is revealed before it."""
    lot = grade.seal(grade.open())
    grade.commit(lot)
    with pytest.raises(DrawNotMade):
        reveal(grade, lot)
    grade.clock.advance(timedelta(hours=2))
    with pytest.raises(DrawNotMade):
        reveal_lot(
            actor=grade.clerk,
            lot_uid=lot.uid,
            published=CALLED,
            witnesses=("三七二九", "1 1 1 1"),
            key="x",
        )
    lot.refresh_from_db()
    assert lot.state == LotState.COMMITTED


def test_a_roster_swapped_before_the_commitment_is_found(grade: Grade) -> None:
    """Sealed files are held against their digest."""
    lot = grade.seal(grade.open())
    Lot.objects.update(input_sha256="0" * 64)
    with pytest.raises(ClassesNotDone, match="有人动过"):
        grade.commit(lot)


def test_a_roster_swapped_after_the_commitment_makes_no_list(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even with a digest swapped along: the draw was committed over the first."""
    division = grade.open()
    lot = grade.seal(division)
    grade.commit(lot)
    grade.clock.advance(timedelta(hours=2))
    reveal(grade, lot)
    other = {**drawing.kept(lot), "run.json": b"{}"}
    Lot.objects.update(input_sha256=drawing.folders.digest(other))
    monkeypatch.setattr(drawing, "kept", lambda _: other)
    work_off()
    lot.refresh_from_db()
    division.refresh_from_db()
    assert "有人动过" in lot.failed_zh
    assert division.state == DivisionState.SEALED
    assert set(classes_of(division).values()) == {None}
