"""The outline: pieces nested by the rank of their numbers, and the part each heading plays."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.numbering import RANK, Mark, MarkKind
from xueyou.engines.reading.pieces import Piece


class Part(StrEnum):
    """The part that a section plays in a document."""

    WORK = "work"
    GOALS = "goals"
    SAFEGUARDS = "safeguards"
    INTRODUCTION = "introduction"
    PROBLEMS = "problems"
    SCHEDULE = "schedule"
    CLOSING = "closing"
    ANNEX = "annex"


@dataclass(slots=True)
class Node:
    """A heading with what stands under it; the root has no piece.

    `texts` are the plain pieces directly under it. `title` is the heading in normal text without
    its number. `done` is True under 工作情况, False under 工作打算, None where nothing says.
    """

    piece: Piece | None
    title: str = ""
    rank: int = -1
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    texts: list[Piece] = field(default_factory=list)
    part: Part = Part.WORK
    named: bool = False
    done: bool | None = None
    section_id: str | None = None
    task_id: str | None = None

    def depth(self) -> int:
        """Give the number of headings from the root down to this one."""
        return 0 if self.parent is None else self.parent.depth() + 1

    def heading(self) -> Piece:
        """Give the piece of a heading; the root has none and must not be asked."""
        assert self.piece is not None
        return self.piece

    def mark(self) -> Mark:
        """Give the number of a heading."""
        mark = self.heading().mark
        assert mark is not None
        return mark

    def title_span(self) -> Span:
        """Give the normal span of number and title."""
        span = self.heading().title
        assert span is not None
        return span

    def own_text(self) -> int:
        """Give the length of the running text behind the title in the same piece."""
        return self.heading().end - self.heading().body_start()

    def has_prose(self) -> bool:
        """Tell whether running text stands behind the title or directly under it."""
        return self.own_text() > 8 or bool(self.texts)


ITEMS = frozenset({MarkKind.DASH, MarkKind.BULLET})
MEASURES = frozenset(
    {MarkKind.ARABIC_PAREN, MarkKind.ARABIC_HALF, MarkKind.CIRCLED, MarkKind.FIRSTLY}
)


def build(text: str, pieces: list[Piece]) -> Node:
    """Nest the pieces. Text before the first heading hangs under the root."""
    root = Node(None)
    at = root
    for piece in pieces:
        if piece.kind in (BlockKind.CHROME, BlockKind.META, BlockKind.TITLE):
            continue
        if piece.mark is None or piece.title is None:
            at.texts.append(piece)
            continue
        rank = RANK[piece.mark.kind] + (piece.level - 1 if piece.mark.kind is MarkKind.STYLE else 0)
        while at.parent is not None and at.rank >= rank:
            at = at.parent
        start = piece.title[0] if piece.lost else piece.mark.end
        title = text[start : piece.title[1]].strip(" 、:【】\n")
        node = Node(piece, re.sub(r"\s*\n\s*", " ", title), rank, at)
        at.children.append(node)
        at = node
    _assign_main(root.children)
    return root


def _assign_main(nodes: list[Node]) -> None:
    """Give the main headings their parts; after a look back, a later year lies ahead."""
    past: str | None = None
    for node in nodes:
        year = re.match(r"20\d\d(?=年)", node.title)
        ahead = past is not None and year is not None and year.group() > past
        _assign(node, Part.WORK, False if ahead else None)
        if node.done is True and year:
            past = year.group()


_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = tuple(
    (part, re.compile(rule))
    for part, rule in (
        (
            Part.CLOSING,
            r"^(?:附则|附件|附录|其他(?:事项|说明)?|有关(?:事项|说明)|联系(?:方式|人)|名词解释|编制说明|备注)$",
        ),
        (
            Part.SCHEDULE,
            r"^(?:实施|工作|推进|方法)?(?:步骤|进度|阶段|时间)(?:安排|和方法|与安排)?$|^(?:实施|工作)(?:阶段|时间)|进度安排$|时间安排$|^(?:方法|实施)步骤",
        ),
        (
            Part.SAFEGUARDS,
            r"保障措施|保障机制|组织保障|组织实施|实施保障|工作保障|工作要求|保障体系$|^(?:强化|加强|落实|完善|健全)?(?:各项|组织|工作|实施)?保障$|组织领导$|要素保障$|工作措施$|^保障$|落实$|有关要求$|实施要求|组织(?:与|和)保障",
        ),
        (
            Part.GOALS,
            r"^(?:总体|主要|工作|发展|预期|具体|年度|阶段(?:性)?|重点|建设|行动|改革|奋斗|绩效|核心)*(?:目标|指标)(?:任务|体系|要求)?$|^目标任务$|^(?:总体|主要|工作|发展)目标|年目标$|(?:思路|思想|要求)[与和及]?(?:主要|总体|工作|发展)?目标$",
        ),
        (
            Part.INTRODUCTION,
            r"指导思想|基本原则|总体要求|总体思路|工作思路$|工作原则|总要求|发展基础|发展环境|面临(?:形势|机遇)|形势|背景|意义|编制依据|现状|适用范围|概况|基本情况$|实施范围|工作对象|战略定位|发展定位",
        ),
        (
            Part.PROBLEMS,
            r"存在.{0,8}(?:问题|不足|困难|短板)|(?:问题|困难|不足|短板)(?:和|与|及).{0,6}(?:问题|困难|不足|短板|原因|挑战)|主要问题|原因分析",
        ),
    )
)  # fmt: skip
_WORK_LIST = re.compile(r"任务|分工|措施|工作(?!室)|要点")
_WILL = re.compile(
    r"打算|下一?步|下阶段|明年|计划$|工作(?:计划|安排|思路|重点|谋划)|今后|努力方向|举措$|20\d\d年.{0,6}(?:重点|目标|任务|安排)"
)
_WAS = re.compile(
    r"工作(?:情况|总结|回顾|成效|开展|完成|进展|成绩|亮点)|(?:主要|工作|取得的?)(?:成效|成绩|做法|亮点|成果)|完成情况|落实情况|进展情况|发展(?:成就|成效|基础|回顾|现状)|回顾|总结$|现状|基本情况"
)


def _own_part(node: Node) -> Part | None:
    """Give the part that a heading names itself; only main headings do."""
    if node.mark().kind is MarkKind.ANNEX:
        return None if _WORK_LIST.search(node.title) else Part.ANNEX
    if node.depth() > 1 and node.rank > RANK[MarkKind.HAN_PAREN]:
        return None
    return next((part for part, rule in _PARTS if rule.search(node.title)), None)


def _assign(node: Node, inherited: Part, done: bool | None) -> None:
    """Give each heading its part: its own words first, else that of the heading above."""
    own = _own_part(node)
    if own is Part.GOALS and node.title.startswith(("完成", "实现", "推进")):
        own = None
    node.named = own is not None
    node.part = own or inherited
    if own is None and inherited in (Part.INTRODUCTION, Part.GOALS) and node.rank <= 3:
        node.part = Part.WORK
    node.done = done
    if node.rank <= RANK[MarkKind.HAN_PAREN]:
        if _WILL.search(node.title) and not _WAS.search(node.title):
            node.done = False
        elif _WAS.search(node.title) and own is not Part.PROBLEMS:
            node.done = True
    for child in node.children:
        _assign(child, node.part, node.done)
