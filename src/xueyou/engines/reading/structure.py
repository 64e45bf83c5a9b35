"""Structure: from a source to the layout that the finding of facts starts from."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from xueyou.engines.reading.classify import STATUS, Kind, classify
from xueyou.engines.reading.damage import damage_notes
from xueyou.engines.reading.head import Head, read_head
from xueyou.engines.reading.layout import Block, BlockKind, Layout
from xueyou.engines.reading.lines import Line, class_lines, split_lines
from xueyou.engines.reading.normal import Normal, Span, fold, normalise
from xueyou.engines.reading.outline import Node, build
from xueyou.engines.reading.pieces import cut, mark_plain_headings
from xueyou.engines.reading.problem import Source
from xueyou.engines.reading.result import DocumentHead, ResponsibleUnits, Section, Task
from xueyou.engines.reading.sentences import CellText, cell_sentences, sentences_of
from xueyou.engines.reading.tables.grid import RawGrid, from_source
from xueyou.engines.reading.tables.in_text import find_tables, spans_of
from xueyou.engines.reading.tables.understand import Understood, understand
from xueyou.engines.reading.tables.worded_cells import worded_cells
from xueyou.engines.reading.tables.work_rows import WorkRow, work_rows
from xueyou.engines.reading.tasks import Sorter, Work, walk
from xueyou.engines.reading.units import UnitList, find_units, split_units

SCRIPT_SAMPLE = 20_000
"""Characters from the beginning by which Traditional and Simplified are told apart."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The layout with what only assembly needs: outline, tables as understood, rows of work."""

    layout: Layout
    folded: str
    root: Node
    tables: tuple[Understood, ...]
    deadlines: tuple[tuple[str, WorkRow], ...]
    kind: Kind


def read_structure(source: Source, tick: Callable[[int], None]) -> Structure:
    """Read the structure of a document. `tick` is told the share done, 0..100."""
    raw = source.text
    folded = fold(raw)
    tick(10)
    tables, table_spans, table_noise = _tables(source, raw, folded)
    normal = normalise(raw, folded=folded, keep=table_spans)
    skip = [normal.normal_span(*span) for span in table_spans]
    captions = [
        normal.normal_span(seen.table.caption.start, seen.table.caption.end)
        for seen in tables
        if seen.table.caption and seen.table.caption.end <= seen.table.start
    ]
    lines = class_lines(normal.text, split_lines(normal.text, skip))
    tick(25)
    head = read_head(normal, lines, _name_hint(source))
    kind = classify(normal.text, head)
    pieces = cut(normal.text, _without(head.lines, captions), _styled(source, normal))
    pieces = mark_plain_headings(normal.text, pieces)
    root = build(normal.text, pieces)
    tick(40)
    outcome = Sorter(normal, kind.kind, kind.doc_type).sort(root)
    rows = [(seen, row) for seen in tables for row in work_rows(raw, seen)]
    tasks, works, table_tasks = _merge(normal, outcome.works, rows, outcome.sections, kind.kind)
    units = _units(normal, works, table_tasks, skip)
    document = _document(
        source, head, kind, raw, normal, [*table_noise, *_repairs(root), *damage_notes(normal.text)]
    )
    sentences, blocks = sentences_of(normal.text, pieces, root, works, document)
    cells = _worded_cells(normal, tables, table_tasks, tasks)
    spoken = [*sentences, *cell_sentences(normal.text, cells, document)]
    tick(60)
    layout = Layout(
        source=source,
        normal=normal,
        head=document,
        blocks=_with_tables(blocks, skip),
        sentences=tuple(sorted(spoken, key=lambda sentence: sentence.start)),
        sections=outcome.sections,
        tasks=tasks,
        responsible_units=units,
        tables=tuple(seen.table for seen in tables),
        ignore=tuple(normal.normal_span(u.start, u.end) for u in units),
    )
    deadlines = tuple((task_id, row) for task_id, row in table_tasks if row.deadline)
    return Structure(layout, folded, root, tuple(tables), deadlines, kind)


def _worded_cells(
    normal: Normal,
    tables: list[Understood],
    rows: list[tuple[str, WorkRow]],
    tasks: tuple[Task, ...],
) -> list[CellText]:
    """Give the worded cells of all tables."""
    sections = {task.id: task.section_id for task in tasks}
    bodies = sorted((row.body, task_id) for task_id, row in rows)
    starts = [body[0] for body, _ in bodies]
    out: list[CellText] = []
    for seen in tables:
        for span, year in worded_cells(seen):
            at = bisect_right(starts, span[0]) - 1
            task_id = bodies[at][1] if at >= 0 and span[1] <= bodies[at][0][1] else None
            section = sections.get(task_id) if task_id else None
            out.append(CellText(normal.normal_span(*span), section, task_id, year))
    return out


