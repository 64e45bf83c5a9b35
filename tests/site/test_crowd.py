"""A storm on paper: five times as many families as one process can serve, on a made clock.

One server answers in order, each request for its seconds of work; families think between pages and
come back from the waiting room when it says. No machine's mood decides here, only the gate.
"""

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from xueyou.site.gate import Gate

PAGES = 18
WORK = 0.010
"""Seconds of a page; so one process serves 5.6 families a second at most."""
MOST = 1 / (PAGES * WORK)
THINK = 2.0


@dataclass
class Storm:
    """What happens to families that arrive at a rate until a moment. Times in seconds."""

    rate: float
    until: float
    busy: float = 5.0
    now: float = 0.0
    free_at: float = 0.0
    done: list[float] = field(default_factory=list)
    took: list[tuple[float, float]] = field(default_factory=list)
    away: int = 0

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(7)
        self.gate = Gate(self.busy, lambda: self.now)
        self.events: list[tuple[float, int, str, float, list[str]]] = []
        self.number = 0

    def at(self, when: float, what: str, value: float, who: list[str]) -> None:
        """Let something happen then. `who`: the pass of a family, and its pages so far."""
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what, value, who))

    def played(self) -> "Storm":
        """Play until nobody is under way."""
        for when in self._arrivals():
            self.at(when, "asks", 0.0, [""])
        while self.events:
            self.now, _, what, value, who = heapq.heappop(self.events)
            if what == "asks":
                self._ask(who)
            else:
                self._answered(value, who)
        return self

    def _arrivals(self) -> Iterator[float]:
        when = 0.0
        while (when := when + float(self.chance.exponential(1 / self.rate))) < self.until:
            yield when

    def _ask(self, who: list[str]) -> None:
        found = self.gate.judge("/family/", who[0])
        if found.wait:
            self.away += 1
            if self.now < self.until:
                self.at(self.now + found.wait, "asks", 0.0, who)
            return
        who[0] = found.entry_pass or who[0]
        self.free_at = max(self.free_at, self.now) + WORK * float(self.chance.uniform(0.2, 1.8))
        self.at(self.free_at, "answered", self.now, who)

    def _answered(self, asked: float, who: list[str]) -> None:
        self.gate.done(self.now - asked)
        self.took.append((self.now, self.now - asked))
        who.append("page")
        if len(who) > PAGES:
            self.done.append(self.now)
            return
        thinks = min(10.0, float(self.chance.lognormal(math.log(THINK), 0.6)))
        self.at(self.now + thinks, "asks", 0.0, who)

    def accepted(self, since: float) -> float:
        """Return the families done in a second, from a moment to the end of the arrivals."""
        return sum(since <= at < self.until for at in self.done) / (self.until - since)

    def p95(self, since: float, until: float) -> float:
        """Return the seconds within which 95 of 100 answers came between two moments."""
        return float(np.quantile([took for at, took in self.took if since <= at < until], 0.95))


@pytest.fixture(scope="module")
def storm() -> Storm:
    """Play three minutes of five times what can be served."""
    return Storm(rate=5 * MOST, until=180.0).played()


def test_nearly_as_many_are_served_as_without_a_crowd(storm: Storm) -> None:
    """Tests that the gate keeps the process at work: 0.8 of the most, once the first are done."""
    assert storm.away > 100
    assert storm.accepted(60.0) >= 0.8 * MOST


def test_those_inside_are_served_quickly(storm: Storm) -> None:
    """Tests that the crowd outside is not felt inside, once the gate has seen it."""
    assert storm.p95(60.0, 180.0) <= 0.3


def test_soon_after_the_storm_it_is_as_before(storm: Storm) -> None:
    """Tests half a minute later, when those who were asked back come in."""
    assert storm.p95(210.0, 240.0) <= 0.3


def test_without_a_gate_everybody_waits() -> None:
    """Tests the test: the same crowd let in at once is served by nobody in time."""
    open_door = Storm(rate=5 * MOST, until=60.0, busy=math.inf).played()
    assert open_door.away == 0
    assert open_door.p95(45.0, 60.0) > 10.0


def test_half_of_what_can_be_served_meets_no_room() -> None:
    """Tests that a full but bearable morning sends nobody away."""
    assert Storm(rate=MOST / 2, until=120.0).played().away == 0
