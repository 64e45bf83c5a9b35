"""By when a family that asks all the year has its answer, and what it reads once that is over."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domains.enrolment.moving_world import Moves, found_moves
from tests.domains.enrolment.world import sent_back
from tests.kernel.calls.world import child_of, key, parent
from tests.surfaces.calls.test_rolling_pages import browser_of, seen
from xueyou.kernel.calls.clocks import begin_waiting
from xueyou.kernel.calls.contacts import CONTACT
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.deadlines.calendars import HolidayRow, import_calendar
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.time import CITY

PLACES = [("LY", "3", 2), ("WL", "3", 1)]


@pytest.fixture
def moves(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Moves:
    """Found a city whose transfers are open all year."""
    settings.DATA = tmp_path
    return found_moves("enrolment.transfer", PLACES)


def at(day: int, hour: int = 8) -> datetime:
    """Return an hour of a day in November."""
    return datetime(2026, 11, day, hour, tzinfo=CITY)


def test_a_family_reads_by_when_it_is_answered(moves: Moves, business_clock: Any) -> None:
    """Five working days from a Friday end on the next: at home, beside it, on the receipt."""
    family = parent("林")
    asked = moves.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    for path in ("/family/", here, f"{here}receipt/"):
        told = seen(home, path)
        assert "最晚11月27日（周五）答复您" in told, path
        assert "还有5个工作日，今天不算" in told, path
        assert "答复的时限是5个工作日，交来的那天不算" in told, path
    business_clock.move_to(at(25))
    assert "还有2个工作日" in seen(home, here)
    business_clock.move_to(at(27, 23))
    assert "今天是最后一个工作日" in seen(home, here)


def test_the_desk_reads_the_same_clock_as_the_family(moves: Moves, business_clock: Any) -> None:
    """One day on both pages, and working days on both: over a weekend plain days are more."""
    family = parent("林")
    asked = moves.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    desk, page = browser_of(moves.office.enroller), f"/calls/rounds/{moves.round.uid}/rolling/"
    for day, left in ((20, "还有5个工作日"), (25, "还有2个工作日"), (27, "今天是最后一个工作日")):
        business_clock.move_to(at(day, 9))
        for told in (seen(home, here), seen(desk, page)):
            assert "最晚11月27日（周五）" in told
            assert left in told
    business_clock.move_to(at(28))
    assert "已经过了时限" in seen(desk, page)


def test_the_clock_stands_still_while_the_family_completes(
    moves: Moves, business_clock: Any
) -> None:
    """It has no day then, and goes on with the days that were left once it is handed in again."""
    family = parent("林")
    asked = moves.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    business_clock.move_to(at(24))
    wanted = Missing("register_book", "没有拍到户主页")
    sent_back(moves.office.enroller, asked, wanted)
    told = seen(home, here)
    assert "时限停着，等您补交" in told
    assert "答复您" not in told
    business_clock.move_to(at(30))
    again = Application.objects.get(uid=asked.uid)
    submit(actor=family, application_uid=asked.uid, key=str(again.draft_key))
    assert "最晚12月4日（周五）答复您" in seen(home, here)
    assert "还有4个工作日" in seen(home, here)


def test_a_passed_promise_says_that_nothing_is_lost_and_whom_to_ask(
    moves: Moves, business_clock: Any
) -> None:
    """The place in the order stays; until it is answered the page does not fall silent."""
    family = parent("林")
    asked = moves.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    business_clock.move_to(at(28))
    told = seen(home, here)
    assert "过了时限，还没有答复" in told
    assert "应当在11月27日（周五）以前答复" not in told  # that day was still in time
    assert "11月27日（周五）以前没有答复" not in told
    assert "照样算数" in told
    assert f"可以问：{moves.call.organisation.name}招生窗口" in told
    set_parameter(
        actor=SYSTEM,
        name=CONTACT,
        organisation_uid=moves.office.bureau.uid,
        valid_from=at(1).date(),
        value="县教育局招生办，电话0595-1234567",
        source="测试",
        key=key(),
    )
    assert "可以问：县教育局招生办，电话0595-1234567" in seen(home, here)
    moves.checked(asked)
    moves.published()
    assert "时限" not in seen(home, here)


def test_a_promise_in_hours_is_said_to_the_minute(
    db: None, settings: Any, tmp_path: Path, business_clock: Any
) -> None:
    """Talents' children: by day and by night, no calendar."""
    settings.DATA = tmp_path
    talents = found_moves("enrolment.talent", PLACES)
    family = parent("林")
    asked = talents.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    assert "最晚11月22日（周日）08:00答复您" in seen(home, here)
    assert "48小时，从交来的那一刻起" in seen(home, here)
    business_clock.move_to(at(20) + timedelta(hours=48))
    assert "过了时限" in seen(home, here)


def test_whoever_took_it_back_is_promised_nothing(moves: Moves) -> None:
    """And nobody is in a round that answers all at once."""
    family = parent("林")
    asked = moves.came(family, child_of(family))
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    home.post(f"{here}withdraw/", {"idempotency_key": str(key())})
    assert "答复您" not in seen(home, here)


def test_a_table_that_is_not_entered_yet_keeps_nobody_from_asking(
    moves: Moves, business_clock: Any
) -> None:
    """Five working days from the end of December need next year's table; it starts the clock."""
    family = parent("林")
    child = child_of(family)
    business_clock.move_to(datetime(2026, 12, 29, 8, tzinfo=CITY))
    asked = moves.came(family, child)
    home, here = browser_of(family), f"/family/applications/{asked.uid}/"
    assert "答复您" not in seen(home, here)
    rows = [HolidayRow(date(2027, 1, 1), works=False, name="元旦")]
    assert begin_waiting() == 0
    import_calendar(actor=SYSTEM, year=2027, rows=rows, source="测试", key=key())
    business_clock.move_to(datetime(2026, 12, 30, 8, tzinfo=CITY))
    assert (begin_waiting(), begin_waiting()) == (1, 0)
    assert "最晚2027年1月6日（周三）答复您" in seen(home, here)
