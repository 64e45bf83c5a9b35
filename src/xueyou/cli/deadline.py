"""Owns `xueyou deadline due`: when a term of working days ends, by a table of holidays."""

import argparse
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, REFUSED, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import ErrorRow, claim_all, write_errors, write_output
from xueyou.engines.working_days import Calendar, Change, Term, YearMissing, replay
from xueyou.formats.holidays import Fault, HolidaysFaulty, covered_years, read_holidays
from xueyou.formats.refusal import Refusal

RULE = "开始当天不算，从次一个工作日数起，最后一天24时截止；调休上班的日子算，暂停首尾两天都不算。"
CITY = timezone(timedelta(hours=8))
WEEK = "一二三四五六日"

Pause = tuple[date, date]


def due(options: argparse.Namespace, console: Console) -> int:
    """Compute one term; exit 3 with lines in --errors when the table does not do."""
    json_file = Path(options.json) if options.json not in (None, "-") else None
    start = _day(options.start)
    pauses = merged([_pause(text) for text in options.pause])
    if options.working_days < 1 or min(options.extend, default=1) < 1:
        raise Stop(USAGE, "--working-days 和 --extend 至少是 1。")
    require_file(options.holidays)
    claim_all((json_file,), force=options.force)
    try:
        last = _last(options, start, pauses)
    except HolidaysFaulty as faulty:
        return _refused(options, console, [_row(options.holidays, one) for one in faulty.faults])
    except Refusal as refusal:
        return _refused(options, console, [ErrorRow.of(str(options.holidays), refusal)])
    except YearMissing as missing:
        return _refused(options, console, [_missing(options.holidays, missing)])
    result = json.dumps(_result(options, start, pauses, last), ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, result.encode())
    write_errors(options.errors, [])
    if options.json == "-":
        console.result(result)
    elif json_file is None or not options.quiet:
        console.result(_said(options, last))
    return DONE


def merged(pauses: list[Pause]) -> list[Pause]:
    """Return the same days as pauses that neither touch nor overlap, in order."""
    found: list[Pause] = []
    for begins, ends in sorted(pauses):
        if found and begins <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def _last(options: argparse.Namespace, start: date, pauses: list[Pause]) -> date:
    days = read_holidays(options.holidays)
    calendar = Calendar(
        covered_years(day.day for day in days), {day.day: day.works for day in days}
    )
    changes = [Change("extend", start, amount=amount) for amount in options.extend]
    for begins, ends in pauses:
        changes += [Change("pause", begins), Change("resume", ends)]
    found = replay(start, Term("working_day", options.working_days), changes, calendar)
    assert found.last is not None, "every pause given here has an end"
    return found.last


def _result(
    options: argparse.Namespace, start: date, pauses: list[Pause], last: date
) -> dict[str, Any]:
    return {
        "schema": "deadline-due/1",
        "start": start.isoformat(),
        "working_days": options.working_days,
        "extended": sum(options.extend),
        "pauses": [[begins.isoformat(), ends.isoformat()] for begins, ends in pauses],
        "due_on": last.isoformat(),
        "due_at": datetime.combine(last + timedelta(days=1), datetime.min.time(), CITY).isoformat(),
        "rule": RULE,
    }


def _said(options: argparse.Namespace, last: date) -> str:
    count = options.working_days + sum(options.extend)
    day = f"{last.year}年{last.month}月{last.day}日（星期{WEEK[last.weekday()]}）"
    return f"{count}个工作日，{day}24时截止。{RULE}"


def _refused(options: argparse.Namespace, console: Console, rows: list[ErrorRow]) -> int:
    write_errors(options.errors, rows)
    for row in rows[:10]:
        console.error(f"{options.holidays.name}：{row.zh}（{row.code}）")
    if len(rows) > 10:
        console.error(f"还有{len(rows) - 10}处，写 --errors FILE 可以看到全部。")
    return REFUSED


def _row(file: Path, fault: Fault) -> ErrorRow:
    return ErrorRow(
        file=str(file),
        sheet=None,
        row=fault.row,
        column=fault.column,
        code=fault.code,
        value=fault.value or None,
        zh=fault.zh,
        en=fault.en,
    )


def _missing(file: Path, missing: YearMissing) -> ErrorRow:
    return ErrorRow(
        file=str(file),
        sheet=None,
        row=None,
        column=None,
        code="year_missing",
        value=str(missing.year),
        zh=missing.zh,
        en=f"There is no table of holidays for {missing.year}; its working days are not guessed.",
    )


def _pause(text: str) -> Pause:
    begins, slash, ends = text.partition("/")
    if not slash:
        raise Stop(USAGE, f"--pause 要写成 2026-03-02/2026-03-06，现在是“{text}”。")
    pause = _day(begins), _day(ends)
    if pause[1] < pause[0]:
        raise Stop(USAGE, f"--pause {text} 的结束早于开始。")
    return pause


def _day(text: str) -> date:
    """Return the day in the city of a day or moment. A moment without offset is the city's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(
            USAGE, f"“{text}”不是日期，请写成 2026-03-02 或 2026-03-02T15:00:00+08:00。"
        ) from None
    return (moment if moment.tzinfo is None else moment.astimezone(CITY)).date()
