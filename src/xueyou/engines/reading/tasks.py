"""Which headings are sections and which are pieces of work, and what kind of work.

goal: an item of the goals part; safeguard: an item of the safeguards part; task: a heading of the
working part with nothing numbered below it but measures; measure: (1), ①, 一是 inside a task;
item: one piece of news of a digest. Introductions, problems and schedules yield no work.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.normal import Normal
from xueyou.engines.reading.numbering import RANK, MarkKind
from xueyou.engines.reading.outline import ITEMS, MEASURES, Node, Part
from xueyou.engines.reading.pieces import Piece
from xueyou.engines.reading.result import Section, Task
from xueyou.engines.reading.titles import clause_title_end, opens_with_verb

SECTIONS = frozenset(
    {
        MarkKind.PART,
        MarkKind.CHAPTER,
        MarkKind.NODE,
        MarkKind.HAN,
        MarkKind.COLUMN,
        MarkKind.PLAIN,
        MarkKind.STYLE,
        MarkKind.ANNEX,
    }
)
NO_WORK = frozenset({Part.INTRODUCTION, Part.PROBLEMS, Part.SCHEDULE, Part.CLOSING, Part.ANNEX})
_PREFIX = {"goal": "G", "task": "T", "safeguard": "M", "measure": "S", "item": "T"}


@dataclass(frozen=True, slots=True)
class Work:
    """A task with the normal spans it covers; `node` or, for a bare paragraph, `piece`."""

    task: Task
    start: int
    end: int
    node: Node | None
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Sections and tasks in document order."""

    sections: tuple[Section, ...]
    works: tuple[Work, ...]


class Sorter:
    """Walks the outline once and gives out ids in document order."""

    def __init__(self, normal: Normal, kind: str, doc_type: str) -> None:
        self._normal = normal
        self._kind = kind
        self._statistics = "公报" in doc_type
        self._sections: list[Section] = []
        self._works: list[Work] = []
        self._counts: dict[str, int] = {}
        self._by_paragraph = False

    def sort(self, root: Node) -> Outcome:
        """Sort all headings under the root."""
        self._by_paragraph = _by_paragraph(self._normal, root)
        self._paragraph_tasks(root, None)
        for child in root.children:
            self._visit(child, None, None)
        return Outcome(tuple(self._sections), tuple(self._works))

    def _visit(self, node: Node, section: Section | None, task: Task | None) -> None:
        kind = self._work_kind(node, task)
        own_section = section
        if self._is_section(node, kind):
            own_section = self._add_section(node)
        node.section_id = own_section.id if own_section else None
        own_task = task
        if kind:
            own_task = self._add_task(node, kind, section, task)
        node.task_id = own_task.id if own_task else None
        if kind is None and task is None:
            self._paragraph_tasks(node, own_section)
        for child in node.children:
            self._visit(child, own_section, own_task)

    def _work_kind(self, node: Node, above: Task | None) -> str | None:
        """Decide whether a heading is a piece of work, and of what kind."""
        mark = node.mark().kind
        if above is not None:
            return "measure" if above.kind != "goal" else None
        if self._kind == "rule" or self._statistics or node.part in NO_WORK:
            return None
        if self._kind == "digest":
            return "item" if mark is MarkKind.BULLET else None
        if node.part is Part.GOALS:
            return self._goal(node)
        if _has_work_below(node) or not node.title:
            return None
        if mark is MarkKind.FIRSTLY:
            return None
        if node.part is Part.SAFEGUARDS:
            return None if node.named and _is_label(node.title) else "safeguard"
        if mark is MarkKind.DASH:
            return None if _principle(node) or node.done else "goal"
        return "task" if self._is_task(node) else None

    def _is_task(self, node: Node) -> bool:
        """Tell whether a heading of the working part is a task."""
        mark = node.mark().kind
        if mark in MEASURES and not _stands_for_task(node):
            return False
        if self._holds_paragraph_tasks(node) or _is_label(node.title):
            return False
        if self._kind == "news" or mark is MarkKind.BULLET:
            return opens_with_verb(node.title) and not (self._kind == "news" and mark in ITEMS)
        return self._carries(node)

    def _goal(self, node: Node) -> str | None:
        """An item below a goals heading is a goal; the heading itself is not."""
        if node.named or _has_work_below(node):
            return None
        return "goal" if node.depth() > 1 or node.rank > RANK[MarkKind.HAN] else None

    def _carries(self, node: Node) -> bool:
        """A heading is work when text stands behind it, or it is a numbered sentence itself."""
        return node.has_prose() or node.rank > RANK[MarkKind.HAN] or bool(node.children)

    def _is_section(self, node: Node, kind: str | None) -> bool:
        mark = node.mark().kind
        if mark in SECTIONS and (kind is None or node.depth() == 1):
            return True
        if kind is not None or node.heading().inline or mark in ITEMS or mark in MEASURES:
            return False
        return bool(node.children) or node.heading().kind is BlockKind.HEADING or node.named

    def _add_section(self, node: Node) -> Section:
        start, end = self._normal.raw_span(*node.title_span())
        section = Section(
            id=f"S{len(self._sections) + 1}",
            no=node.mark().no,
            title=self._printed(node),
            level=node.depth(),
            start=start,
            end=end,
            quote=self._normal.raw[start:end],
        )
        self._sections.append(section)
        return section

    def _add_task(
        self, node: Node, kind: str, section: Section | None, above: Task | None
    ) -> Task:  # fmt: skip
        parent = above.id if above else (section.no or section.id if section else None)
        return self._append(
            node.title_span(), (node.heading().start, _subtree_end(node)), kind, node.mark().no,
            self._printed(node), parent, section, node, None,
        )  # fmt: skip

    def _append(
        self,
        title: tuple[int, int],
        body: tuple[int, int],
        kind: str,
        no: str,
        words: str,
        parent: str | None,
        section: Section | None,
        node: Node | None,
        piece: Piece | None,
    ) -> Task:
        prefix = _PREFIX[kind]
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        start, end = self._normal.raw_span(*title)
        task = Task(
            id=f"{prefix}{self._counts[prefix]}",
            no=no,
            title=words,
            kind=kind,
            parent=parent,
            start=start,
            end=end,
            quote=self._normal.raw[start:end],
            body=self._normal.raw_span(*body),
            section_id=section.id if section else None,
        )
        self._works.append(Work(task, body[0], body[1], node, piece))
        return task

    def _paragraph_tasks(self, node: Node, section: Section | None) -> None:
        """Paragraphs of a work section that open with a verb are tasks of their own."""
        if not self._holds_paragraph_tasks(node):
            return
        for piece in node.texts:
            if not opens_with_verb(self._normal.text[piece.start : piece.end]):
                continue
            end = clause_title_end(self._normal.text, piece.start, piece.end)
            words = self._plain(piece.start, end)
            parent = section.no or section.id if section else None
            self._append(
                (piece.start, end), (piece.start, piece.end), "task", "", words, parent,
                section, None, piece,
            )  # fmt: skip

    def _holds_paragraph_tasks(self, node: Node) -> bool:
        """Tell whether the plain paragraphs under a heading are tasks.

        Under unnumbered headings this is decided for the whole text at once, under a numbered
        main heading by its own paragraphs: two or more, nearly all opening with a verb of work.
        """
        if self._kind not in ("plan", "work_points") or node.part is not Part.WORK:
            return False
        if node.piece is None:
            return self._by_paragraph
        if node.mark().kind is MarkKind.PLAIN:
            return self._by_paragraph and not node.children
        if node.children or node.rank > RANK[MarkKind.HAN] or len(node.texts) < 2:
            return False
        return node.own_text() <= 8 and _mostly_work(self._normal, node.texts)

    def _printed(self, node: Node) -> str:
        """Give a title as printed, without its number and without dropped line breaks."""
        return self._plain(node.mark().end, node.title_span()[1]).strip(" 、:：【】\u3000")

    def _plain(self, start: int, end: int) -> str:
        return re.sub(r"\s*\n\s*", " ", self._normal.printed(start, end))


