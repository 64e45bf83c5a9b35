"""Prose that restates a row of a table: same indicator, same year, so that both stay one target."""

import re
from collections.abc import Sequence

from xueyou.engines.reading.result import Fact, Table, TableRow

LEAST_AGREEMENT = 0.62


class _Rows:
    """Rows by the pairs of characters in their names, so that only likely ones are compared."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._rows: list[tuple[TableRow, frozenset[str]]] = []
        self._by_gram: dict[str, list[int]] = {}
        seen: set[tuple[str, str | None]] = set()
        for row in (row for table in tables for row in table.rows if row.cells):
            if (row.name, row.unit) in seen:
                continue
            seen.add((row.name, row.unit))
            grams = _grams(row.name)
            for gram in grams:
                self._by_gram.setdefault(gram, []).append(len(self._rows))
            self._rows.append((row, grams))

    def best(self, name: str) -> tuple[float, TableRow | None]:
        """Give the row whose name agrees most with a name, and how much (0..1)."""
        own = _grams(name)
        likely = {index for gram in own for index in self._by_gram.get(gram, ())}
        agreement, index = max(
            ((_agreement(own, self._rows[index][1]), -index) for index in likely),
            default=(0.0, 0),
        )
        return agreement, self._rows[-index][0] if likely else None


def rows_of(facts: Sequence[Fact], tables: Sequence[Table]) -> list[int | None]:
    """Give for each prose fact the number of the row it restates: same unit, most of its name."""
    rows = _Rows(tables)
    return [_row_of(fact, rows) for fact in facts]


def _row_of(fact: Fact, rows: _Rows) -> int | None:
    if fact.table_row is not None or fact.kind == "delta":
        return fact.table_row
    agreement, row = rows.best(fact.name)
    if row is None or agreement < LEAST_AGREEMENT:
        return None
    return row.no if _same_unit(fact, row) and _holds(fact, row) else None


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
