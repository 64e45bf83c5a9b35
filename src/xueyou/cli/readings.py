"""Owns the readings of `plan lights`: a CSV file, every row taken or told with its place."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from xueyou.cli.exits import REFUSED, Stop
from xueyou.cli.outputs import ErrorRow
from xueyou.engines.pace import Reading, Target
from xueyou.engines.pace.promised import Promise
from xueyou.formats.filled_sheet import column_letter
from xueyou.formats.plaintext import decode
from xueyou.formats.refusal import Refusal

NEEDED = ("indicator", "as_of", "value")
MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A value of an indicator, named by id or by name, as of a day; in the target's unit."""

    indicator: str
    as_of: date
    value: Fraction
    decimals: int

    def is_of(self, promise: Promise) -> bool:
        """Say whether it belongs to a promise."""
        return self.indicator in (promise.id, promise.name)

    def in_steps(self, target: Target) -> Reading:
        """Return it in the steps of a target."""
        return Reading(self.as_of, self.value * 10**target.scale)


def read_readings(
    path: Path, promises: Sequence[Promise]
) -> tuple[list[ReadingRow], list[ErrorRow]]:
    """Return the readings, and every cell that cannot be taken, by row and column."""
    text = _text(path)
    table = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(table, [])]
        missing = [name for name in NEEDED if name not in head]
        if missing:
            sentence = f"缺少这几列：{'、'.join(missing)}。第一行要写列名。"
            return [], [_error(path, 1, None, "missing_column", None, sentence)]
        known = {promise.id for promise in promises} | {promise.name for promise in promises}
        return _rows(path, table, {name: head.index(name) for name in NEEDED}, known)
    except csv.Error:
        raise Stop(REFUSED, f"{path} 不是合格的 CSV，没有算。") from None


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise Stop(REFUSED, f"{path} 超过 50 MB，没有读。")
    try:
        return decode(path.read_bytes())[0].removeprefix("\ufeff")
    except Refusal as refusal:
        raise Stop(REFUSED, f"{path}：{refusal.zh}（{refusal.code}）") from None


def _rows(
    path: Path, table: Iterable[list[str]], places: dict[str, int], known: set[str]
) -> tuple[list[ReadingRow], list[ErrorRow]]:
    rows: list[ReadingRow] = []
    errors: list[ErrorRow] = []
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in places.items()
        }
        wrong = {name: says for name in NEEDED if (says := _wrong(name, found[name], known))}
        errors += [
            _error(path, number, column_letter(places[name]), code, found[name], says)
            for name, (code, says) in wrong.items()
        ]
        if not wrong:
            rows.append(_row(found))
    return rows, errors


def _row(found: dict[str, str]) -> ReadingRow:
    number = Decimal(_plain(found["value"]))
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    day = date.fromisoformat(found["as_of"])
    return ReadingRow(found["indicator"], day, Fraction(number), decimals)


def _wrong(name: str, text: str, known: set[str]) -> tuple[str, str] | None:
    if name == "indicator":
        if text in known:
            return None
        return "unknown_indicator", "计划里没有这个指标。请写编号（如 F001）或完整的名称。"
    if name == "as_of":
        try:
            date.fromisoformat(text)
        except ValueError:
            return "bad_date", "日期要写成 2026-11-20 这样。"
        return None
    try:
        number = Decimal(_plain(text))
    except InvalidOperation:
        return "bad_number", "这里只写一个数，例如 2640 或 98.6，单位不写。"
    return None if number.is_finite() else ("bad_number", "这里只写一个有限的数。")


def _plain(text: str) -> str:
    return text.replace(",", "").removesuffix("%")


_ENGLISH = {
    "missing_column": "A column is missing.",
    "unknown_indicator": "The plan holds no such indicator.",
    "bad_date": "A date must look like 2026-11-20.",
    "bad_number": "A plain number is wanted.",
}


def _error(
    path: Path, row: int, column: str | None, code: str, value: str | None, zh: str
) -> ErrorRow:
    shown = value if value is None else value[:60]
    return ErrorRow(str(path), None, row, column, code, shown, zh, _ENGLISH[code])
