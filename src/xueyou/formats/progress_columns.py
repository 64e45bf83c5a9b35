"""Owns the columns of a progress workbook: codes that find them again, and their Chinese heads."""

from dataclasses import dataclass

SHEET = "进度"
STATUSES = {"确定": "final", "暂估": "provisional"}


@dataclass(frozen=True, slots=True)
class ProgressColumn:
    """A column: its code in the hidden first row, its head, width, and whether people fill it."""

    code: str
    title: str
    width: float
    filled: bool = False


COLUMNS = (
    ProgressColumn("id", "编号（请不要改）", 38),
    ProgressColumn("task", "任务", 34),
    ProgressColumn("unit_of", "填报范围", 14),
    ProgressColumn("name", "指标", 30),
    ProgressColumn("target", "目标", 16),
    ProgressColumn("period", "期间", 9),
    ProgressColumn("unit", "单位", 8),
    ProgressColumn("last", "上次报的数", 13),
    ProgressColumn("last_on", "上次截至", 12),
    ProgressColumn("value", "累计完成", 13, filled=True),
    ProgressColumn("numerator", "分子", 11, filled=True),
    ProgressColumn("denominator", "分母", 11, filled=True),
    ProgressColumn("as_of", "截至日期", 12, filled=True),
    ProgressColumn("status", "确定或暂估", 11, filled=True),
    ProgressColumn("words", "依据", 36, filled=True),
)
WRONG = ProgressColumn("wrong", "请改这里", 46)
"""Stands last in a workbook that is given back."""

FILLED = tuple(column.code for column in COLUMNS if column.filled)
BY_TITLE = {column.title: column.code for column in COLUMNS} | {"编号": "id"}
