"""Owns the reading of a draw's two tables, with every fault told at once."""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from xueyou.cli.console import Console
from xueyou.cli.exits import FORBIDDEN, REFUSED, Stop
from xueyou.cli.outputs import ErrorRow, write_errors
from xueyou.formats.proof.draws import Pair, like_a_citizen_number
from xueyou.formats.tables import Table, TableRefused, read_table

_CITIZEN_ZH = "这个编号像公民身份号码。名册是要公开的，不能用它，请换成报名号。"


def read_pairs(options: argparse.Namespace, console: Console | None) -> list[Pair]:
    """Return the (group, applicant) of --roster. Stops with exit 3, or 6 for citizen numbers."""
    path: Path = options.roster
    table = _table(path, ("group", "applicant"))
    groups, ids = _cells(table, "group"), _cells(table, "applicant")
    twice = {one for one, count in Counter(ids).items() if count > 1}
    rows: list[ErrorRow] = []
    for row, group, one in zip(table.rows.tolist(), groups, ids, strict=True):
        if not one:
            rows.append(_fault(path, row, "applicant", "empty_id", "没有编号。", "No id."))
        if one in twice:
            zh = "同一个编号写了两次。"
            rows.append(
                _fault(path, row, "applicant", "applicant_twice", zh, "The id stands twice.")
            )
        for column, text in (("group", group), ("applicant", one)):
            if like_a_citizen_number(text):
                en = "The id looks like a citizen number; a roster is public."
                rows.append(_fault(path, row, column, "citizen_number", _CITIZEN_ZH, en))
    if not ids:
        rows.append(_fault(path, None, None, "empty", "名册里没有人。", "The roster is empty."))
    if rows:
        _refuse(path, rows, options, console)
    return list(zip(groups, ids, strict=True))


def read_places(path: Path) -> list[list[str]]:
    """Return the rows of --places as batch, option, pool, places. Stops with exit 3."""
    names = ("batch", "option", "pool", "places")
    table = _table(path, names)
    columns = [_cells(table, name) for name in names]
    for row, places in zip(table.rows.tolist(), columns[3], strict=True):
        if not (places.isascii() and places.isdecimal()):
            raise Stop(REFUSED, f"{path} 第 {row} 行的名额不是数。什么都没有写出。")
    columns[3] = [str(int(places)) for places in columns[3]]
    return [list(row) for row in zip(*columns, strict=True)]


def _table(path: Path, names: Iterable[str]) -> Table:
    try:
        table = read_table(path)
    except TableRefused as refused:
        raise Stop(REFUSED, f"{path}：{refused.faults[0].zh}") from None
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise Stop(REFUSED, f"{path} 缺少这些列：{'、'.join(missing)}。什么都没有写出。")
    return table


def _cells(table: Table, name: str) -> list[str]:
    column = table.columns[name]
    return [column.values[code] for code in column.codes.tolist()]


def _fault(
    path: Path, row: int | None, column: str | None, code: str, zh: str, en: str
) -> ErrorRow:
    return ErrorRow(path.name, None, row, column, code, None, zh, en)


def _refuse(
    path: Path, rows: list[ErrorRow], options: argparse.Namespace, console: Console | None
) -> None:
    write_errors(options.errors, rows)
    for row in rows[:10] if console is not None else ():
        assert console is not None
        console.error(f"{path} 第 {row.row or 1} 行：{row.zh}")
    forbidden = any(row.code == "citizen_number" for row in rows)
    raise Stop(
        FORBIDDEN if forbidden else REFUSED,
        f"名册有 {len(rows)} 处不能用，第一处在第 {rows[0].row or 1} 行：{rows[0].zh}"
        "什么都没有写出。",
    )
