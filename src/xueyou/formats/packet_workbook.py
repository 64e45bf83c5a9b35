"""Owns the workbook of a frozen packet "plan-packet/1": what moved, who owes what, every light."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xueyou.formats.workbook import Column, Sheet, Value, workbook

Json = dict[str, Any]

LIGHTS = {"bad": "滞后", "slow": "偏慢", "none": "没数据", "good": "正常", "done": "完成"}
_LIGHT = Column("灯", 8)
_WAS = Column("上一期", 8)
_SENTENCE = Column("怎么算的", 50, wrap=True)


def packet_workbook(packet: Json) -> bytes:
    """Return the .xlsx bytes of a packet."""
    return workbook(list(packet_sheets(packet)))


def packet_sheets(packet: Json) -> Iterator[Sheet]:
    """Yield the sheets of a packet."""
    yield _overview(packet)
    yield _turned(packet)
    yield _owed(packet)
    yield _tasks(packet)
    yield _indicators(packet)
    yield _projects(packet)
    yield _counties(packet)


def _overview(packet: Json) -> Sheet:
    rows: list[list[Value]] = [
        ["计划", packet["title"]],
        ["单位", packet["organisation"]],
        ["期间", packet["period_zh"]],
        ["数字截至", packet["as_of"]],
        ["封存时间", packet["frozen_at"]],
        ["上一期", packet["previous_period"] or "没有"],
        *([f"{LIGHTS[light]}的任务", count] for light, count in packet["counts"].items()),
        ["没有交清的事项", len(packet["owes"])],
    ]
    rows += [
        [
            "上一期封存后补报",
            f"{line['name']}（{line['subject']}，{line['as_of']}）：{_scaled(line)} {line['unit']}",
        ]
        for line in packet["late_figures"]
    ]
    return Sheet("总况", (Column("项目", 18), Column("内容", 60, wrap=True)), rows)


def _turned(packet: Json) -> Sheet:
    columns = (
        Column("类别", 8),
        Column("号", 6),
        Column("名称", 40, wrap=True),
        _WAS,
        Column("这一期", 8),
        Column("牵头单位", 20),
        _SENTENCE,
    )
    rows: list[list[Value]] = [
        [
            about,
            row["number"],
            row["title"],
            LIGHTS[row["was"]],
            LIGHTS[row["light"]],
            row["lead"]["unit"],
            row["sentence"],
        ]
        for about, name in (("任务", "tasks"), ("项目", "projects"))
        for row in packet[name]
        if row["was"] and row["was"] != row["light"]
    ]
    return Sheet("动了什么", columns, rows)


def _owed(packet: Json) -> Sheet:
    columns = (
        Column("号", 6),
        Column("名称", 40, wrap=True),
        Column("欠什么", 40, wrap=True),
        Column("从哪天起", 12),
        Column("单位", 20),
        Column("岗位", 20),
    )
    rows: list[list[Value]] = [
        [row["number"] or "", row["title"], row["what"], row["since"], row["unit"], row["post"]]
        for row in packet["owes"]
    ]
    return Sheet("谁欠什么", columns, rows)


def _tasks(packet: Json) -> Sheet:
    columns = (
        Column("号", 6),
        Column("任务", 40, wrap=True),
        Column("主题", 8),
        _LIGHT,
        _WAS,
        Column("牵头单位", 20),
        _SENTENCE,
    )
    rows: list[list[Value]] = [
        [
            row["number"],
            row["title"],
            row["theme"],
            LIGHTS[row["light"]],
            LIGHTS.get(row["was"], ""),
            row["lead"]["unit"],
            row["sentence"],
        ]
        for row in packet["tasks"]
    ]
    return Sheet("任务", columns, rows)


def _indicators(packet: Json) -> Sheet:
    columns = (
        Column("任务号", 7),
        Column("指标", 30, wrap=True),
        Column("应到", 14),
        Column("实到", 14),
        _LIGHT,
        _SENTENCE,
        Column("数字的日期", 12),
        Column("承诺的原文", 50, wrap=True),
    )
    rows: list[list[Value]] = [
        [
            task["number"],
            row["name"],
            row["said_expected"],
            row["said_actual"] or "没数据",
            LIGHTS[row["light"]],
            row["sentence"],
            row["as_of"],
            row["quote"],
        ]
        for task in packet["tasks"]
        for row in task["indicators"]
    ]
    return Sheet("指标", columns, rows)


def _projects(packet: Json) -> Sheet:
    columns = (
        Column("号", 6),
        Column("项目", 40, wrap=True),
        _LIGHT,
        _WAS,
        Column("过期的节点", 50, wrap=True),
        Column("牵头单位", 20),
    )
    rows: list[list[Value]] = [
        [
            row["number"],
            row["title"],
            LIGHTS[row["light"]],
            LIGHTS.get(row["was"], ""),
            "；".join(f"{x['title']}（{x['due_on']}，过了{x['days']}天）" for x in row["late"]),
            row["lead"]["unit"],
        ]
        for row in packet["projects"]
    ]
    return Sheet("项目", columns, rows)


def _counties(packet: Json) -> Sheet:
    columns = (Column("县区", 16), *(Column(word, 9) for word in LIGHTS.values()), Column("共", 8))
    rows: list[list[Value]] = [
        [row["name"], *(row["counts"][light] for light in LIGHTS), sum(row["counts"].values())]
        for row in packet["counties"]
    ]
    return Sheet("县区", columns, rows)


def _scaled(line: Json) -> str:
    return f"{Decimal(line['value']).scaleb(-line['scale']):,f}"
