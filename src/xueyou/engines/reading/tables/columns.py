"""What each column of a table holds, told from its header and, where that is mute, its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from xueyou.engines.reading.tables.values import read_cell, split_unit, unit_in


class Role(StrEnum):
    """The role of a column."""

    NUMBER = "number"
    NAME = "name"
    UNIT = "unit"
    VALUE = "value"
    GROUP = "group"
    DUTY = "duty"
    DEADLINE = "deadline"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: role, header in normal text, year, status and unit that the header states."""

    role: Role
    header: str
    year: int | None = None
    status: str | None = None
    unit: str | None = None
    indicator: str | None = None


_RULES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rule))
    for role, rule in (
        (Role.NUMBER, r"^(?:序号|编号|序|No\.?|NO\.?)$"),
        (Role.UNIT, r"^(?:计量)?单位(?:名称)?$"),
        (
            Role.DUTY,
            r"^(?:责任|牵头|配合|主办|协办|承办|落实|主责|参与|实施|协同|主管)+(?:单位|部门|科室|处室|股室|领导|人)(?:及.{1,6})?$|^责任人$",
        ),
        (Role.DEADLINE, r"时限|完成时间|时间节点|时间安排|完成日期|时间要求|截止"),
        (
            Role.WORK,
            r"^(?:工作|重点|主要|具体|目标)*(?:任务|内容|举措|措施|事项)(?:名称|内容|清单|要求)?$|^工作目标$|^重点工作$",
        ),
        (Role.GROUP, r"^(?:类别|类型|领域|分类|板块|一级指标|指标类别|任务类别|项目类别|维度)$"),
        (Role.OTHER, r"^(?:备注|说明|属性|指标属性|指标性质|性质|依据|数据来源|权重|分值)$"),
        (
            Role.NAME,
            r"^(?:主要|核心|具体|监测|发展|二级|三级)?指标(?:名称|内容)?$|^(?:项目)?名称$|^项目$|^指标项$|^内容$|^(?:县|区|县区|县\(市、区\)|地区|学校|学段|区域)(?:名称)?$",
        ),
    )
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_VALUE_WORD = re.compile(r"目标|现状|基期|基数|实际|完成|预期|计划|数值|当前|达到|指标值")
_DONE = re.compile(r"现状|基期|基数|实际|已?完成(?!时)|当前|执行")
_WANTED = re.compile(r"目标|预期|计划|规划")


def read_columns(headers: Sequence[str], body: Sequence[Sequence[str]]) -> list[Column]:
    """Give the columns of a table from its headers and the words of its body cells."""
    columns = [_by_header(header) for header in headers]
    for index, column in enumerate(columns):
        cells = [row[index] for row in body if index < len(row) and row[index]]
        if column.role is Role.OTHER and not _known_other(column.header):
            columns[index] = _by_cells(column, cells)
        elif column.role is Role.VALUE and cells and not _mostly_values(cells):
            columns[index] = replace(column, role=Role.OTHER)
    if not any(column.role is Role.NAME for column in columns):
        columns = _choose_name(columns, body)
    return columns


def _known_other(header: str) -> bool:
    return any(role is Role.OTHER and rule.search(header) for role, rule in _RULES)


def _by_header(header: str) -> Column:
    plain = re.sub(r"\s", "", header)
    name, unit = split_unit(plain)
    for role, rule in _RULES:
        if rule.search(name):
            return Column(role, name, unit=unit)
    years = [int(year) for year in _YEAR.findall(plain)]
    status = "target" if _WANTED.search(plain) else "achieved" if _DONE.search(plain) else None
    if years or _VALUE_WORD.search(plain):
        return Column(Role.VALUE, plain, years[-1] if years else None, status, unit)
    return Column(Role.OTHER, name, unit=unit)


def _mostly_values(cells: Sequence[str]) -> bool:
    """Tell whether half of the cells are values or empty marks, not sentences."""
    return 2 * sum(1 for cell in cells if read_cell(cell) or len(cell) <= 2) >= len(cells)


def _by_cells(column: Column, cells: Sequence[str]) -> Column:
    """A column of figures under a name is itself an indicator: 新增学位(个) by county."""
    values = sum(1 for cell in cells if read_cell(cell))
    if column.header and cells and values * 3 >= len(cells) * 2:
        return Column(Role.VALUE, column.header, unit=column.unit, indicator=column.header)
    return column


def _choose_name(columns: list[Column], body: Sequence[Sequence[str]]) -> list[Column]:
    """Without a name column, the first column of words names the rows."""
    for index, column in enumerate(columns):
        if column.role not in (Role.OTHER, Role.GROUP, Role.WORK):
            continue
        cells = [row[index] for row in body if index < len(row) and row[index]]
        worded = sum(1 for cell in cells if re.search(r"[\u4e00-\u9fff]{2}", cell))
        if column.role is Role.WORK and any(c.role is Role.DUTY for c in columns):
            return columns
        if cells and worded * 3 >= len(cells) * 2 and not unit_in(cells[0]):
            return [*columns[:index], Column(Role.NAME, column.header), *columns[index + 1 :]]
    return columns
