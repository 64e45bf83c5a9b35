"""The gate lets fewer in while it is too busy, everybody who is inside, and all when it is calm."""

import time
from types import SimpleNamespace

import pytest
from django.core import signing

from xueyou.site.gate import (
    COME_IN,
    INSIDE,
    LATEST,
    LEAST,
    OPEN_AGAIN,
    PASS_LIFE,
    PROVEN,
    SOONEST,
    TICK,
    Gate,
)


class Morning:
    """A gate, and a clock that goes where the test says."""

    def __init__(self) -> None:
        self.now = 0.0
        self.gate = Gate(5.0, lambda: self.now)

    def crowd(self, many: int) -> list[str]:
        """Let so many newcomers ask; return the passes they got, "" for who was sent away."""
        found = [self.gate.judge("/sign-in/", "") for _ in range(many)]
        assert all(bool(one.wait) != bool(one.entry_pass) for one in found)
        return [one.entry_pass for one in found]

    def work(self, under_way: float, seconds: float = TICK) -> None:
        """Let time pass with so many requests under way."""
        for _ in range(round(seconds / TICK)):
            self.gate.done(under_way * TICK / 2)
            self.gate.done(under_way * TICK / 2)
            self.now += TICK
            self.gate.done(0.0)


def test_everybody_comes_in_while_it_is_calm() -> None:
    """Tests a hundred newcomers at once: the next is sent away only when work shows too many."""
    morning = Morning()
    assert all(morning.crowd(100))
    morning.work(4.0, 5)
    assert all(morning.crowd(1))


def test_too_busy_sends_newcomers_away_and_nobody_who_is_inside() -> None:
    """Tests that an entry pass opens at any time, and a made-up one never."""
    morning = Morning()
    inside = morning.crowd(100)
    morning.work(9.0)
    assert morning.crowd(20) == [""] * 20
    assert {morning.gate.judge("/family/", entry_pass).wait for entry_pass in inside} == {0}
    assert SOONEST <= morning.gate.judge("/family/", "made-up:x").wait <= LATEST * 1.3
    assert morning.gate.judge("/healthz", "").wait == 0


def test_more_come_in_as_it_calms_down_and_as_people_leave() -> None:
    """Tests that places of those who left go to others, and that the number grows when calm."""
    morning = Morning()
    morning.crowd(100)
    morning.work(9.0)
    most = morning.gate.most
    morning.crowd(1)
    morning.work(1.0)
    assert (morning.gate.most or 0) > (most or 0) > 0
    morning.work(4.0, INSIDE)
    assert any(morning.crowd(1))


def test_it_never_closes_to_fewer_than_a_handful() -> None:
    """Tests that endless work that is not the visitors' does not lock everybody out."""
    morning = Morning()
    morning.work(9.0, 60)
    assert len([entry_pass for entry_pass in morning.crowd(20) if entry_pass]) == LEAST


def test_the_room_is_closed_when_nobody_has_waited_for_a_while() -> None:
    """Tests that the number inside is unlimited again after calm seconds."""
    morning = Morning()
    morning.crowd(50)
    morning.work(9.0)
    assert morning.gate.most is not None
    morning.work(1.0, OPEN_AGAIN + 1)
    assert morning.gate.most is None


def test_a_larger_crowd_is_asked_back_later() -> None:
    """Tests that answers of the room cannot become the load themselves."""
    morning = Morning()
    morning.crowd(10)
    morning.work(9.0)
    for _ in range(20):
        morning.crowd(200)
        morning.work(9.0)
    assert morning.gate.judge("/", "").wait >= LATEST


def test_one_long_report_is_no_crowd() -> None:
    """Tests that a request of a minute counts for three seconds."""
    morning = Morning()
    morning.crowd(50)
    morning.now += 60
    morning.gate.done(60.0)
    assert morning.gate.most is None


def test_a_pass_is_looked_at_again_however_often_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that who asks every ten seconds does not keep a pass of another day open."""
    morning = Morning()
    mine = morning.crowd(100)[0]
    morning.work(9.0)
    assert morning.gate.judge("/family/", mine).wait == 0
    tomorrow = time.time() + PASS_LIFE + 1
    monkeypatch.setattr(signing, "time", SimpleNamespace(time=lambda: tomorrow))
    known = []
    for _ in range(0, int(PROVEN) + 10, 10):
        morning.work(9.0, 10)
        known.append(morning.gate.judge("/family/", mine) == COME_IN)
    assert known[0]
    assert not known[-1]
