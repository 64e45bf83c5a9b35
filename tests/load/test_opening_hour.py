"""A short opening hour against a real site: whatever the figures, nothing read may be lost."""

from pathlib import Path

import pytest

from tests.load.counting import digest
from tests.load.measures import Measured
from tests.load.playing import nothing_is_lost
from tests.load.soak import grown
from tests.load.storm import back_within, bars

pytestmark = pytest.mark.alone


def test_nothing_accepted_is_lost_doubled_or_mixed(tmp_path: Path) -> None:
    """Tests a run on SQLite, with the kills."""
    nothing_is_lost("sqlite", tmp_path / "opening-hour.json")


def test_the_bars_of_the_room_can_be_missed() -> None:
    """Tests the judge: each figure beyond its bar is named, and a good room passes."""
    well = {"share_of_capacity": 0.9, "p95_ms": 20.0, "bytes": 1700, "back_within_s": 5.0}
    assert bars(well) == []
    worse = {"share_of_capacity": 0.7, "p95_ms": 60.0, "bytes": 6000, "back_within_s": None}
    assert len(bars(worse)) == 4
    slow_for_ten = [(at / 4, 0.5 if at < 40 else 0.1) for at in range(160)]
    assert back_within(slow_for_ten, 0.0) == 10.0
    assert back_within(slow_for_ten[:60], 0.0) == 10.0
    assert back_within(slow_for_ten[:40], 0.0) is None
    assert back_within([*slow_for_ten, (41.0, 0.5)], 0.0) == 10.0, "the last family's slow page"
    assert back_within(slow_for_ten[-5:], 0.0) is None, "five answers say nothing"


def test_what_grows_in_a_soak_is_found() -> None:
    """Tests memory, log and connections, each beyond its bar, and a site that stays as it is."""
    look = {"memory": 100, "log": 10, "connections": 4}
    assert grown([look] * 10) == []
    for what, value in (("memory", 120), ("log", 65 * 1024 * 1024), ("connections", 9)):
        assert len(grown([look] * 9 + [look | {what: value}])) == 1


def test_a_run_beside_others_is_invalid() -> None:
    """Tests each of the three rules that void figures, and that a quiet run passes them."""
    quiet = Measured("one", seconds=1.0, server_cpu=1.8, client_cpu=0.1, lags=[0.001] * 100)
    assert quiet.invalid() == []
    quiet.client_cpu = 0.9
    assert len(quiet.invalid()) == 1
    quiet.foreign = 0.5
    quiet.lags = [0.05] * 100
    assert len(quiet.invalid()) == 3


def test_the_digest_of_sent_fields_sees_another_answer_and_another_order() -> None:
    """Tests that no field may change, and no wish may move."""
    sent = digest({"zone": "东"}, {"a-1": ["x", "y"]})
    assert sent == digest({"zone": "东"}, {"named otherwise": ["x", "y"]})
    assert sent != digest({"zone": "西"}, {"a-1": ["x", "y"]})
    assert sent != digest({"zone": "东"}, {"a-1": ["y", "x"]})
