"""Owns how an item under review is said: the labelled lines of its panel, a word for each code."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from xueyou.domains.plans.filling import DIRECTIONS, FEN_A_WAN, NATURES
from xueyou.domains.plans.selectors.last_year import LastYear
from xueyou.domains.plans.selectors.review_views import ItemRow
from xueyou.domains.plans.selectors.source import Source
from xueyou.domains.plans.selectors.wording import SIGNS, period_words
from xueyou.domains.plans.services.contents import exact_text
from xueyou.formats.plan_words import COMPARATORS

KINDS = {"task": "任务", "indicator": "指标", "project": "项目", "milestone": "节点"}

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One line of the panel: label, the deciding words, a softer remark, where it stands."""

    label: str
    value: str
    soft: str = ""
    start: int = 0
    end: int = 0
    doubt: str = ""


def lines_of(
    item: ItemRow,
    source: Source,
    task: ItemRow | None,
    names: Mapping[str, str],
) -> tuple[PanelLine, ...]:
    """Return the lines of an item. `names`: of projects by key, of places by code."""
    write = {
        "indicator": _indicator,
        "task": _task,
        "project": _project,
        "milestone": _milestone,
    }[item.kind]
    lines = [line for line in write(item, source, task, names) if line.value or line.doubt]
    if item.kind != "indicator" or "约" not in "".join(item.doubts):
        lines += [PanelLine("拿不准", "", doubt=doubt) for doubt in item.doubts]
    else:
        lines += [PanelLine("拿不准", "", doubt=each) for each in item.doubts if "约" not in each]
    return tuple(lines)


def summary_of(item: ItemRow) -> str:
    """Return the deciding words of an item in short: ≥95% · 2026年."""
    content = item.content
    if item.kind == "indicator":
        sign = SIGNS.get(content["comparator"], "")
        return f"{sign}{amount(content)}"
    if item.kind == "task":
        lead = next((unit["unit"] for unit in content["units"] if unit["role"] == "lead"), "")
        return lead
    if item.kind == "project":
        return money(content["money_fen"])
    return short_day(content["due_on"])


def amount(content: Mapping[str, Any]) -> str:
    """Return value and unit as people read them: 4,200 个, 95%."""
    whole, dot, rest = str(content["value"]).partition(".")
    figure = (f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole) + dot + rest
    unit = content.get("unit") or ""
    return f"{figure}{unit}" if unit in ("%", "‰") else f"{figure} {unit}".strip()


def money(fen: int | None) -> str:
    """Return money in 万元; empty where none is said."""
    if fen is None:
        return ""
    wan = f"{fen / FEN_A_WAN:,.4f}".rstrip("0").rstrip(".")
    return f"{wan} 万元"


def short_day(iso: str | None) -> str:
    """Return a day as people write it; empty where none is said."""
    return period_words(iso) if iso else ""


def period_said(code: str) -> str:
    """Return a period in words: 2026年, 2026年第3季度, 2026学年."""
    if not code:
        return ""
    if code.startswith("SY"):
        return f"{code[2:]}学年"
    year, quarter, number = code.partition("Q")
    return f"{year}年第{number}季度" if quarter else period_words(code)


def last_day_of(code: str) -> str:
    """Return until when a period's target is due, in words."""
    if code.isdigit():
        return f"{code}年12月31日"
    return period_said(code)


def units_said(units: list[dict[str, str]]) -> str:
    """Return units in one line, the leader marked."""
    return "、".join(
        unit["unit"] + ("（牵头）" if unit["role"] == "lead" else "") for unit in units
    )


def tolerance_said(content: Mapping[str, Any]) -> str:
    """Return what is allowed below the promise; empty where nothing is."""
    tolerance = content.get("tolerance")
    if not tolerance:
        return "一个不少" if tolerance == 0 and content.get("comparator") == "approx" else ""
    return f"少{percent(tolerance)}以内算完成"


def percent(ten_thousandths: int) -> str:
    """Return ten-thousandths as percent: 500 → 5%, 250 → 2.5%."""
    return f"{ten_thousandths / 100:g}%"


def last_year_said(found: LastYear | None) -> str:
    """Return last year's line: 说 4,000 个，年终总结报 3,860 个."""
    if found is None:
        return ""
    parts = []
    if found.promised:
        parts.append(f"说 {found.promised.words}")
    if found.reported:
        parts.append(f"年终总结报 {found.reported.words}")
    return "，".join(parts)


def least(content: Mapping[str, Any], tolerance: int) -> str:
    """Return the least that still counts as done, with its unit; empty where that is no figure."""
    try:
        value = Decimal(str(content["value"]))
    except InvalidOperation:
        return ""
    bound = value * (10_000 - tolerance) / 10_000
    return amount({"value": exact_text(bound), "unit": content.get("unit")})


