"""Owns the columns of a review workbook: a sheet a kind of item, codes, and their Chinese heads."""

from xueyou.formats.sheet_columns import SheetColumn

SHEETS = {"task": "任务", "indicator": "指标", "project": "项目", "milestone": "节点"}
"""Name of the sheet, by the kind of its items."""
NOTHING, ACCEPT, REJECT = "不动", "接受", "退回"
DECISIONS = {NOTHING: "", ACCEPT: "accept", REJECT: "reject"}


BEFORE = (
    SheetColumn("id", "编号（请不要改）", 38),
    SheetColumn("revision", "版次", 7),
    SheetColumn("key", "代号", 8),
    SheetColumn("state", "现在", 9),
    SheetColumn("decision", "怎么定", 9, filled=True),
)
AFTER = (SheetColumn("doubts", "拿不准的地方", 30), SheetColumn("quote", "原文", 60))
"""On every sheet, left and right of what the items of its kind say."""

_TASK = SheetColumn("task", "所属任务的代号", 10, filled=True)
_DUE = SheetColumn("due_on", "完成的日子", 13, filled=True)
_NAME = SheetColumn("name", "名称", 40, filled=True)
FIELDS: dict[str, tuple[SheetColumn, ...]] = {
    "task": (
        SheetColumn("title", "任务名称", 40, filled=True),
        SheetColumn("theme", "主题", 9, filled=True),
        SheetColumn("units", "责任单位", 40, filled=True),
        _DUE,
    ),
    "indicator": (
        _NAME,
        SheetColumn("value", "目标", 12, filled=True),
        SheetColumn("unit", "单位", 8, filled=True),
        SheetColumn("comparator", "怎么比", 10, filled=True),
        SheetColumn("tolerance", "少百分之几以内算完成", 12, filled=True),
        SheetColumn("period", "期限", 10, filled=True),
        SheetColumn("nature", "怎么累计", 12, filled=True),
        SheetColumn("direction", "哪头好", 10, filled=True),
        _TASK,
        SheetColumn("subject", "算谁的", 12, filled=True),
        SheetColumn("hedge", "语气", 8, filled=True),
    ),
    "project": (
        _NAME,
        SheetColumn("money_fen", "投入（万元）", 13, filled=True),
        SheetColumn("starts_on", "开工的日子", 13, filled=True),
        _DUE,
        SheetColumn("places", "新增学位", 10, filled=True),
        SheetColumn("organisation", "建在", 12, filled=True),
        _TASK,
    ),
    "milestone": (
        _NAME,
        _DUE,
        _TASK,
        SheetColumn("project", "所属项目的代号", 10, filled=True),
    ),
}

TITLES = {
    column.title: column.code for columns in (BEFORE, *FIELDS.values(), AFTER) for column in columns
}
HEADS = {code: title for title, code in TITLES.items()}
