"""Where the structure disagrees with itself: numbers that break off, things announced and missing.

At most one note for each row of numbers, and announcements count only where the text says that
the document itself holds so many points, tasks or projects.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xueyou.engines.reading.normal import Normal
from xueyou.engines.reading.numbering import HAN, MarkKind, han_value
from xueyou.engines.reading.outline import Node
from xueyou.engines.reading.result import Note, Task
from xueyou.engines.reading.tasks import walk

_CHECKED = (MarkKind.CHAPTER, MarkKind.HAN, MarkKind.HAN_PAREN, MarkKind.ARABIC)


def numbering_notes(normal: Normal, root: Node) -> Iterator[Note]:
    """Check each row of numbers: it may start anew under each heading or run on through all."""
    for kind in _CHECKED:
        yield from _check(normal, kind, _rows(root, kind))


def _rows(root: Node, kind: MarkKind) -> list[list[Node]]:
    """Give the rows of one kind of number, in order: joined where a row runs on."""
    groups: list[list[Node]] = []
    parent: Node | None = None
    for node in walk(root):
        if node.mark().kind is not kind:
            continue
        value = node.mark().value
        fresh = not groups or (node.parent is not parent and value == 1)
        if not fresh and node.parent is not parent:
            last = groups[-1][-1].mark().value
            fresh = value is None or last is None or not last < value <= last + 2
        if fresh:
            groups.append([])
        groups[-1].append(node)
        parent = node.parent
    return groups


def _check(normal: Normal, kind: MarkKind, rows: Sequence[Sequence[Node]]) -> Iterator[Note]:
    """Report what is missing or comes twice in each row; a shuffled row is one note."""
    for row in rows:
        if len(row) < 2:
            continue
        values = _with_lost(row)
        missing, twice, turned = _breaks(values)
        if not (missing or twice or turned):
            continue
        spans, parts = [], []
        for at in sorted({*missing, *twice, *turned}):
            spans += [normal.raw_span(*node.title_span()) for node in row[at - 1 : at + 1]]
        for at, gone in missing.items():
            shown = "、".join(_shown(kind, value) for value in gone)
            parts.append(f"“{_shown(kind, values[at])}”之前缺{shown}")
        parts += [f"“{_shown(kind, values[at])}”出现两次" for at in twice]
        for at in turned:
            first, then = _shown(kind, values[at - 1]), _shown(kind, values[at])
            parts.append(f"“{then}”排在“{first}”之后")
        more = "等" if len(parts) > 4 else ""
        zh = f"序号不连续：{'；'.join(parts[:4])}{more}。请核对是否有缺漏。"
        yield Note("numbering", tuple(dict.fromkeys(spans)), zh)


def _with_lost(row: Sequence[Node]) -> list[int]:
    """Give the values of a row; a lost number is taken to follow the one before it."""
    out: list[int] = []
    for node in row:
        value = node.mark().value
        out.append(value if value is not None else (out[-1] + 1 if out else 1))
    return out


def _breaks(values: Sequence[int]) -> tuple[dict[int, list[int]], list[int], list[int]]:
    """Find gaps (place to missing values), doubles and turns in a row of numbers."""
    missing: dict[int, list[int]] = {}
    twice: list[int] = []
    turned: list[int] = []
    present = set(values)
    for at in range(1, len(values)):
        before, value = values[at - 1], values[at]
        if value == before:
            twice.append(at)
        elif value < before:
            turned.append(at)
        elif value > before + 1:
            gone = [n for n in range(before + 1, value) if n not in present]
            if gone and len(gone) <= 20:
                missing[at] = gone
    return missing, twice, turned


_HAN_DIGITS = "零一二三四五六七八九"


def _han(value: int) -> str:
    if value < 10:
        return _HAN_DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _HAN_DIGITS[tens]) + "十" + (_HAN_DIGITS[ones] if ones else "")


def _shown(kind: MarkKind, value: int) -> str:
    if kind is MarkKind.HAN:
        return f"{_han(value)}、"
    if kind is MarkKind.HAN_PAREN:
        return f"({_han(value)})"
    return f"第{_han(value)}章" if kind is MarkKind.CHAPTER else f"{value}."


_ANNOUNCED = re.compile(
    rf"(?P<number>\d{{1,3}}|[{HAN}]{{1,3}})(?P<measure>个|项|条|大|件)?(?P<noun>方面|(?:重点|主要|具体|年度)?工作要点|工作任务|(?:重点|主要|具体|年度|目标)任务"
    r"|任务(?![书量])|重点项目|重大项目|重点工作|工作举措|具体举措|重点举措|举措|工作措施|具体措施|措施|主要目标|具体目标|重点工程)"
)
_ANNOUNCING = re.compile(
    r"提出|明确|涵盖|包括|包含|部署|安排|确定|策划|生成|梳理|列出|分解|共(?:计|有|分)?|制定|围绕|从|抓好|做好|实施|推进"
)
_ANNOUNCER = re.compile(r"印发|出台|本(?:方案|要点|计划|规划|意见)|《|要点》?提出|分(?:为|别)")
_DIRECT = re.compile(r"(?:以下|如下|下列)")


@dataclass(frozen=True, slots=True)
class _Claim:
    """How many of what, where (normal span), and whether it speaks of what follows at once."""

    number: int
    noun: str
    start: int
    end: int
    local: bool
    node: Node


def announced_notes(
    normal: Normal, root: Node, tasks: Sequence[Task], projects: int
) -> Iterator[Note]:  # fmt: skip
    """Compare what the document announces with what it holds."""
    for claim in _claims(normal.text, root):
        found = _count(claim, root, tasks, projects)
        if found is None or found == claim.number:
            continue
        measure = "个" if claim.noun == "方面" else "项"
        what = f"{claim.number}{measure}{claim.noun}"
        if found == 0:
            zh = f"文中宣布{what}，正文一项也未列出。"
        elif found < claim.number:
            zh = f"文中宣布{what}，正文只列出{found}{measure}，缺{claim.number - found}{measure}。"
        else:
            zh = f"文中宣布{what}，正文列出{found}{measure}，多{found - claim.number}{measure}。"
        yield Note("announced", (normal.raw_span(claim.start, claim.end),), zh)


def _claims(text: str, root: Node) -> Iterator[_Claim]:
    """Find the announcements: in the opening text, or in the sentence that leads a list in."""
    for node in (root, *walk(root)):
        for piece in node.texts[:3] if node.piece else node.texts:
            for match in _ANNOUNCED.finditer(text, piece.start, piece.end):
                number = han_value(match["number"])
                sentence = _sentence(text, piece.start, piece.end, match.start())
                local = _DIRECT.search(sentence) is not None or sentence.endswith(":")
                wide = _ANNOUNCER.search(sentence) and _ANNOUNCING.search(sentence)
                if not number or number < 2 or _inside_quotes(text, piece.start, match.start()):
                    continue
                if match["measure"] is None and not match["number"].isdigit():
                    continue
                if (local and node.children) or wide:
                    is_local = bool(local and node.children and not wide)
                    yield _Claim(number, match["noun"], match.start(), match.end(), is_local, node)


def _sentence(text: str, start: int, end: int, at: int) -> str:
    first = max(text.rfind("。", start, at), start - 1) + 1
    last = text.find("。", at, end)
    return text[first : last if last >= 0 else end]


def _inside_quotes(text: str, start: int, at: int) -> bool:
    before = text[start:at]
    return any(before.count(a) > before.count(b) for a, b in ("“”", "《》"))


def _count(claim: _Claim, root: Node, tasks: Sequence[Task], projects: int) -> int | None:
    """Count what was announced; None where the document's form gives nothing to count."""
    if claim.local:
        return len(claim.node.children)
    noun = claim.noun
    if noun == "方面":
        tops = [c for c in root.children if c.part in ("work", "safeguards")]
        return len(tops) if tops else None
    if "项目" in noun or "工程" in noun:
        return projects
    if "目标" in noun and "任务" not in noun:
        goals = sum(1 for task in tasks if task.kind == "goal")
        return goals or None
    if "措施" in noun or "举措" in noun:
        measures = sum(1 for task in tasks if task.kind == "measure")
        return measures or None
    return sum(1 for task in tasks if task.kind == "task") or None
