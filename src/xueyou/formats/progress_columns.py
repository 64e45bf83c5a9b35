"""Owns the columns of a progress workbook: codes that find them again, and their Chinese heads."""

from xueyou.formats.sheet_columns import SheetColumn

SHEET = "进度"
STATUSES = {"确定": "final", "暂估": "provisional"}


COLUMNS = (
    SheetColumn("id", "编号（请不要改）", 38),
    SheetColumn("task", "任务", 34),
    SheetColumn("unit_of", "填报范围", 14),
    SheetColumn("name", "指标", 30),
    SheetColumn("target", "目标", 16),
    SheetColumn("period", "期间", 9),
    SheetColumn("unit", "单位", 8),
    SheetColumn("last", "上次报的数", 13),
    SheetColumn("last_on", "上次截至", 12),
    SheetColumn("value", "累计完成", 13, filled=True),
    SheetColumn("numerator", "分子", 11, filled=True),
    SheetColumn("denominator", "分母", 11, filled=True),
    SheetColumn("as_of", "截至日期", 12, filled=True),
    SheetColumn("status", "确定或暂估", 11, filled=True),
    SheetColumn("words", "依据", 36, filled=True),
)
WRONG = SheetColumn("wrong", "请改这里", 46)
"""Stands last in a workbook that is given back."""

FILLED = tuple(column.code for column in COLUMNS if column.filled)
BY_TITLE = {column.title: column.code for column in COLUMNS} | {"编号": "id"}
