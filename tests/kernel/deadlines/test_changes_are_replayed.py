"""A deadline's last day follows from its start and its changes."""

from datetime import date

import pytest

from tests.kernel.deadlines.conftest import Desk
from xueyou.engines.working_days import YearMissing
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.deadlines.models import Deadline, DeadlineState
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.kernel.deadlines.services import (
    by_owner,
    cancel,
    changes_of,
    extend,
    hand_back,
    meet,
    pause,
    resume,
)
from xueyou.kernel.deadlines.terms import due_of


def test_working_days_skip_the_holidays_of_the_table(desk: Desk) -> None:
    """15 working days from 24 September 2026 run over two holidays and a Saturday worked."""
    deadline = desk.start(date(2026, 9, 24), unit="working_day", amount=15)
    assert deadline.last_day == date(2026, 10, 22)


def test_a_pause_takes_its_days_and_the_clock_goes_on(desk: Desk) -> None:
    """While paused there is no last day; afterwards the days of the pause are made up."""
    deadline = desk.start(date(2026, 11, 2), unit="working_day", amount=5)
    assert deadline.last_day == date(2026, 11, 9)
    with desk.on(date(2026, 11, 4)) as a:
        pause(a, deadline, ground="等材料")
    assert (deadline.state, deadline.due_at) == (DeadlineState.PAUSED, None)
    with desk.on(date(2026, 11, 10)) as a:
        resume(a, deadline, ground="材料到了")
    assert deadline.last_day == date(2026, 11, 16)


def test_what_is_mirrored_equals_the_replay_of_what_is_stored(desk: Desk) -> None:
    """Pause, extension and return in turn: the stored rows alone give the same day."""
    deadline = desk.start(date(2026, 11, 2), unit="working_day", amount=5)
    with desk.on(date(2026, 11, 3)) as a:
        pause(a, deadline, ground="等材料")
    with desk.on(date(2026, 11, 5)) as a:
        resume(a, deadline, ground="材料到了")
    with desk.on(date(2026, 11, 6)) as a:
        extend(a, deadline, ground="情况复杂", amount=3)
    with desk.on(date(2026, 11, 11)) as a:
        hand_back(a, deadline, ground="没有说清楚", amount=2)
    stored = Deadline.objects.get(pk=deadline.pk)
    due = due_of(stored, changes_of(stored), calendar())
    assert due.last == stored.last_day == date(2026, 11, 13)


def test_a_promised_day_moves_only_by_a_later_promise(desk: Desk) -> None:
    """A day that is not later is refused, and nothing is recorded."""
    deadline = desk.start(date(2026, 11, 2), until=date(2026, 12, 31))
    with pytest.raises(DeadlineRefused, match="2026年12月31日"), desk.on(date(2026, 11, 3)) as a:
        extend(a, deadline, ground="要晚一点", until=date(2026, 12, 31))
    with desk.on(date(2026, 11, 3)) as a:
        extend(a, deadline, ground="要晚一点", until=date(2027, 3, 31))
    assert deadline.last_day == date(2027, 3, 31)
    assert [change.kind for change in changes_of(deadline)] == ["extend"]


def test_a_day_is_not_changed_while_the_clock_stands(desk: Desk) -> None:
    """Under a pause an earlier day could pass for an extension: resume first."""
    deadline = desk.start(date(2026, 11, 2), until=date(2026, 12, 31))
    with desk.on(date(2026, 11, 3)) as a:
        pause(a, deadline, ground="等上级批复")
    with pytest.raises(DeadlineRefused, match="先恢复"), desk.on(date(2026, 11, 4)) as a:
        extend(a, deadline, ground="提前", until=date(2026, 11, 10))


def test_a_pause_cannot_rescue_what_is_overdue(desk: Desk) -> None:
    """After the last day it is refused in words; the deadline stays overdue."""
    deadline = desk.start(date(2026, 11, 2), unit="working_day", amount=2)
    with pytest.raises(DeadlineRefused, match="已经过了"), desk.on(date(2026, 11, 5)) as a:
        pause(a, deadline, ground="等材料")
    assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.RUNNING


def test_a_change_without_a_ground_is_refused(desk: Desk) -> None:
    """Nobody stops a clock without saying why."""
    deadline = desk.start(date(2026, 11, 2), unit="working_day", amount=2)
    with pytest.raises(DeadlineRefused, match="理由"), desk.on(date(2026, 11, 3)) as a:
        pause(a, deadline, ground="  ")


@pytest.mark.parametrize(
    ("done", "state"),
    [(date(2026, 11, 4), DeadlineState.MET), (date(2026, 11, 5), DeadlineState.MISSED)],
)
def test_meeting_says_whether_it_was_in_time(desk: Desk, done: date, state: str) -> None:
    """Done on the last day is in time; on the day after it is missed."""
    deadline = desk.start(date(2026, 11, 2), unit="working_day", amount=2)
    with desk.on(date(2026, 11, 9)) as a:
        meet(a, deadline, on=done)
    assert deadline.state == state
    with pytest.raises(DeadlineRefused), desk.on(date(2026, 11, 10)) as a:
        cancel(a, deadline)


def test_one_open_deadline_of_a_name_and_a_new_generation_after_it(desk: Desk) -> None:
    """A second start is refused while one runs; afterwards the generation counts up."""
    first = desk.start(date(2026, 11, 2), until=date(2026, 11, 30))
    with pytest.raises(DeadlineRefused, match="已经在走"):
        desk.start(date(2026, 11, 3), uid=first.owner_uid, until=date(2026, 12, 1))
    with desk.on(date(2026, 11, 4)) as a:
        cancel(a, first)
    second = desk.start(date(2026, 11, 5), uid=first.owner_uid, until=date(2026, 12, 1))
    assert second.generation == 2
    assert by_owner("letter", [first.owner_uid]) == {first.owner_uid: second}


def test_a_term_into_a_year_without_a_table_is_refused(desk: Desk) -> None:
    """Nobody guesses the holidays of 2027; a promised day in it needs none."""
    with pytest.raises(YearMissing, match="2027"):
        desk.start(date(2026, 12, 30), unit="working_day", amount=3)
    promised = desk.start(date(2026, 12, 30), until=date(2027, 12, 31))
    assert promised.last_day == date(2027, 12, 31)


def test_nobody_to_hear_is_a_fault_of_the_room(desk: Desk) -> None:
    """A kind of owner without a handler cannot start a deadline."""
    from xueyou.kernel.deadlines.services import start

    with pytest.raises(LookupError), desk.on(date(2026, 11, 2)) as a:
        start(
            a,
            owner_kind="nobody",
            owner_uid=a.uid,
            name="回复",
            org_path="",
            until=date(2026, 12, 1),
        )
