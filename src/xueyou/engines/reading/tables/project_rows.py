"""Rows that are projects: a name under 项目 and an amount of money beside it."""

import re
from collections.abc import Iterator

from xueyou.engines.reading.result import DocumentHead, Project, TableRow
from xueyou.engines.reading.tables.columns import Column, Role
from xueyou.engines.reading.tables.understand import Understood
from xueyou.engines.reading.tables.values import canonical, read_cell

_PROJECT = re.compile(r"项目|工程")
_MONEY = re.compile(r"投资|投入|资金|经费|概算|预算")
_TOTAL = re.compile(r"总投资|总投入|总概算|资金总额|投资总额|项目总")
_STATUS = {"target": "planned", "achieved": "achieved", "ongoing": "ongoing"}


def project_rows(folded: str, head: DocumentHead, seen: Understood) -> Iterator[Project]:
    """Give one project for each named row with money; rows of totals are none."""
    money = _money_column(seen.columns)
    if money is None or not _names_projects(seen):
        return
    for row in seen.table.rows:
        cell = next((cell for cell in row.cells if cell.column == money), None)
        value = read_cell(folded[cell.start : cell.end]) if cell else None
        if cell is None or value is None or re.search(r"^(?:合计|总计|小计)", row.name):
            continue
        unit = value.unit or seen.columns[money].unit or row.unit or ""
        amount, canonical_unit = canonical(value.value, unit)
        if canonical_unit == "元":
            yield _project(head, row, value.value, unit, round(amount))


def _project(
    head: DocumentHead, row: TableRow, money: int | float, unit: str, yuan: int
) -> Project:  # fmt: skip
    return Project(
        start=row.start,
        end=row.end,
        quote=row.quote,
        name=row.name,
        money=money,
        unit=unit,
        money_yuan=yuan,
        status=_STATUS[head.default_status],
        scope=row.group,
        confidence=0.9,
    )


def _money_column(columns: tuple[Column, ...]) -> int | None:
    """Give the column of the total money, else the first one of money."""
    found = [
        index
        for index, column in enumerate(columns)
        if column.role is Role.VALUE and _MONEY.search(column.header)
    ]
    total = [index for index in found if _TOTAL.search(columns[index].header)]
    return next(iter(total or found), None)


def _names_projects(seen: Understood) -> bool:
    """Tell whether the rows are projects by the head of their names or by the caption."""
    names = [c.header for c in seen.columns if c.role in (Role.NAME, Role.WORK)]
    caption = seen.table.caption.text if seen.table.caption else ""
    return any(_PROJECT.search(name) for name in names) or bool(_PROJECT.search(caption))
