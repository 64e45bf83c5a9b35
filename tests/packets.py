"""A packet "plan-packet/1" as a checkpoint freezes it, with one of everything."""

from fractions import Fraction
from typing import Any
from uuid import UUID

QUOTE = "新增公办学位4200个左右。"


def printed(exact: str | None, unit: str) -> str:
    """Return a figure as a light's sentence prints it: 3,728 个, 79.5%."""
    if exact is None:
        return ""
    number = Fraction(exact)
    text = f"{round(number):,}" if number.denominator == 1 or abs(number) >= 100 else ""
    text = text or f"{float(number):.1f}"
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def indicator(name: str, expected: str | None, actual: str | None, **more: Any) -> dict[str, Any]:
    """Return an indicator's row; its sentence prints the figures beside it."""
    unit = more.pop("unit", "个")
    said = {"said_expected": printed(expected, unit), "said_actual": printed(actual, unit)}
    return {
        "target": str(UUID(int=7)),
        "name": name,
        "unit": unit,
        "expected": expected,
        "actual": actual,
        **said,
        "light": "bad",
        "sentence": f"应到 {said['said_expected']}，实到 {said['said_actual']}，没有到",
        "value_uid": str(UUID(int=8)),
        "as_of": "2026-10-31",
        "quote": QUOTE,
        "document": str(UUID(int=9)),
        "start": 10,
        "end": 22,
        **more,
    }


def task(number: int, title: str, light: str, was: str = "", **more: Any) -> dict[str, Any]:
    """Return a task's row."""
    return {
        "uid": str(UUID(int=100 + number)),
        "number": number,
        "title": title,
        "theme": "学位",
        "light": light,
        "was": was,
        "sentence": "有一步晚了。",
        "lead": {"unit": "规划建设科", "post": "科长"},
        "indicators": [],
        **more,
    }


def packet(**more: Any) -> dict[str, Any]:
    """Return a packet: two tasks lag, one turned good, one is done, one is about examinations."""
    return {
        "schema": "plan-packet/1",
        "plan": str(UUID(int=1)),
        "title": "甲市教育局2026年工作要点",
        "kind": "month",
        "period": "2026-10",
        "as_of": "2026-10-31",
        "frozen_at": "2026-11-02T09:00:00+08:00",
        "previous": "",
        "counts": {"good": 2, "slow": 1, "bad": 1, "done": 1, "none": 1},
        "tasks": [
            task(
                1,
                "加快学校建设，新增公办学位",
                "bad",
                "slow",
                indicators=[
                    indicator("新增公办学位", "272160/73", "2640"),
                    indicator("建成学校", "10", "12", light="done"),
                ],
            ),
            task(
                2,
                "改善教室照明",
                "slow",
                "good",
                indicators=[indicator("照明达标率", "83.3", "79.5", unit="%", light="slow")],
            ),
            task(3, "食堂接入监管", "good", "bad", lead={"unit": "安全科", "post": ""}),
            task(4, "校车更新", "done", "good"),
            task(5, "提高中考平均分", "bad", "bad"),
            task(6, "心理教师", "none"),
            task(7, "校园足球", "good", "good"),
        ],
        "projects": [
            {
                "uid": str(UUID(int=201)),
                "number": 1,
                "title": "城东小学新建工程",
                "light": "bad",
                "was": "bad",
                "sentence": "主体封顶晚了51天。",
                "lead": {"unit": "规划建设科", "post": ""},
                "late": [{"title": "主体封顶", "due_on": "2026-09-10", "days": 51}],
            }
        ],
        "counties": [],
        "owes": [
            {
                "kind": "figure",
                "uid": str(UUID(int=301)),
                "number": 6,
                "title": "心理教师",
                "unit": "人事科",
                "post": "",
                "what": "没有报数：心理教师配备率",
                "since": "2026-10-01",
            }
        ],
        **more,
    }
