"""Two people press at the very same moment: one is first, nothing is half of each."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.domains.classes.grade import CALLED, WITNESSES, Grade, found, move
from tests.platform.threads import at_once
from xueyou.domains.classes.models import Alarm, Demand, Division, Lot
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.lots import reveal_lot, seal_list
from xueyou.domains.classes.services.opening import open_division
from xueyou.domains.classes.services.reconciling import reconcile
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.platform.time import business_now, frozen_business
from xueyou.rulebook.classes import folders

pytestmark = pytest.mark.alone


@pytest.fixture
def busy(own_database: object, settings: object, tmp_path: Path, business_clock: Any) -> Grade:
    """Found the grade in a database that threads can share."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found(tmp_path, business_clock)


def both(work: Callable[[int], Any]) -> list[Any]:
    """Let two do it at once, by the clock of the test."""
    now = business_now()

    def one(number: int) -> Any:
        with frozen_business(now):
            try:
                return work(number)
            except (ClassesNotDone, DrawNotMade) as refused:
                return refused

    return list(at_once(2, one))


def test_a_grade_is_opened_once(busy: Grade) -> None:
    """Two clerks begin: one division, one sentence."""
    who = (busy.clerk, busy.second)

    def begin(number: int) -> Any:
        return open_division(
            actor=who[number], school_uid=busy.school.uid, grade=7, classes=2, key=str(uuid4())
        )

    found_ = both(begin)
    assert sum(isinstance(one, ClassesNotDone) for one in found_) == 1
    assert Division.objects.count() == 1


def test_a_seal_and_a_demand_follow_one_another(busy: Grade) -> None:
    """What is sealed is what stands, whoever was first."""
    division = busy.open()
    busy.rehearse(division)

    def press(number: int) -> Any:
        if number:
            return busy.demand(division, "together", "twins", 0, 1)
        return seal_list(actor=busy.clerk, division_uid=division.uid, key=str(uuid4()))

    sealed, demanded = both(press)
    assert isinstance(sealed, ClassesNotDone) is not isinstance(demanded, ClassesNotDone)
    division.refresh_from_db()
    if not isinstance(sealed, ClassesNotDone):
        assert not Demand.objects.exists()
        assert folders.digest(folder_of(division)) == Lot.objects.get().input_sha256


def test_of_two_keys_pressed_on_the_stage_one_counts(busy: Grade) -> None:
    """Other digits a moment later change nothing."""
    lot = busy.seal(busy.open())
    busy.commit(lot)
    busy.clock.advance(timedelta(hours=2))
    called = (CALLED, "9 9 9 9 9 9")

    def press(number: int) -> Any:
        return reveal_lot(
            actor=busy.clerk,
            lot_uid=lot.uid,
            published=called[number],
            witnesses=WITNESSES,
            key=str(uuid4()),
        )

    seeds = [one for one in both(press) if isinstance(one, str)]
    assert seeds == [Draw.objects.get().seed]


def test_a_moved_child_is_found_once(busy: Grade) -> None:
    """Two workers hold the same list against the registry: one alarm, one void draw."""
    division = busy.issued()
    pupil = division.pupils.select_related("person")[0]
    busy.clock.advance(timedelta(days=1))
    move(busy.school, pupil.person, "1班" if pupil.given == 2 else "2班")
    both(lambda _: reconcile(Division.objects.get()))
    assert Alarm.objects.count() == 1
    assert Division.objects.get().state == "void"
