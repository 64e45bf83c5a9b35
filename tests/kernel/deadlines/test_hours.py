"""A term in hours ends to the minute, stands still in a pause, and is told of hours before."""

from datetime import date, datetime, timedelta

from tests.kernel.deadlines.conftest import Desk
from xueyou.kernel.deadlines.firing import fire_due
from xueyou.kernel.deadlines.services import extend, hand_back, meet, pause, resume
from xueyou.platform.time import CITY

START = datetime(2026, 11, 20, 9, tzinfo=CITY)
DAY = date(2026, 11, 20)


def told(desk: Desk) -> list[str]:
    """Return what the room heard."""
    return [firing.kind for firing in desk.heard]


def test_it_runs_by_night_and_warns_hours_before(desk: Desk) -> None:
    """48 hours over a weekend; twelve hours before, and when it is over."""
    deadline = desk.start(DAY, unit="hour", amount=48, warn_before=(12,))
    assert (deadline.due_at, deadline.last_day) == (START + timedelta(hours=48), date(2026, 11, 22))
    fire_due(START + timedelta(hours=35, minutes=59))
    assert told(desk) == []
    fire_due(START + timedelta(hours=36))
    fire_due(START + timedelta(hours=47))
    assert told(desk) == ["warning"]
    fire_due(START + timedelta(hours=48))
    assert told(desk) == ["warning", "overdue"]


def test_a_pause_takes_its_own_time_and_an_extension_adds_hours(desk: Desk) -> None:
    """Five hours with the family are not the office's; a return begins anew."""
    deadline = desk.start(DAY, unit="hour", amount=24, warn_before=())
    with desk.on(DAY, 10) as a:
        pause(a, deadline, ground="等家长")
    assert deadline.due_at is None
    with desk.on(DAY, 15) as a:
        resume(a, deadline, ground="来了")
    assert deadline.due_at == START + timedelta(hours=29)
    with desk.on(DAY, 16) as a:
        extend(a, deadline, amount=3, ground="要函调")
    assert deadline.due_at == START + timedelta(hours=32)
    with desk.on(DAY, 17) as a:
        hand_back(a, deadline, ground="重办")
    assert deadline.due_at == START + timedelta(hours=8 + 24)
    with desk.on(DAY, 18) as a:
        meet(a, deadline)
    assert deadline.state == "met"
