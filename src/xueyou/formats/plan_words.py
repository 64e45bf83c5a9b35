"""Owns the Chinese words for the codes of a reading ("edu-plan/1"), for all who show it."""

from typing import Any

STATUS = {"target": "目标", "achieved": "已完成", "ongoing": "进行中", "planned": "计划"}
TASK_KINDS = {
    "goal": "目标",
    "task": "任务",
    "item": "事项",
    "measure": "举措",
    "safeguard": "保障",
}
COMPARATORS = {
    "eq": "等于",
    "reach": "达到",
    "ge": "不低于",
    "gt": "高于",
    "le": "不高于",
    "lt": "低于",
    "approx_ge": "略多于",
    "approx_le": "接近",
    "approx": "约",
    "keep": "保持",
    "delta_up": "增加",
    "delta_down": "减少",
    "rank": "名次",
    "all": "全部",
    "zero": "清零",
}
NOTE_KINDS = {
    "amount": "数量不一致",
    "period": "时间不一致",
    "sum": "合计不符",
    "numbering": "编号不连续",
    "announced": "宣布的与实有的不符",
}

DOUBTFUL_BELOW = 0.8
"""A fact less certain than this is looked at first, whatever its doubts say."""


def is_doubtful(fact: dict[str, Any]) -> bool:
    """Say whether a person should look at a fact first."""
    return bool(fact["doubts"]) or fact["confidence"] < DOUBTFUL_BELOW
