"""Owns what a circular says: how the whole stands, what went well, what lags, what is asked.

It names units, never persons; it orders nobody by rank; results of examinations are left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xueyou.domains.plans.circulars.claims import Packet, verify
from xueyou.domains.plans.circulars.writer import Paragraph, heading
from xueyou.formats.official.content import SCHEMA
from xueyou.formats.official.wording import one_line, period_words, printed_day
from xueyou.kernel.indicators.comparisons import refused_in_comparison

KIND = "plans.circular"
WORDS = (
    ("good", "正常"),
    ("slow", "偏慢"),
    ("bad", "滞后"),
    ("done", "完成"),
    ("none", "没有数据"),
)
MOST_PRAISED = 8
MOST_FIGURES, MOST_PRAISED_FIGURES = 4, 2
"""Figures of one task that a circular prints; the rest stands in the packet."""
ADDRESSEE = "各县（市、区）教育局，局机关各处室、直属各单位"

Json = dict[str, Any]


def circular(packet: Packet, *, organ: str, number_code: str, reply_by: date) -> Json:
    """Return the content "official-paper/1" of a circular; every claim has been recomputed.

    Raises ClaimUnfounded, LookupError or ValueError where the packet contradicts itself.
    """
    content: Json = {
        "schema": SCHEMA,
        "kind": KIND,
        "organ": organ,
        "number_code": number_code,
        "year": date.fromisoformat(packet["as_of"]).year,
        "number": "",
        "title": _title(packet),
        "addressee": ADDRESSEE,
        "body": list(_body(packet, reply_by)),
        "attachments": [],
        "signer_line": organ,
        "date": "",
        "copies": [],
        "issued_by": f"{organ}办公室",
        "issued_on": "",
    }
    verify(packet, content)
    return content


def _title(packet: Packet) -> str:
    plan = one_line(packet["title"])[:120]
    return f"关于《{plan}》{period_words(packet['period'])}推进情况的通报"


def _body(packet: Packet, reply_by: date) -> Iterator[Json]:
    yield (
        Paragraph(packet)
        .say("现将《")
        .tell("text", "/title")
        .say("》")
        .tell("period", "/period")
        .say("的推进情况通报如下。数字截至")
        .tell("day", "/as_of")
        .say("，以")
        .tell("day", "/frozen_at")
        .say("封存的进展数据为准。")
        .done()
    )
    yield heading(1, "总体进展")
    yield from _whole(packet)
    yield heading(1, "推进较好的工作")
    yield from _praised(packet)
    yield heading(1, "偏慢和滞后的工作")
    yield from _lagging(packet)
    yield heading(1, "工作要求")
    yield from _asked(packet, reply_by)


def _whole(packet: Packet) -> Iterator[Json]:
    line = Paragraph(packet).say("共有").tell("total", "/counts").say("项任务，其中")
    for number, (light, words) in enumerate(WORDS):
        line.say(("，" if number else "") + words).tell("value", f"/counts/{light}").say("项")
    line.say("。")
    if any(task.get("was") for task in packet["tasks"]):
        line.say("和上一期相比，").tell("better", "/tasks").say("项好转，")
        line.tell("worse", "/tasks").say("项变慢。")
    yield line.done()
    if packet["projects"]:
        line = Paragraph(packet).say("列入的项目有").tell("length", "/projects").say("个")
        there = {project["light"] for project in packet["projects"]}
        for light, words in WORDS:
            if light in there:
                line.say(f"，{words}").tell(f"lights:{light}", "/projects").say("个")
        yield line.say("。").done()


def _praised(packet: Packet) -> Iterator[Json]:
    good = [
        (place, task)
        for place, task in _printable(packet)
        if task["light"] == "done"
        or (task["light"] == "good" and task.get("was") in ("slow", "bad"))
    ]
    if not good:
        yield Paragraph(packet).say("这一期没有新完成的任务，也没有由慢转快的任务。").done()
    for place, task in good[:MOST_PRAISED]:
        line = _named(packet, place, task)
        line.say("已经完成。" if task["light"] == "done" else "由慢转快，现在正常。")
        yield _with_figures(
            packet, line, place, task, ("done", "good"), MOST_PRAISED_FIGURES
        ).done()


def _lagging(packet: Packet) -> Iterator[Json]:
    late = False
    for light, words in (("bad", "滞后"), ("slow", "偏慢")):
        for place, task in _printable(packet):
            if task["light"] == light:
                late = True
                line = _named(packet, place, task).say(f"{words}。")
                yield _with_figures(packet, line, place, task, ("bad", "slow")).done()
    for place, project in enumerate(packet["projects"]):
        if project["light"] in ("bad", "slow") and not refused_in_comparison(project["title"]):
            late = True
            yield _project(packet, place, project)
    if not late:
        yield Paragraph(packet).say("这一期没有偏慢或者滞后的任务和项目。").done()


def _asked(packet: Packet, reply_by: date) -> Iterator[Json]:
    units = _units(packet)
    if units:
        line = Paragraph(packet).say(f"任务滞后的牵头单位（{'、'.join(units)}）请在")
        line.decide(printed_day(reply_by.isoformat()))
        yield line.say("前把原因、下一步安排和完成日期书面报来。").done()
    owed = [
        (place, row)
        for place, row in enumerate(packet["owes"])
        if row.get("unit") and row["kind"] != "milestone"  # late steps stand above
    ]
    for place, row in owed[:MOST_PRAISED]:
        line = Paragraph(packet).tell("text", f"/owes/{place}/unit").say("：")
        line.tell("text", f"/owes/{place}/title").say("，")
        line.tell("text", f"/owes/{place}/what")
        if row.get("since"):
            line.say("（从").tell("day", f"/owes/{place}/since").say("起）")
        yield line.say("，请补上。").done()
    yield (
        Paragraph(packet)
        .say(
            "进展以数字和原始材料为准，写明口径、分子和分母。任务由牵头单位自己推进，"
            "不得转给学校，也不得要求学校另外填表、留痕。"
        )
        .done()
    )


def _named(packet: Packet, place: int, task: Mapping[str, Any]) -> Paragraph:
    line = Paragraph(packet).tell("text", f"/tasks/{place}/title")
    if (task.get("lead") or {}).get("unit"):
        line.say("（牵头单位：").tell("text", f"/tasks/{place}/lead/unit").say("）")
    return line.say("：")


def _with_figures(
    packet: Packet,
    line: Paragraph,
    place: int,
    task: Mapping[str, Any],
    lights: tuple[str, ...],
    most: int = MOST_FIGURES,
) -> Paragraph:
    told = 0
    for number, row in enumerate(task["indicators"]):
        if row["light"] not in lights or told == most or refused_in_comparison(row["name"]):
            continue
        told += 1
        path = f"/tasks/{place}/indicators/{number}"
        line.tell("text", f"{path}/name").say("" if row["sentence"].startswith("应到") else "：")
        line.tell("figures", path, dict(row)).say("。")
    if not told and task.get("sentence") and not refused_in_comparison(task["sentence"]):
        line.tell("text", f"/tasks/{place}/sentence").say("。")
    return line


def _project(packet: Packet, place: int, project: Mapping[str, Any]) -> Json:
    line = Paragraph(packet).say("项目“").tell("text", f"/projects/{place}/title").say("”")
    if (project.get("lead") or {}).get("unit"):
        line.say("（牵头单位：").tell("text", f"/projects/{place}/lead/unit").say("）")
    line.say("：")
    late = project.get("late") or []
    if not late:
        return line.tell("text", f"/projects/{place}/sentence").say("。").done()
    for number, _ in enumerate(late[:MOST_FIGURES]):
        path = f"/projects/{place}/late/{number}"
        line.say("；" if number else "").tell("text", f"{path}/title").say("应在")
        line.tell("day", f"{path}/due_on").say("完成，已经过了").tell("value", f"{path}/days")
        line.say("天")
    return line.say("。").done()


def _printable(packet: Packet) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the tasks with their place in the packet, but for those about examinations."""
    for place, task in enumerate(packet["tasks"]):
        if not refused_in_comparison(task["title"]):
            yield place, task


def _units(packet: Packet) -> list[str]:
    found = [
        one_line(task["lead"]["unit"])
        for _, task in _printable(packet)
        if task["light"] == "bad" and (task.get("lead") or {}).get("unit")
    ]
    return list(dict.fromkeys(found))
