"""Owns the summary for people that `plan read` prints: counts, what is doubtful, what disagrees."""

from collections import Counter
from typing import Any

from xueyou.formats.plan_words import NOTE_KINDS, STATUS, TASK_KINDS, is_doubtful
from xueyou.formats.printable import printable

Json = dict[str, Any]

_SHOWN = 12


def summary_lines(reading: Json) -> list[str]:
    """Return the lines of the summary of one reading in the public shape."""
    doc = reading["doc"]
    lines = [f"《{_flat(doc.get('title') or doc.get('file') or '未见标题', 60)}》"]
    lines.append(_about(doc))
    lines += _counts(reading)
    lines += _doubtful(reading["facts"])
    lines += _notes(reading["consistency_notes"])
    if doc.get("unread_pages"):
        pages = "、".join(str(number) for number in doc["unread_pages"])
        lines.append(f"第 {pages} 页只有图像，没有读。")
    if doc.get("recognised"):
        lines.append("有文字是从图像识别出来的，请逐行对照原件。")
    return lines


def _about(doc: Json) -> str:
    parts = [doc.get("doc_type"), doc.get("issuer"), doc.get("default_period")]
    return "，".join([str(p) for p in parts if p] + [f"共 {doc.get('chars', 0)} 字"])


def _counts(reading: Json) -> list[str]:
    facts = reading["facts"]
    by_status = Counter(STATUS.get(f["status"], f["status"]) for f in facts)
    by_kind = Counter(TASK_KINDS.get(t["kind"], t["kind"]) for t in reading["tasks"])
    rows = sum(len(t["rows"]) for t in reading["tables"])
    return [
        f"数字 {len(facts)} 个{_split(by_status)}",
        f"任务 {len(reading['tasks'])} 条{_split(by_kind)}",
        f"责任单位 {len(reading['responsible_units'])} 处，项目 {len(reading['projects'])} 个，"
        f"时间节点 {len(reading['milestones'])} 个，"
        f"表格 {len(reading['tables'])} 张（{rows} 行）",
    ]


def _split(counts: Counter[str]) -> str:
    said = "，".join(f"{name} {number}" for name, number in counts.most_common())
    return f"（{said}）" if said else ""


def _doubtful(facts: list[Json]) -> list[str]:
    doubtful = sorted(
        (f for f in facts if is_doubtful(f)),
        key=lambda f: (f["confidence"], f["start"]),
    )
    if not doubtful:
        return ["没有拿不准的数字。"]
    lines = [f"拿不准的 {len(doubtful)} 个，请先看："]
    for fact in doubtful[:_SHOWN]:
        why = "；".join(fact.get("doubts") or ()) or "把握不大"
        lines.append(f"  {_flat(fact['name'], 30)} {fact['number']['text']}：{_flat(why, 80)}")
    if len(doubtful) > _SHOWN:
        lines.append(f"  另有 {len(doubtful) - _SHOWN} 个，见 JSON 或 Excel。")
    return lines


def _notes(notes: list[Json]) -> list[str]:
    if not notes:
        return ["没有发现前后不一致的地方。"]
    lines = [f"前后对不上的 {len(notes)} 处："]
    return lines + [
        f"  {NOTE_KINDS.get(n['kind'], n['kind'])}：{_flat(n['zh'], 160)}" for n in notes
    ]


def _flat(text: str, most: int) -> str:
    """Return the text on one line, controls and direction marks removed, cut to `most`."""
    line = printable(text)
    return line if len(line) <= most else line[: most - 1] + "…"
