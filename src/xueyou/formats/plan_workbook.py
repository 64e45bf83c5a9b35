"""Owns the workbook of one reading: the sheets that `plan read --xlsx` and the site export."""

from typing import Any

from xueyou.formats.plan_words import COMPARATORS, NOTE_KINDS, STATUS, TASK_KINDS
from xueyou.formats.workbook import Column, Sheet, Value, workbook

Json = dict[str, Any]

_PLACE = (Column("起", 7), Column("止", 7))


def plan_workbook(reading: Json) -> bytes:
    """Return the .xlsx bytes of a reading in the public shape "edu-plan/1"."""
    return workbook(plan_sheets(reading))


def plan_sheets(reading: Json) -> list[Sheet]:
    """Return the sheets of a reading; spans are half open, in code points of the text read."""
    return [
        _facts(reading),
        _tasks(reading),
        _units(reading),
        _projects(reading),
        _milestones(reading),
        _notes(reading),
    ]


def _facts(reading: Json) -> Sheet:
    columns = (
        Column("编号", 8),
        Column("指标", 28, wrap=True),
        Column("比较", 8),
        Column("数值", 12),
        Column("单位", 8),
        Column("折算数值", 14),
        Column("折算单位", 8),
        Column("状态", 8),
        Column("时间", 11),
        Column("把握", 7),
        Column("需要核对", 30, wrap=True),
        Column("原文", 50, wrap=True),
        Column("任务", 8),
        *_PLACE,
    )
    rows: list[list[Value]] = [
        [
            fact.get("id", ""),
            fact["name"],
            COMPARATORS.get(fact["comparator"], fact["comparator"]),
            fact["value"],
            fact["unit"],
            fact["value_canonical"],
            fact["unit_canonical"],
            STATUS.get(fact["status"], fact["status"]),
            fact["period"],
            fact.get("confidence"),
            "；".join(fact.get("doubts") or ()),
            fact["quote"],
            fact.get("task_id"),
            fact["start"],
            fact["end"],
        ]
        for fact in reading["facts"]
    ]
    return Sheet("数字", columns, rows)


def _tasks(reading: Json) -> Sheet:
    units: dict[str, list[str]] = {}
    for entry in reading["responsible_units"]:
        units.setdefault(entry.get("task_id") or "", []).extend(entry["units"])
    columns = (
        Column("编号", 8),
        Column("序号", 10),
        Column("类别", 8),
        Column("任务", 50, wrap=True),
        Column("上级", 8),
        Column("责任单位", 40, wrap=True),
        *_PLACE,
    )
    rows: list[list[Value]] = [
        [
            task["id"],
            task["no"],
            TASK_KINDS.get(task["kind"], task["kind"]),
            task["title"],
            task.get("parent"),
            "、".join(units.get(task["id"], ())),
            task["start"],
            task["end"],
        ]
        for task in reading["tasks"]
    ]
    return Sheet("任务", columns, rows)


def _units(reading: Json) -> Sheet:
    columns = (
        Column("任务", 8),
        Column("角色", 10),
        Column("次序", 6),
        Column("单位", 30),
        *_PLACE,
    )
    rows: list[list[Value]] = [
        [entry.get("task_id"), entry["role"], place, unit, entry["start"], entry["end"]]
        for entry in reading["responsible_units"]
        for place, unit in enumerate(entry["units"], start=1)
    ]
    return Sheet("责任单位", columns, rows)


def _projects(reading: Json) -> Sheet:
    columns = (
        Column("编号", 8),
        Column("项目", 40, wrap=True),
        Column("金额（元）", 16),
        Column("状态", 8),
        Column("原文", 60, wrap=True),
        *_PLACE,
    )
    rows: list[list[Value]] = [
        [
            project.get("id", ""),
            project["name"],
            project.get("money_yuan"),
            STATUS.get(project["status"], project["status"]),
            project["quote"],
            project["start"],
            project["end"],
        ]
        for project in reading["projects"]
    ]
    return Sheet("项目", columns, rows)


def _milestones(reading: Json) -> Sheet:
    columns = (
        Column("日期", 12),
        Column("节点", 40, wrap=True),
        Column("任务", 8),
        Column("原文", 60, wrap=True),
        *_PLACE,
    )
    rows: list[list[Value]] = [
        [m["date"], m["name"], m.get("task_id"), m["quote"], m["start"], m["end"]]
        for m in reading["milestones"]
    ]
    return Sheet("时间节点", columns, rows)


def _notes(reading: Json) -> Sheet:
    columns = (Column("类别", 18), Column("说明", 90, wrap=True), Column("位置", 30))
    rows: list[list[Value]] = [
        [
            NOTE_KINDS.get(note["kind"], note["kind"]),
            note["zh"],
            "；".join(f"{start}–{end}" for start, end in note["spans"]),
        ]
        for note in reading["consistency_notes"]
    ]
    return Sheet("前后对不上", columns, rows)