def _name_hint(source: Source) -> str | None:
    """A source may know its file name; titles often stand there and nowhere else."""
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None


def _tables(
    source: Source, raw: str, folded: str
) -> tuple[list[Understood], list[Span], list[str]]:  # fmt: skip
    """Find and understand all tables; say what could not be understood."""
    grids: list[RawGrid] = []
    for real in source.grids:
        grid = from_source(folded, real)
        if grid:
            grids.append(grid)
    found = find_tables(folded, [(grid.start, grid.end) for grid in source.grids])
    grids = sorted([*grids, *found.grids], key=lambda grid: grid.start)
    seen: list[Understood] = []
    noise = [zh for _, zh in found.refused]
    spans = [*spans_of(found), *((grid.start, grid.end) for grid in source.grids)]
    for grid in grids:
        table = understand(raw, folded, grid, len(seen) + 1)
        if table:
            seen.append(table)
            noise += table.doubts
        elif grid.layout == "grid" or _looks_full(folded, grid):
            noise.append("一处表格没有可辨认的表头，未采用，请看原文")
    return seen, sorted(spans), noise


def _looks_full(folded: str, grid: RawGrid) -> bool:
    """Tell whether a grid has enough figures to be missed."""
    cells = [folded[s[0] : s[1]] for row in grid.rows for s in row if s]
    return sum(1 for cell in cells if re.fullmatch(r"[\d.,]+%?", cell.strip())) >= 3


def _without(lines: list[Line], spans: list[Span]) -> list[Line]:
    """Leave out the lines that are captions of tables."""
    starts = {start for start, _ in spans}
    return [x for x in lines if not (x.start in starts and x.kind is BlockKind.PARAGRAPH)]


def _styled(source: Source, normal: Normal) -> dict[int, int]:
    """Map the normal start of each style-given heading to its level."""
    out: dict[int, int] = {}
    for heading in source.headings:
        start, end = normal.normal_span(heading.start, heading.end)
        words = normal.text[start:end]
        if words.strip() and len(words) <= 60 and not words.rstrip().endswith("。"):
            out[start + len(words) - len(words.lstrip())] = max(1, heading.level)
    return out


def _merge(
    normal: Normal,
    works: tuple[Work, ...],
    rows: list[tuple[Understood, WorkRow]],
    sections: tuple[Section, ...],
    kind: str,
) -> tuple[tuple[Task, ...], list[Work], list[tuple[str, WorkRow]]]:
    """Put the tasks of prose and of tables in one order, with one row of ids.

    A row that repeats a task of the prose is bound to that task.
    """
    known = {_plain(work.task.title): work for work in works}
    fresh: list[tuple[Work, WorkRow]] = []
    bound: list[tuple[Work, WorkRow]] = []
    for _, row in rows:
        same = known.get(_plain(row.title))
        if same is not None:
            bound.append((same, row))
        elif kind in ("plan", "work_points", "report"):
            fresh.append((_row_work(normal, row, sections), row))
    order = sorted([*works, *(work for work, _ in fresh)], key=lambda w: (w.task.start, -w.end))
    names: dict[int, str] = {}
    counts: dict[str, int] = {}
    for work in order:
        prefix = work.task.id.rstrip("0123456789?")
        counts[prefix] = counts.get(prefix, 0) + 1
        names[id(work)] = f"{prefix}{counts[prefix]}"
    old_to_new = {work.task.id: names[id(work)] for work in works}
    out: list[Work] = []
    for work in order:
        parent = old_to_new.get(work.task.parent or "", work.task.parent)
        task = replace(work.task, id=names[id(work)], parent=parent)
        out.append(replace(work, task=task))
        if work.node is not None:
            work.node.task_id = task.id
    _pass_down(out)
    pairs = [(names[id(work)], row) for work, row in [*fresh, *bound]]
    return tuple(work.task for work in out), out, pairs


def _pass_down(works: list[Work]) -> None:
    """Headings inside a task that are no tasks themselves belong to it."""
    own = {id(work.node) for work in works if work.node is not None}

    def inherit(node: Node, task_id: str | None) -> None:
        for child in node.children:
            if id(child) not in own:
                child.task_id = task_id
                inherit(child, task_id)

    for work in works:
        if work.node is not None:
            inherit(work.node, work.task.id)


