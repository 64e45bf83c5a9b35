"""A deadline is told of before it breaks and when it has: once each, to its own room."""

from datetime import date, datetime

import pytest

from tests.kernel.deadlines.conftest import Desk
from xueyou.kernel.deadlines import firing
from xueyou.kernel.deadlines.firing import Fired, fire_due
from xueyou.kernel.deadlines.handlers import fire
from xueyou.kernel.deadlines.models import Deadline
from xueyou.kernel.deadlines.services import cancel, extend, meet, pause, resume
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import JobFailed
from xueyou.platform.time import CITY


def moment(text: str) -> datetime:
    """Return a moment of November or December 2026 in the city: "11-20 08:00"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CITY)


def told(desk: Desk) -> list[tuple[str, int]]:
    """Return what the room heard: kind and working days left."""
    return [(firing.kind, firing.days) for firing in desk.heard]


def test_ten_days_three_days_and_the_day_after(desk: Desk) -> None:
    """Warnings come on the mornings of working days, the last word when the day is over."""
    desk.start(date(2026, 11, 2), until=date(2026, 11, 30))
    for text in ("11-16 07:59", "11-16 08:00", "11-16 08:05", "11-25 08:00", "11-30 23:59"):
        fire_due(moment(text))
    assert told(desk) == [("warning", 10), ("warning", 3)]
    fire_due(moment("12-01 00:00"))
    fire_due(moment("12-09 00:00"))
    assert told(desk) == [("warning", 10), ("warning", 3), ("overdue", 0)]


def test_a_late_start_is_told_once(desk: Desk) -> None:
    """Two days before its end, one warning and not two."""
    desk.start(date(2026, 11, 26), until=date(2026, 11, 30))
    fire_due(moment("11-26 09:00"))
    assert told(desk) == [("warning", 2)]


def test_what_is_met_cancelled_or_paused_is_not_told_of(desk: Desk) -> None:
    """Only what runs breaks."""
    met, gone, still = (desk.start(date(2026, 11, 2), until=date(2026, 11, 30)) for _ in range(3))
    with desk.on(date(2026, 11, 10)) as a:
        meet(a, met)
    with desk.on(date(2026, 11, 10)) as a:
        cancel(a, gone)
    with desk.on(date(2026, 11, 10)) as a:
        pause(a, still, ground="等上级批复")
    assert fire_due(moment("12-20 09:00")).told == 0


def test_an_extension_warns_anew(desk: Desk) -> None:
    """After the first warning the day moves: ten days before the new one somebody hears again."""
    deadline = desk.start(date(2026, 11, 2), until=date(2026, 11, 30))
    fire_due(moment("11-16 08:00"))
    with desk.on(date(2026, 11, 17)) as a:
        extend(a, deadline, ground="材料晚到", until=date(2026, 12, 31))
    assert fire_due(moment("11-25 08:00")).told == 0
    assert fire_due(moment("12-17 08:00")).told == 1
    assert told(desk) == [("warning", 10), ("warning", 10)]
    assert desk.heard[-1].last_day == date(2026, 12, 31)


def test_a_pause_puts_the_warning_off(desk: Desk) -> None:
    """Nobody is warned of a clock that stands; when it goes on, by its new day."""
    deadline = desk.start(date(2026, 11, 2), until=date(2026, 11, 30))
    with desk.on(date(2026, 11, 10)) as a:
        pause(a, deadline, ground="等上级批复")
    with desk.on(date(2026, 11, 19)) as a:
        resume(a, deadline, ground="批复到了")
    assert deadline.last_day == date(2026, 12, 10)
    assert fire_due(moment("11-25 12:00")).told == 0
    assert fire_due(moment("11-26 08:00")).told == 1


def test_firing_is_one_act_in_the_log(desk: Desk) -> None:
    """The act names the owner and the day; it holds no words."""
    deadline = desk.start(date(2026, 11, 2), until=date(2026, 11, 30))
    fire_due(moment("12-01 00:00"))
    fired = Act.objects.get(verb="deadlines.deadline.fire")
    assert (fired.subject_kind, fired.subject_uid) == ("letter", deadline.owner_uid)
    assert fired.data == {"kind": "overdue", "days": 0, "last_day": "2026-11-30"}


def test_a_room_that_stumbles_keeps_nobody_else_waiting(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The failing one is logged and stays due; the next one is told of all the same."""
    broken = desk.start(date(2026, 11, 2), name="坏", until=date(2026, 11, 30))
    desk.start(date(2026, 11, 3), until=date(2026, 11, 30))
    assert fire_due(moment("11-16 08:00")).told == 1
    assert "could not be told of" in caplog.text
    assert Deadline.objects.get(pk=broken.pk).fired == 0


def test_those_that_fail_starve_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many failing ones as one firing tells of stand before it: it is told of the first time."""
    monkeypatch.setattr(firing, "MOST_AT_ONCE", 2)
    for _ in range(2):
        desk.start(date(2026, 11, 2), name="坏", until=date(2026, 11, 27))
    for _ in range(3):
        desk.start(date(2026, 11, 3), until=date(2026, 11, 30))
    assert fire_due(moment("11-16 08:00")) == Fired(2, 2)
    assert fire_due(moment("11-16 08:05")) == Fired(1, 2)
    assert len(desk.heard) == 3


def test_the_duty_says_how_many_it_could_not_tell_of(desk: Desk) -> None:
    """The job ends as failed, in words, after the others were told of."""
    desk.start(date(2026, 11, 2), name="坏", until=date(2026, 11, 20))
    desk.start(date(2026, 11, 2), until=date(2026, 11, 20))
    with pytest.raises(JobFailed) as failure:
        fire()
    assert "有1个时限" in failure.value.zh
    assert len(desk.heard) == 1
