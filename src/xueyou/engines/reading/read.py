"""Reading a document: structure, then facts, then tables, then one numbered result."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from xueyou.engines.reading.against_tables import table_notes
from xueyou.engines.reading.consistency import announced_notes, numbering_notes
from xueyou.engines.reading.facts import find_facts
from xueyou.engines.reading.found import FactsFound
from xueyou.engines.reading.layout import Layout
from xueyou.engines.reading.linking import rows_of
from xueyou.engines.reading.problem import NoPlan, Source
from xueyou.engines.reading.result import Fact, Milestone, Note, Project, Reading, TextBlock
from xueyou.engines.reading.structure import Structure, read_structure
from xueyou.engines.reading.tables.cell_facts import cell_facts
from xueyou.engines.reading.tables.project_rows import project_rows

Progress = Callable[[int, int], None]
"""Called with (done, total) as the reading goes on; what it raises ends the reading."""

STEPS = 100


def read(source: Source, *, progress: Progress | None = None) -> Reading:
    """Read one document.

    Raises NoPlan where nothing in it can be read as a plan, a list of work or a report. The same
    source gives the same reading, in time linear in the length of its text.
    """

    def tick(done: int) -> None:
        if progress is not None:
            progress(done, STEPS)

    tick(0)
    structure = read_structure(source, tick)
    layout = structure.layout
    _refuse_what_is_no_plan(layout)
    found = find_facts(layout)
    tick(80)
    facts = _facts(structure, found)
    projects = _projects(structure, found.projects)
    reading = Reading(
        doc=replace(layout.head, noise=_noise(layout, found)),
        facts=facts,
        tables=layout.tables,
        sections=layout.sections,
        tasks=layout.tasks,
        responsible_units=layout.responsible_units,
        projects=projects,
        milestones=_milestones(structure, found),
        consistency_notes=_notes(structure, found, facts, projects),
        blocks=_blocks(layout),
    )
    tick(STEPS)
    return reading


def examine(source: Source) -> None:
    """Look at the structure alone: raises NoPlan for what `read` would refuse, in less time."""
    _refuse_what_is_no_plan(read_structure(source, lambda done: None).layout)


_EDUCATION = re.compile(
    r"教育|学校|学生|教师|幼儿园|学位|办学|中小学|校园|课程|高校|职校|在校|招生|教学|托育|老年大学"
)
_OFFICIAL = re.compile(
    r"责任单位|牵头|工作|任务|目标|推进|实施|方案|要点|规划|完成|加强|建设|全市|全县|全区|我市|我县|我区"
)
_FIGURES = re.compile(r"(?<![\d.])\d[\d.]{0,15}[余多]?[万亿]?(?:个|名|所|人|项|元|间|场|%)")
LEAST_WORDS = 4
LEAST_FIGURES = 3
TITLED = frozenset({"report", "plan", "work_points"})
"""Kinds whose title alone shows that an office wrote it, however few its words of command."""


def _refuse_what_is_no_plan(layout: Layout) -> None:
    """Raise NoPlan for what has nothing to do with a plan or report of education.

    Beside the words of the trade it takes a known type of document, work found in it, or enough
    figures for running text to be a report.
    """
    text = layout.normal.text
    trade = len(_EDUCATION.findall(text)) >= LEAST_WORDS or layout.tables
    titled = trade and layout.head.kind in TITLED and layout.head.confidence >= 0.95
    official = len(_OFFICIAL.findall(text)) >= LEAST_WORDS or layout.tables or titled
    found = layout.tasks or layout.sections or layout.tables
    told = len(_FIGURES.findall(text)) >= LEAST_FIGURES and trade
    known = layout.head.confidence >= 0.8 or found or told
    readable = bool(layout.sentences or layout.tables)
    if not (readable and official and known and (trade or layout.head.confidence >= 0.9)):
        raise NoPlan


def _facts(structure: Structure, found: FactsFound) -> tuple[Fact, ...]:
    """Join the facts of prose and of tables in document order, with ids and links to rows."""
    layout = structure.layout
    cells = [
        fact
        for seen in structure.tables
        for fact in cell_facts(layout.normal.raw, structure.folded, layout.head, seen)
    ]
    linked = zip(found.facts, rows_of(found.facts, layout.tables), strict=True)
    pairs = [*linked, *((fact, None) for fact in cells)]
    pairs.sort(key=lambda pair: (pair[0].number.start, pair[0].start))
    width = max(3, len(str(len(pairs))))
    return tuple(
        replace(fact, id=f"F{number:0{width}d}", table_row=row)
        for number, (fact, row) in enumerate(pairs, 1)
    )


def _projects(structure: Structure, projects: Sequence[Project]) -> tuple[Project, ...]:
    """Join the projects of prose and of tables and number them.

    `part_of` may name a project by its place in the finder's own row, so that row comes first.
    """
    head = structure.layout.head
    rows = [p for seen in structure.tables for p in project_rows(structure.folded, head, seen)]
    return tuple(
        replace(project, id=project.id or f"P{number}")
        for number, project in enumerate([*projects, *rows], 1)
    )


def _milestones(structure: Structure, found: FactsFound) -> tuple[Milestone, ...]:
    """Add the deadlines that a table of work gives."""
    raw = structure.layout.normal.raw
    titles = {task.id: task.title for task in structure.layout.tasks}
    extra: list[Milestone] = []
    for task_id, row in structure.deadlines:
        assert row.deadline is not None
        (start, end), words = row.deadline
        date = _date(words, structure.layout.head.default_period)
        if date:
            extra.append(Milestone(start, end, raw[start:end], titles[task_id], date, task_id))
    return tuple(sorted([*found.milestones, *extra], key=lambda stone: stone.start))


def _date(words: str, period: str | None) -> str | None:
    """Read a deadline cell: YYYY, YYYY-MM, YYYY-MM-DD, recurring; None where it names none."""
    if re.search(r"长期|持续|每[年月季周]|全年", words):
        return "recurring"
    year = re.search(r"(20\d\d)[年.\-/]?", words)
    base = year.group(1) if year else (period[-4:] if period else None)
    month = re.search(r"(\d{1,2})月(?:(\d{1,2})日)?", words) or re.search(
        r"20\d\d[.\-/](\d{1,2})(?:[.\-/](\d{1,2}))?", words
    )
    if base is None:
        return None
    if month and 1 <= int(month.group(1)) <= 12:
        day = month.group(2) or (
            monthrange(int(base), int(month.group(1)))[1]
            if re.match("[底末]", words[month.end() :])
            else None
        )
        return f"{base}-{int(month.group(1)):02d}" + (f"-{int(day):02d}" if day else "")
    if re.search("[年]?[底末]", words):
        return f"{base}-12-31"
    return base if year else None


def _notes(
    structure: Structure,
    found: FactsFound,
    facts: Sequence[Fact],
    projects: Sequence[Project],
) -> tuple[Note, ...]:
    """Collect all notes in order, each once."""
    layout = structure.layout
    own: Iterable[Note] = (
        *table_notes(facts),
        *numbering_notes(layout.normal, structure.root),
        *announced_notes(layout.normal, structure.root, layout.tasks, len(projects)),
    )
    return tuple(sorted(dict.fromkeys([*found.notes, *own]), key=lambda note: note.spans))


def _blocks(layout: Layout) -> tuple[TextBlock, ...]:
    return tuple(
        TextBlock(block.kind.value, *layout.normal.raw_span(block.start, block.end))
        for block in layout.blocks
    )


def _noise(layout: Layout, found: FactsFound) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*layout.head.noise, *found.noise]))
