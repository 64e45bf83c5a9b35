"""Dated parameters of classes, 待核: grounds, rules, until when lists are held against rolls."""

import tempfile
from pathlib import Path
from typing import Any

from xueyou.kernel.registry.parameters import parameter_kind, whole_between
from xueyou.rulebook.classes.rules import read_class_rules
from xueyou.rulebook.language.faults import RulebookRefused

GROUNDS = "classes.grounds"
COLUMNS = "classes.columns"
RULES = "classes.rules"
RECONCILED_UNTIL = "classes.reconciled_until"
GATE_DAYS = "classes.gate_days"
LOT_DAYS = "classes.lot_days"
_KINDS = {"together", "apart", "spread", "fixed"}
_KNOWN = {"twins", "conflict", "needs", "access", "cadre"}


def _wrong_grounds(value: Any) -> str:
    if not isinstance(value, dict) or not set(value) <= _KINDS:
        return "要按 together、apart、spread、fixed 各写一列理由。"
    if not all(isinstance(one, list) and set(one) <= _KNOWN for one in value.values()):
        return f"理由只认：{'、'.join(sorted(_KNOWN))}。"
    return ""


parameter_kind(
    GROUNDS,
    zh="分班要求允许的理由",
    check=_wrong_grounds,
    initial=(
        {
            "together": ["twins"],
            "apart": ["twins", "conflict"],
            "spread": ["needs", "cadre"],
            "fixed": ["access"],
        },
        "待核：按报上见到的做法（双胞胎绑定、班干部分散），正式文件还没有取到",
    ),
)


def _wrong_columns(value: Any) -> str:
    right = isinstance(value, list) and all(
        isinstance(one, str) and 0 < len(one.strip()) <= 40 for one in value
    )
    return "" if right else "要写一列列名，每个最多40个字。"


parameter_kind(
    COLUMNS,
    zh="分班认得的列",
    check=_wrong_columns,
    initial=(
        [
            *("片区", "居住片区", "学区", "乡镇", "街道", "社区", "村居", "小区"),
            *("毕业学校", "毕业小学", "原学校", "幼儿园", "小学", "幼儿园或小学"),
            *("民族", "户籍", "户籍类别", "随迁子女", "留守儿童"),
            *("住宿", "寄宿", "走读", "午餐", "午托", "校车"),
            *("特长", "体育特长", "艺术特长", "班干部", "外语语种", "语种", "选科"),
            *("特殊需要", "随班就读", "性别", "出生月份", "等级", "综合等级"),
        ],
        "待核：按各校分班表上常见的列，正式文件还没有取到",
    ),
)


def _wrong_rules(value: Any) -> str:
    if not isinstance(value, str):
        return "要写分班规则的全文。"
    if not value:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yaml"
        path.write_text(value, encoding="utf-8")
        try:
            rules = read_class_rules(path)
        except RulebookRefused as refused:
            return refused.faults[0].zh
    return "" if rules.method == "search" else "正式分班用搜索，不用S形。"


parameter_kind(
    RULES,
    zh="分班规则",
    check=_wrong_rules,
    initial=("", "待核：没有当地的规则，用通常的做法"),
)


def _wrong_day(value: Any) -> str:
    try:
        month, day = value
        right = 8 <= month <= 12 and 1 <= day <= 30
    except (TypeError, ValueError):
        right = False
    return "" if right else "要写两个数：几月、几日。"


parameter_kind(
    RECONCILED_UNTIL,
    zh="名单和在籍登记对到哪一天",
    check=_wrong_day,
    initial=([9, 20], "待核：按各地“9月20日前核对学籍”的常见安排"),
)


parameter_kind(
    GATE_DAYS,
    zh="门口的名单贴几天",
    check=whole_between(1, 30),
    initial=(7, "待核：按公示七天的常见做法"),
)
parameter_kind(
    LOT_DAYS,
    zh="封存的分班文件留几天",
    check=whole_between(30, 3650),
    initial=(1095, "待核：留到这一届学生毕业，按三年"),
)
