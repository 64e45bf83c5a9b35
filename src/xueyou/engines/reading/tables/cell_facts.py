"""Facts from table cells: the row names the indicator, the column its year or its share."""

from collections.abc import Iterator

from xueyou.engines.reading.result import DocumentHead, Fact, Number, Quoted, TableCell, TableRow
from xueyou.engines.reading.tables.columns import Column
from xueyou.engines.reading.tables.understand import Understood
from xueyou.engines.reading.tables.values import canonical, is_rate, kind_of, read_cell, split_unit

LEAST_UNIT_CONFIDENCE = 0.6
MOST_PERCENT = 100
"""A rate above one and up to this is a percentage; 0.95 or 105 without a unit may be anything."""


def cell_facts(raw: str, folded: str, head: DocumentHead, seen: Understood) -> Iterator[Fact]:
    """Give one fact for each readable value cell of a table."""
    for row in seen.table.rows:
        for cell in row.cells:
            fact = _fact(raw, folded, head, seen, row, cell)
            if fact:
                yield fact


def _fact(
    raw: str, folded: str, head: DocumentHead, seen: Understood, row: TableRow, cell: TableCell
) -> Fact | None:  # fmt: skip
    column = seen.columns[cell.column]
    value = read_cell(folded[cell.start : cell.end])
    if value is None or cell.value is None:
        return None
    name, unit, doubts = _name_and_unit(row, column, value.unit, value.value)
    if not unit:
        return None
    amount, unit_canonical = canonical(value.value, unit)
    status = _status(head, column)
    comparator = value.comparator or ("reach" if status == "target" else "eq")
    span = seen.header_spans[cell.column]
    return Fact(
        start=cell.start,
        end=cell.end,
        quote=cell.quote,
        number=Number(cell.start, cell.end, cell.quote),
        name=name,
        value=value.value,
        unit=unit,
        value_canonical=amount,
        unit_canonical=unit_canonical,
        comparator=comparator,
        status=status,
        period=_period(head, column, status),
        kind=kind_of(unit_canonical),
        confidence=LEAST_UNIT_CONFIDENCE if doubts else 0.97,
        doubts=doubts,
        implicit=value.implicit,
        scope=row.name if column.indicator else None,
        source="table",
        table=seen.table.id,
        row=row.no,
        header=Quoted(*span, raw[span[0] : span[1]]) if span else None,
        row_header=Quoted(row.start, row.end, row.quote),
    )


def _name_and_unit(
    row: TableRow, column: Column, printed: str, amount: float | None
) -> tuple[str, str, tuple[str, ...]]:  # fmt: skip
    """Give name, unit and doubts: the cell's own unit first, then column, row, kind of name."""
    if column.indicator:
        indicator, _ = split_unit(column.indicator)
        name = f"{row.name}{indicator}"
        unit = printed or column.unit or ""
        if not unit and is_rate(indicator):
            return name, "%", ("表中没有写单位，按比率读作百分数",)
        return name, unit, ()
    unit = printed or column.unit or row.unit or ""
    plain = amount is not None and 1 < amount <= MOST_PERCENT
    guessed = (
        not plain
        and not printed
        and not column.unit
        and unit == "%"
        and not split_unit(row.name_raw)[1]
    )
    doubts = ("表中没有写单位，按比率读作百分数",) if guessed and is_rate(row.name) else ()
    return row.name, unit, doubts


def _status(head: DocumentHead, column: Column) -> str:
    """A column says itself whether it is reached or wanted; else the document does."""
    if column.status:
        return column.status
    return "target" if head.default_status == "target" else "achieved"


def _period(head: DocumentHead, column: Column, status: str) -> str | None:
    """The year of the column, else the document's: the last year of its range for a target."""
    if column.year:
        return str(column.year)
    if head.default_period and status == "target":
        return head.default_period[-4:]
    return head.default_period