def content_said(kind: str, content: Mapping[str, Any]) -> str:
    """Return a content in one line: what the version before said."""
    if kind == "indicator":
        return f"{content['name']} {amount(content)}，{period_said(content['period'])}"
    if kind == "task":
        return f"{content['title']}；{units_said(content['units'])}"
    if kind == "project":
        return "，".join(
            part
            for part in (
                content["name"],
                money(content["money_fen"]),
                short_day(content["due_on"]),
            )
            if part
        )
    return f"{content['name']}，{short_day(content['due_on'])}"


def field_said(name: str, value: Any) -> str:
    """Return one field of a content in words; empty where nothing is said."""
    if value is None or value == "" or value == []:
        return ""
    if name == "units":
        return units_said(value)
    if name == "money_fen":
        return money(value) if isinstance(value, int) else str(value)
    if name == "tolerance":
        return f"少{percent(value)}以内" if isinstance(value, int) and value else "一个不少"
    if name == "value":
        return amount({"value": value})
    table = {"comparator": COMPARATORS, "nature": NATURES, "direction": DIRECTIONS}.get(name)
    return table.get(str(value), str(value)) if table else str(value)


def _spans(item: ItemRow, source: Source) -> tuple[Span, Span]:
    """Return where an item's name and its figure stand."""
    marks = source.spans_of(item.key)
    number = next(((mark.start, mark.end) for mark in marks if mark.role == "number"), NOWHERE)
    if number == NOWHERE:
        return ((item.start, item.end), NOWHERE)
    if item.start == number[0]:
        return (NOWHERE, number)
    return ((item.start, min(item.end, max(item.start + 1, number[0]))), number)


def _indicator(
    item: ItemRow, source: Source, task: ItemRow | None, names: Mapping[str, str]
) -> list[PanelLine]:
    content = item.content
    name, number = _spans(item, source)
    comparator = COMPARATORS.get(content["comparator"], "")
    asked = content["comparator"] == "approx" and content["tolerance"] is None
    units = task.content["units"] if task else []
    at = source.units_of(task.key) if task else NOWHERE
    return [
        PanelLine("名称", content["name"], "", *name),
        PanelLine(
            "目标",
            amount(content),
            f"{comparator} · {DIRECTIONS[content['direction']]} · {NATURES[content['nature']]}",
            *number,
        ),
        PanelLine("允许上下", tolerance_said(content), "", *number)
        if not asked
        else PanelLine("允许上下", "", "", *number, doubt="原文写“左右”，没写多少算完成"),
        PanelLine("期限", last_day_of(content["period"]) or "按计划的最后一天"),
        PanelLine("语气", content.get("hedge") or ""),
        PanelLine("算谁的", names.get(content.get("subject") or "", "")),
        PanelLine(
            "所属任务",
            task.content["title"] if task else "没有归到任务",
            "" if task else "确认以后归在“其他”里",
            *((task.start, task.end) if task else NOWHERE),
        ),
        PanelLine("责任单位", units_said(units), "", *at),
    ]


def _task(
    item: ItemRow, source: Source, task: ItemRow | None, names: Mapping[str, str]
) -> list[PanelLine]:
    content = item.content
    return [
        PanelLine("任务", content["title"], "", item.start, item.end),
        PanelLine("主题", content["theme"], "挂图按它分组，可以改"),
        PanelLine(
            "责任单位",
            units_said(content["units"]) or "原文没写",
            "" if content["units"] else "确认以后在台账里分",
            *source.units_of(item.key),
        ),
        PanelLine("期限", short_day(content["due_on"]) or "按计划的最后一天"),
    ]


def _project(
    item: ItemRow, source: Source, task: ItemRow | None, names: Mapping[str, str]
) -> list[PanelLine]:
    content = item.content
    places = content["places"]
    return [
        PanelLine("项目", content["name"], "", item.start, item.end),
        PanelLine("投入", money(content["money_fen"]) or "原文没写"),
        PanelLine("开工", short_day(content["starts_on"])),
        PanelLine("完成", short_day(content["due_on"]) or "按计划的最后一天"),
        PanelLine("新增学位", f"{places:,} 个" if places else ""),
        PanelLine("建在", names.get(content.get("organisation") or "", "") or "本级"),
        PanelLine("所属任务", task.content["title"] if task else ""),
    ]


def _milestone(
    item: ItemRow, source: Source, task: ItemRow | None, names: Mapping[str, str]
) -> list[PanelLine]:
    content = item.content
    return [
        PanelLine("要做到", content["name"], "", item.start, item.end),
        PanelLine("日子", short_day(content["due_on"])),
        PanelLine("哪个项目的", names.get(content.get("project") or "", "")),
        PanelLine("所属任务", task.content["title"] if task else ""),
    ]
