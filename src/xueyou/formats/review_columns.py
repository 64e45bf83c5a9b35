"""Owns the columns of a review workbook: a sheet a kind of item, codes, and their Chinese heads."""

from dataclasses import dataclass

SHEETS = {"task": "任务", "indicator": "指标", "project": "项目", "milestone": "节点"}
"""Name of the sheet, by the kind of its items."""
NOTHING, ACCEPT, REJECT = "不动", "接受", "退回"
DECISIONS = {NOTHING: "", ACCEPT: "accept", REJECT: "reject"}


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A column: its code in the hidden first row, its head, width, and whether people fill it."""

    code: str
    title: str
    width: float
    filled: bool = False


BEFORE = (
    ReviewColumn("id", "编号（请不要改）", 38),
    ReviewColumn("revision", "版次", 7),
    ReviewColumn("key", "代号", 8),
    ReviewColumn("state", "现在", 9),
    ReviewColumn("decision", "怎么定", 9, filled=True),
)
AFTER = (ReviewColumn("doubts", "拿不准的地方", 30), ReviewColumn("quote", "原文", 60))
"""On every sheet, left and right of what the items of its kind say."""

_TASK = ReviewColumn("task", "所属任务的代号", 10, filled=True)
_DUE = ReviewColumn("due_on", "完成的日子", 13, filled=True)
_NAME = ReviewColumn("name", "名称", 40, filled=True)
FIELDS: dict[str, tuple[ReviewColumn, ...]] = {
    "task": (
        ReviewColumn("title", "任务名称", 40, filled=True),
        ReviewColumn("theme", "主题", 9, filled=True),
        ReviewColumn("units", "责任单位", 40, filled=True),
        _DUE,
    ),
    "indicator": (
        _NAME,
        ReviewColumn("value", "目标", 12, filled=True),
        ReviewColumn("unit", "单位", 8, filled=True),
        ReviewColumn("comparator", "怎么比", 10, filled=True),
        ReviewColumn("tolerance", "少百分之几以内算完成", 12, filled=True),
        ReviewColumn("period", "期限", 10, filled=True),
        ReviewColumn("nature", "怎么累计", 12, filled=True),
        ReviewColumn("direction", "哪头好", 10, filled=True),
        _TASK,
        ReviewColumn("subject", "算谁的", 12, filled=True),
        ReviewColumn("hedge", "语气", 8, filled=True),
    ),
    "project": (
        _NAME,
        ReviewColumn("money_fen", "投入（万元）", 13, filled=True),
        ReviewColumn("starts_on", "开工的日子", 13, filled=True),
        _DUE,
        ReviewColumn("places", "新增学位", 10, filled=True),
        ReviewColumn("organisation", "建在", 12, filled=True),
        _TASK,
    ),
    "milestone": (
        _NAME,
        _DUE,
        _TASK,
        ReviewColumn("project", "所属项目的代号", 10, filled=True),
    ),
}

TITLES = {
    column.title: column.code for columns in (BEFORE, *FIELDS.values(), AFTER) for column in columns
}
HEADS = {code: title for title, code in TITLES.items()}