def _has_work_below(node: Node) -> bool:
    """Tell whether numbered headings, not only measures of running text, stand below."""
    found = False
    for child in node.children:
        if child.mark().kind in MEASURES:
            found = found or _lists_work(node)
        elif child.mark().kind in ITEMS:
            found = found or not node.has_prose()
        else:
            inside = child.heading().inline and node.has_prose() and node.depth() > 1
            found = found or not inside
    return found


def _lists_work(node: Node) -> bool:
    """Measures under a bare main heading stand for tasks: (1) directly below 一、 and a line."""
    return not node.has_prose() and node.rank <= RANK[MarkKind.HAN]


def _stands_for_task(node: Node) -> bool:
    above = node.parent
    return above is not None and (above.piece is None or _lists_work(above))


_LABEL = re.compile(
    r"^(?:主要|重点|工作|具体|年度|目标|基本|总体|保障|组织|推进|实施)*"
    r"(?:任务|工作|内容|举措|措施|安排|要求|情况|做法|成效|目标|保障|机制)(?:和|与|及)?"
    r"(?:任务|工作|内容|举措|措施|安排|要求)?$"
    r"|^(?:20\d\d年|下一?步|下阶段|明年|今后)(?:的?(?:主要|重点|工作)*)(?:打算|计划|安排|思路|工作|重点|任务|举措|措施|情况)$"
    r"|^(?:20\d\d年)?(?:主要)?工作(?:情况)?(?:回顾|总结)$"
    r"|^(?:抓好|狠抓|推动|强化|确保)(?:工作|任务)?落实$|^其他.{0,4}$|^(?:结语|前言|引言)"
)


def _is_label(title: str) -> bool:
    """Tell whether a title only names a part of the document (主要任务, 保障措施)."""
    return _LABEL.search(title) is not None


def _principle(node: Node) -> bool:
    return re.match(r"坚持|突出|强调", node.title) is not None and node.part is not Part.GOALS


def _mostly_work(normal: Normal, pieces: list[Piece]) -> bool:
    """Tell whether four paragraphs in five open with a verb of work."""
    verbs = sum(1 for x in pieces if opens_with_verb(normal.text[x.start : x.end]))
    return verbs * 5 >= len(pieces) * 4


def _by_paragraph(normal: Normal, root: Node) -> bool:
    """Tell whether a text under unnumbered headings gives one paragraph to each task."""
    heads = list(walk(root))
    plain = [node for node in heads if node.mark().kind is MarkKind.PLAIN]
    if not plain or len(plain) != len(heads):
        return False
    texts = [piece for node in plain for piece in node.texts]
    return len(texts) >= 2 * len(plain) and _mostly_work(normal, texts)


def _subtree_end(node: Node) -> int:
    """Give where the last piece under a heading ends."""
    ends = [node.heading().end, *(piece.end for piece in node.texts)]
    ends += [_subtree_end(child) for child in node.children]
    return max(ends)


def walk(node: Node) -> Iterator[Node]:
    """Give all headings under a node in document order."""
    for child in node.children:
        yield child
        yield from walk(child)
