"""Owns Monday's page: one A4 for the chief, from a frozen packet "plan-packet/1".

How many stand how, what lags and since when, what is owed and by whom, what is due next. What does
not fit is counted, never dropped in silence.
"""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Word
from docx.shared import Mm

from xueyou.formats.official import measures as m
from xueyou.formats.official.faces import BODY, HEI, TITLE
from xueyou.formats.official.pdf import measures
from xueyou.formats.official.typesetting import typeset
from xueyou.formats.official.word import blank
from xueyou.formats.official.word_parts import layout, packed, run
from xueyou.formats.official.word_tables import table
from xueyou.formats.official.wording import one_line, period_words, printed_day, shown

Packet = Mapping[str, Any]

MOST = {"late": 9, "projects": 4, "owes": 6, "due": 5}
"""Lines of each part that one page holds."""
WIDTH, MARGIN = 170.0, 16.0
"""Of the page's text, and above and below it, in millimetres."""
CELL = 9.0
"""Size of the tables' letters, in points: every cell keeps to one line."""
LIGHTS = (
    ("bad", "■", "滞后"),
    ("slow", "▲", "偏慢"),
    ("good", "●", "正常"),
    ("done", "◆", "完成"),
    ("none", "○", "没数据"),
)


def briefing_pdf(packet: Packet) -> bytes:
    """Return the page as PDF. Raises NotSet."""
    return typeset("briefing", page_of(packet) | {"measures": measures()})


def briefing_docx(packet: Packet) -> bytes:
    """Return the page as .docx."""
    page = page_of(packet)
    document = blank(page["title"], page["organ"])
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm((m.PAGE[0] - WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.footer_distance = Mm(8)
    _line(document, page["title"], TITLE, 18.0, align="center", line=480)
    _line(document, page["subtitle"], BODY, 10.5, align="center", line=320)
    counts = "　".join(f"{one['shape']}{one['words']}{one['count']}" for one in page["counts"])
    _line(document, counts, HEI, m.SIZE_FOUR, align="center", before=100)
    for part in page["parts"]:
        _line(document, part["title"], HEI, 12.0, before=80, line=360)
        if part["rows"]:
            block = {"caption": "", "columns": part["columns"], "rows": part["rows"]}
            table(document, block, width=WIDTH, size=CELL, line=240)
        if part["more"]:
            _line(document, part["more"], BODY, 10.5, line=280)
    return packed(document)


def page_of(packet: Packet) -> dict[str, Any]:
    """Return what stands on the page: title, counts and parts with their rows."""
    return {
        "title": f"{_cut(packet['title'], 36)}：{period_words(packet['period'])}",
        "organ": str(packet.get("organisation", "")),
        "subtitle": f"数字截至{printed_day(packet['as_of'])}，"
        f"{printed_day(packet['frozen_at'][:10])}封存",
        "counts": [
            {"shape": shape, "words": words, "count": str(packet["counts"][light]), "light": light}
            for light, shape, words in LIGHTS
        ],
        "parts": [_late(packet), _projects(packet), _owed(packet), _due(packet)],
    }


def _late(packet: Packet) -> dict[str, Any]:
    rows = []
    for light, shape, _ in LIGHTS[:2]:
        rows += [
            [
                f"{shape}{task['number']}",
                task["title"],
                (task.get("lead") or {}).get("unit") or "没有定",
                _why(task),
                _since(task, light),
            ]
            for task in packet["tasks"]
            if task["light"] == light
        ]
    columns = _columns(("", 3), ("任务", 13), ("牵头", 7), ("卡在哪里", 16), ("从哪期起", 5))
    return _part("滞后和偏慢的任务", columns, rows, MOST["late"])


def _since(task: Mapping[str, Any], light: str) -> str:
    if not task.get("was"):
        return "没有上期"
    return "上期就是" if task["was"] == light else "这期新增"


def _why(task: Mapping[str, Any]) -> str:
    """Return the figures of the worst indicator, or the sentence of the light."""
    for light in ("bad", "slow"):
        for row in task["indicators"]:
            if row["light"] == light and row.get("expected") and row.get("actual"):
                unit = row["unit"]
                told = f"应到{shown(row['expected'])}{unit}，实到{shown(row['actual'])}{unit}"
                return f"{told}（{row['name']}）"
    return str(task.get("sentence") or "没有写明")


def _projects(packet: Packet) -> dict[str, Any]:
    rows = []
    for project in packet["projects"]:
        for late in (project.get("late") or [])[:1]:
            day = printed_day(late["due_on"])
            rows.append(
                [
                    str(project["number"]),
                    project["title"],
                    late["title"],
                    day,
                    f"{late['days']}天",
                ]
            )
    columns = _columns(("", 3), ("项目", 13), ("过期的节点", 11), ("原定", 9), ("过了", 5))
    return _part("节点过期的项目", columns, rows, MOST["projects"])


def _owed(packet: Packet) -> dict[str, Any]:
    rows = [
        [
            owed["unit"] or "没有定",
            owed["title"],
            owed["what"],
            printed_day(owed["since"]) if owed.get("since") else "",
        ]
        for owed in packet["owes"]
    ]
    columns = _columns(("单位", 7), ("任务", 13), ("欠什么", 12), ("从哪天起", 9))
    return _part("谁还欠着", columns, rows, MOST["owes"])


def _due(packet: Packet) -> dict[str, Any]:
    rows = [
        [
            printed_day(one["due_on"]),
            one["title"],
            one.get("unit") or "没有定",
        ]
        for one in packet.get("due") or ()
    ]
    columns = _columns(("到期", 9), ("事项", 22), ("单位", 10))
    return _part("接下来七天到期", columns, rows, MOST["due"])


def _part(
    title: str, columns: list[dict[str, Any]], rows: list[list[str]], most: int
) -> dict[str, Any]:
    more = f"还有{len(rows) - most}项，见系统里的盘点。" if len(rows) > most else ""
    if not rows:
        more = "没有。"
    total = sum(column["width"] for column in columns)
    fits = [column["width"] / total * WIDTH * 72 / 25.4 / CELL - 1 for column in columns]
    kept = [[_cut(cell, most) for cell, most in zip(row, fits, strict=True)] for row in rows[:most]]
    return {"title": title, "columns": columns, "rows": kept, "more": more}


def _columns(*named: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"title": title, "width": width} for title, width in named]


def _cut(text: str, most: float) -> str:
    """Return a text that is no wider than so many full characters."""
    plain = one_line(str(text))
    if m.width_in_characters(plain) <= most:
        return plain
    while plain and m.width_in_characters(plain) > most - 1:
        plain = plain[:-1]
    return plain + "…"


def _line(
    document: Word,
    text: str,
    face: str,
    size: float,
    *,
    align: str = "left",
    before: int = 0,
    line: int = 400,
) -> None:
    made = document.add_paragraph()
    layout(made._p.get_or_add_pPr(), line=line, before=before, align=align)
    run(made, text, face, size)
