"""Prose that restates a row of a table: same indicator, same year, so that both stay one target."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from xueyou.engines.reading.result import Fact, Table, TableRow

LEAST_AGREEMENT = 0.62


def link_rows(facts: Iterable[Fact], tables: Sequence[Table]) -> list[Fact]:
    """Set `table_row` on prose facts that restate a row: its unit, most of its name."""
    rows = [row for table in tables for row in table.rows if row.cells]
    grams = [(row, _grams(row.name)) for row in rows]
    return [_link(fact, grams) for fact in facts]


def _link(fact: Fact, rows: Sequence[tuple[TableRow, frozenset[str]]]) -> Fact:
    if fact.table_row is not None or not rows or fact.kind == "delta":
        return fact
    own = _grams(fact.name)
    best, row = max(
        ((_agreement(own, grams), -index) for index, (_, grams) in enumerate(rows)),
        default=(0.0, 0),
    )
    chosen = rows[-row][0]
    if best < LEAST_AGREEMENT or not _same_unit(fact, chosen) or not _holds(fact, chosen):
        return fact
    return replace(fact, table_row=chosen.no)


def _grams(name: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters of a name without brackets and marks."""
    plain = re.sub(r"\([^()]*\)|[^\u4e00-\u9fff]", "", name)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _agreement(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _same_unit(fact: Fact, row: TableRow) -> bool:
    return row.unit is None or row.unit in (fact.unit_canonical, fact.unit)


def _holds(fact: Fact, row: TableRow) -> bool:
    """Tell whether the row says something for the year of the fact, or the fact names none."""
    years = {str(cell.year) for cell in row.cells if cell.year}
    return not years or not fact.period or fact.period[-4:] in years
