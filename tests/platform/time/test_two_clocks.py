"""The business clock can be moved and stopped; the wall clock never."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xueyou.platform.time import (
    FrozenClock,
    business_now,
    business_today,
    frozen_business,
    wall_now,
)
from xueyou.platform.time.anchor import (
    Anchor,
    anchored_at,
    parse_anchor,
    parse_moment,
    write_anchor,
)

START = datetime.fromisoformat("2026-11-20T08:00:00+08:00")
WALL = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_running_clock_starts_there_and_runs() -> None:
    """As many seconds as the wall since the anchor, in every process alike."""
    anchor = parse_anchor("2026-11-20T08:00:00+08:00", WALL)
    assert anchor.moment(WALL) == START
    assert anchor.moment(WALL + timedelta(hours=5)) == START + timedelta(hours=5)


def test_an_exclamation_mark_stops_the_clock() -> None:
    """For pictures and tests."""
    anchor = parse_anchor("2026-11-20T08:00:00+08:00!", WALL)
    assert anchor.moment(WALL + timedelta(days=5)) == START


@pytest.mark.parametrize("text", ["2026-11-20T08:00:00", "yesterday", "", "2026-13-01T00:00:00Z"])
def test_a_moment_needs_its_offset(text: str) -> None:
    """08:00 of which place would otherwise be a guess."""
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ by reason
        parse_moment(text)


def test_processes_of_one_deployment_agree(tmp_path: Path) -> None:
    """The environment says it to children, the data folder to commands started by hand."""
    now, started, mine = "2026-11-20T08:00:00+08:00", WALL, WALL + timedelta(hours=1)
    assert anchored_at(tmp_path, now, None, mine) == mine
    given = write_anchor(tmp_path / "data", now, started)
    assert anchored_at(tmp_path, now, given, mine) == started
    assert anchored_at(tmp_path / "data", now, None, mine) == started
    assert anchored_at(tmp_path / "data", "2026-12-01T08:00:00+08:00", None, mine) == mine


def test_the_wall_clock_does_not_move(business_clock: FrozenClock) -> None:
    """Leases, sign-in and audit live by it."""
    before = datetime.now(UTC)  # noqa: TID251
    business_clock.advance(timedelta(days=400))
    assert before <= wall_now() <= before + timedelta(minutes=1)


def test_a_frozen_clock_is_moved_by_hand(business_clock: FrozenClock) -> None:
    """And stands in between; the day is the city's."""
    assert business_now() == START
    business_clock.advance(timedelta(hours=15, minutes=59))
    assert business_today().isoformat() == "2026-11-20"
    business_clock.advance(timedelta(minutes=1))
    assert business_today().isoformat() == "2026-11-21"
    business_clock.move_to(WALL)
    assert business_now() == WALL
    assert business_now().utcoffset() == timedelta(hours=8)


def test_freezing_ends_with_its_block_and_stays_in_its_thread(settings: Any) -> None:
    """Another request in the same process keeps its own time."""
    settings.BUSINESS_CLOCK = Anchor(START, START, stands=True)
    seen: list[datetime] = []
    with frozen_business(WALL):
        other = threading.Thread(target=lambda: seen.append(business_now()))
        other.start()
        other.join()
        assert business_now() == WALL
    assert seen == [START]
    assert business_now() == START


def test_production_refuses_to_be_moved(settings: Any) -> None:
    """The time of an act would be whatever a caller wished."""
    settings.XUEYOU_ENV = "prod"
    with pytest.raises(RuntimeError, match="正式环境"), frozen_business(WALL):
        pass


def test_without_a_start_the_business_clock_is_the_wall(settings: Any) -> None:
    """Production: one time, told in the city's zone."""
    settings.BUSINESS_CLOCK = None
    assert abs(business_now() - wall_now()) < timedelta(seconds=5)
    assert business_now().utcoffset() == timedelta(hours=8)