def _row_work(normal: Normal, row: WorkRow, sections: tuple[Section, ...]) -> Work:
    above = [section for section in sections if section.start <= row.span[0]]
    task = Task(
        id="T?",
        no=row.no,
        title=row.title,
        kind="task",
        parent=(above[-1].no or above[-1].id) if above else None,
        start=row.span[0],
        end=row.span[1],
        quote=normal.raw[row.span[0] : row.span[1]],
        body=row.body,
        section_id=above[-1].id if above else None,
    )
    return Work(task, *normal.normal_span(*row.body), None, None)


def _plain(title: str) -> str:
    return re.sub(r"[\s。,，、;；:：“”\"()（）]|^\(?[一二三四五六七八九十\d]+[).、]", "", title)


def _units(
    normal: Normal,
    works: list[Work],
    rows: list[tuple[str, WorkRow]],
    skip: list[Span],
) -> tuple[ResponsibleUnits, ...]:
    """Find all unit lists and bind each to its task."""
    edges = [0, *(edge for span in skip for edge in span), len(normal.text)]
    found = [
        units
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for units in find_units(normal.text, start, end)
    ]
    out: list[ResponsibleUnits] = []
    for units, task in zip(found, _tasks_of(works, found), strict=True):
        start, end = normal.raw_span(units.start, units.end)
        quote = normal.raw[start:end]
        names = split_units(normal.printed(*units.names))
        out.append(ResponsibleUnits(start, end, quote, units.role, names, task))
    for task_id, row in rows:
        out += [
            ResponsibleUnits(*span, normal.raw[span[0] : span[1]], role, names, task_id)
            for role, span, names in row.units
        ]
    return tuple(sorted(out, key=lambda units: units.start))


def _tasks_of(works: list[Work], units: list[UnitList]) -> list[str | None]:
    """Find the task of each unit list: the one around it, else the last one before it.

    A bracket behind the last of several measures speaks for the whole task, unless the measures
    before it have brackets of their own.
    """
    out: list[str | None] = []
    open_works: list[Work] = []
    last: Work | None = None
    answered: set[str | None] = set()
    waiting = iter(works)
    upcoming = next(waiting, None)
    for found in units:
        while upcoming is not None and upcoming.start <= found.start:
            open_works.append(upcoming)
            last = upcoming if upcoming.task.kind != "measure" else last
            upcoming = next(waiting, None)
        open_works = [work for work in open_works if found.start <= work.end]
        chosen = open_works[-1] if open_works else last
        measured = chosen is not None and chosen.task.kind == "measure" and len(open_works) > 1
        if measured and chosen is not None:
            first = chosen.task.no in ("(1)", "①", "一是", "1)")
            if not first and chosen.task.parent not in answered:
                chosen = open_works[-2]
            else:
                answered.add(chosen.task.parent)
        out.append(chosen.task.id if chosen else None)
    return out


def _document(
    source: Source, head: Head, kind: Kind, raw: str, normal: Normal, noise: list[str]
) -> DocumentHead:
    """Put the head of the result together."""
    sample = list(islice(zip(normal.map, normal.text, strict=True), SCRIPT_SAMPLE))
    han = sum(1 for at, _ in sample if "\u4e00" <= raw[at] <= "\u9fff")
    changed = sum(1 for at, c in sample if "\u4e00" <= raw[at] <= "\u9fff" and raw[at] != c)
    chrome = any(line.kind is BlockKind.CHROME for line in head.lines)
    notes = [*head.noise, *noise]
    if chrome:
        notes.append("页眉页脚、版权声明等与正文无关的文字已略过")
    if source.recognised:
        notes.append("部分文字由图像识别得出，请核对")
    if kind.confidence < 0.8:
        notes.append(f"文种未写明，按内容读作{kind.doc_type}，请核对")
    return DocumentHead(
        title=head.title,
        doc_type=kind.doc_type,
        kind=kind.kind,
        default_status=STATUS[kind.kind],
        default_period=head.period,
        script="traditional" if han and changed > 0.05 * han else "simplified",
        chars=len(raw),
        issuer=head.issuer,
        region=head.region,
        publish_date=head.publish_date,
        noise=tuple(dict.fromkeys(notes)),
        confidence=kind.confidence,
    )


def _repairs(root: Node) -> list[str]:
    """Say which headings lost their number."""
    lost = [n for n in walk(root) if n.piece and n.piece.lost]
    return [f"标题“{node.title}”前的序号缺失，已按上下文读作一级标题" for node in lost]


def _with_tables(blocks: tuple[Block, ...], skip: list[Span]) -> tuple[Block, ...]:
    tables = [Block(BlockKind.TABLE, start, end) for start, end in skip]
    return tuple(sorted([*blocks, *tables], key=lambda block: block.start))
