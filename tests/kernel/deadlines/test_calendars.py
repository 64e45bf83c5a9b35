"""Tables of holidays: entered by verb with their source; open deadlines move with them."""

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.kernel.deadlines.conftest import Desk
from xueyou.kernel.deadlines.calendars import HolidayRow, calendar, import_calendar
from xueyou.kernel.deadlines.firing import fire_due
from xueyou.kernel.deadlines.models import CalendarDay, Deadline
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.kernel.deadlines.selectors import entered_years, missing_year
from xueyou.kernel.deadlines.services import changes_of
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.time import CITY

NEW_YEAR = [
    HolidayRow(date(2027, 1, 1), False, "元旦"),
    HolidayRow(date(2027, 1, 4), False, "元旦"),
]


def enter(year: int, rows: list[HolidayRow], key: str = "") -> int:
    """Enter a table as the system."""
    return import_calendar(
        actor=SYSTEM, year=year, rows=rows, source="通知（待核）", key=key or str(uuid4())
    )


def test_the_shipped_table_of_2026(desk: Desk) -> None:
    """Eleven days of the national holidays, a Saturday worked, its source 待核."""
    table = calendar()
    assert not table.works(date(2026, 10, 7))
    assert table.works(date(2026, 10, 10))
    (year,) = entered_years()
    assert (year.year, year.verified, "待核" in year.source) == (2026, False, True)


def test_a_later_notice_moves_what_is_open(desk: Desk) -> None:
    """A day off that comes late pushes a running term; the move is a recorded change."""
    deadline = desk.start(date(2026, 12, 21), unit="working_day", amount=5)
    assert deadline.last_day == date(2026, 12, 28)
    rows = [HolidayRow(row.day, row.works, row.name) for row in CalendarDay.objects.all()]
    assert enter(2026, [*rows, HolidayRow(date(2026, 12, 25), False, "放假")]) == 1
    moved = Deadline.objects.get(pk=deadline.pk)
    assert moved.last_day == date(2026, 12, 29)
    assert [change.kind for change in changes_of(moved)] == ["recalendar"]


def test_warnings_wait_for_the_table_they_need(desk: Desk) -> None:
    """A promised day in January is warned of once January's holidays are known."""
    deadline = desk.start(date(2026, 12, 1), until=date(2027, 1, 8), warn_before=(3,))
    assert deadline.next_fire_at == datetime(2027, 1, 9, tzinfo=CITY)
    assert enter(2027, NEW_YEAR) == 0
    kept = Deadline.objects.get(pk=deadline.pk)
    assert kept.next_fire_at == datetime(2027, 1, 5, 8, tzinfo=CITY)
    assert changes_of(kept) == []
    assert fire_due(datetime(2027, 1, 5, 9, tzinfo=CITY)).told == 1


def test_a_move_does_not_warn_twice(desk: Desk) -> None:
    """What was told stays told; only a step that now lies ahead again is told anew."""
    deadline = desk.start(date(2026, 12, 1), unit="working_day", amount=20)
    fire_due(datetime(2026, 12, 15, 8, tzinfo=CITY))
    assert Deadline.objects.get(pk=deadline.pk).fired == 1
    rows = [HolidayRow(row.day, row.works, row.name) for row in CalendarDay.objects.all()]
    import_calendar(
        actor=SYSTEM,
        year=2026,
        rows=[*rows, HolidayRow(date(2026, 12, 26), True, "调休")],
        source="通知（待核）",
        key="later",
        at=datetime(2026, 12, 16, tzinfo=CITY),
    )
    assert Deadline.objects.get(pk=deadline.pk).fired == 1


def test_the_same_key_enters_once(desk: Desk) -> None:
    """A repeated command answers with the first outcome."""
    assert enter(2027, NEW_YEAR, key="once") == enter(2027, NEW_YEAR, key="once") == 0
    assert CalendarDay.objects.filter(day__year=2027).count() == 2


@pytest.mark.parametrize(
    ("rows", "source", "said"),
    [
        ([], "通知", "一天都没有"),
        (NEW_YEAR, " ", "依据"),
        ([HolidayRow(date(2026, 12, 31), False)], "通知", "不是2027年"),
        ([NEW_YEAR[0], NEW_YEAR[0]], "通知", "两次"),
    ],
)
def test_a_table_that_does_not_do_is_refused(
    desk: Desk, rows: list[HolidayRow], source: str, said: str
) -> None:
    """In words, and the year stays without a table."""
    with pytest.raises(DeadlineRefused, match=said):
        import_calendar(actor=SYSTEM, year=2027, rows=rows, source=source, key=str(uuid4()))
    assert 2027 not in calendar().years


def test_only_who_keeps_calendars_may_enter_one(desk: Desk) -> None:
    """A person without the permission is refused before anything is read."""
    with pytest.raises(NotAllowed):
        import_calendar(
            actor=Actor("user", "nobody"), year=2027, rows=NEW_YEAR, source="通知", key="x"
        )


def test_the_command_reads_a_file_and_says_what_is_wrong(desk: Desk, tmp_path: Path) -> None:
    """Rows of other years are left aside; a broken row is named."""
    file = tmp_path / "2027.csv"
    file.write_text("day,works,name\n2026-12-31,0,元旦\n2027-01-01,0,元旦\n", encoding="utf-8")
    call_command("calendar_import", str(file), year=2027, source="通知（待核）")
    assert CalendarDay.objects.filter(day__year=2027).count() == 1
    file.write_text("day,works,name\n2027-01-01,休,元旦\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第2行"):
        call_command("calendar_import", str(file), year=2027, source="通知（待核）")


def test_a_table_that_is_due_is_asked_for(desk: Desk) -> None:
    """This year's at any time, the next one's from November on."""
    assert missing_year(date(2026, 10, 31)) is None
    assert missing_year(date(2026, 11, 1)) == 2027
    enter(2027, NEW_YEAR)
    assert missing_year(date(2026, 11, 1)) is None
    assert missing_year(date(2028, 1, 1)) == 2028
