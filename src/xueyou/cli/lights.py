"""Owns `xueyou plan lights`: hold readings against a plan's targets and say how each one stands."""

import argparse
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, REFUSED, USAGE, Stop
from xueyou.cli.inputs import read_json_object, require_file
from xueyou.cli.outputs import ErrorRow, claim_all, write_errors, write_output
from xueyou.cli.readings import ReadingRow, read_readings
from xueyou.engines.pace import Target, judge
from xueyou.engines.pace.figures import rounded
from xueyou.engines.pace.promised import NotPromised, Promise, promises

COLUMNS = ("indicator", "expected", "actual", "light", "sentence", "id", "period")


@dataclass(frozen=True, slots=True)
class LightRow:
    """One line of the result. Numbers are exact where they end, else rounded to six decimals."""

    indicator: str
    expected: str
    actual: str
    light: str
    sentence: str
    id: str
    period: str


def lights(options: argparse.Namespace, console: Console) -> int:
    """Print one line a target; exit 3 with lines in --errors where a reading cannot be taken."""
    json_file = Path(options.json) if options.json not in (None, "-") else None
    on = _day(options.on)
    plan = read_json_object(options.plan)
    require_file(options.readings)
    claim_all((json_file,), force=options.force)
    found = _promises(plan, options.plan)
    readings, errors = read_readings(options.readings, found)
    write_errors(options.errors, errors)
    if errors:
        _say_errors(errors, console)
        return REFUSED
    rows = [_row(promise, readings, on) for promise in found]
    as_json = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, as_json.encode())
    if options.json == "-":
        console.result(as_json)
    elif json_file is None or not options.quiet:
        console.result(_as_csv(rows))
    return DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(USAGE, f"--on 要写成 2026-11-20 这样的日期，现在是“{text}”。") from None


def _promises(plan: dict[str, Any], path: Path) -> list[Promise]:
    try:
        return promises(plan)
    except NotPromised as wrong:
        raise Stop(REFUSED, f"{path}：{wrong.zh}") from None


def _row(promise: Promise, readings: Sequence[ReadingRow], on: date) -> LightRow:
    own = [reading for reading in readings if reading.is_of(promise)]
    target = promise.as_finely_as(max((reading.decimals for reading in own), default=0))
    judged = judge(target, [reading.in_steps(target) for reading in own], on)
    return LightRow(
        indicator=promise.name,
        expected=_number(judged.expected, target),
        actual=_number(judged.actual, target),
        light=judged.light,
        sentence=judged.sentence,
        id=promise.id,
        period=promise.period,
    )


def _number(steps: Fraction | None, target: Target) -> str:
    """Write a number plainly: no thousands, a point, zeros at the end left out."""
    if steps is None:
        return ""
    number = rounded(steps / 10**target.scale, 6)
    whole, part = divmod(abs(number.numerator) * 10**6 // number.denominator, 10**6)
    decimals = str(part).rjust(6, "0").rstrip("0")
    return ("-" if number < 0 else "") + str(whole) + (f".{decimals}" if decimals else "")


def _as_csv(rows: Sequence[LightRow]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_harmless(text) for text in asdict(row).values()])
    return out.getvalue()


def _harmless(text: str) -> str:
    """Keep a spreadsheet program from taking text for a formula; numbers stay numbers."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:2].isdigit()):
        return f"'{text}"
    return text


def _say_errors(errors: Sequence[ErrorRow], console: Console) -> None:
    for error in errors[:10]:
        console.error(f"第 {error.row} 行 {error.column or ''}：{error.zh}（{error.code}）")
    if len(errors) > 10:
        console.error(f"另有 {len(errors) - 10} 处，见 --errors 的文件。")
