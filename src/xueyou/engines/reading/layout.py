"""What structure hands to the finding of facts.

COORDINATES: every start and end in this module is an index into `layout.normal.text` (normal
text). What leaves the engine is raw: turn a normal span with `layout.normal.raw_span(start, end)`
and quote it with `layout.normal.quote(start, end)`.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from xueyou.engines.reading.normal import Normal
from xueyou.engines.reading.problem import Source
from xueyou.engines.reading.result import (
    DocumentHead,
    ResponsibleUnits,
    Section,
    Table,
    Task,
)


class BlockKind(StrEnum):
    """What a block of lines is."""

    TITLE = "title"
    META = "meta"  # dateline, publisher's line, document number
    HEADING = "heading"
    TASK = "task"  # a task line or paragraph, its title included
    PARAGRAPH = "paragraph"
    TABLE = "table"
    UNITS = "units"  # responsible units as a line of their own
    CHROME = "chrome"  # site navigation, copyright, republisher's note


@dataclass(frozen=True, slots=True)
class Block:
    """A run of normal text of one kind; blocks are in order and do not overlap."""

    kind: BlockKind
    start: int
    end: int
    section_id: str | None = None
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of readable prose (kinds HEADING, TASK, PARAGRAPH, TITLE, worded TABLE cells).

    Ends after 。！？； or at the end of its block. `title` marks a sentence that is only a heading
    or a task's title. `default_period` is what holds when the sentence names none ("2027",
    "2023-2027" or None) and `default_status` likewise: both already take account of document,
    section, goal and of a 到2027年 earlier in the same paragraph's lead. `of` is the ids of the
    tasks around it, outermost first.
    """

    start: int
    end: int
    block: int
    kind: BlockKind
    section_id: str | None
    task_id: str | None
    default_period: str | None
    default_status: str
    title: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The structure of one document.

    `sections`, `tasks`, `responsible_units` and `tables` are finished results, so THEIR spans are
    raw. `ignore` are normal spans in sentences in which no fact can stand (responsible unit
    brackets, document numbers, datelines, republisher's notes). Of table text only worded cells
    (目标要求: 新增学位5400个) are sentences, each with a negative block number of its own.
    """

    source: Source
    normal: Normal
    head: DocumentHead
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    responsible_units: tuple[ResponsibleUnits, ...]
    tables: tuple[Table, ...]
    ignore: tuple[tuple[int, int], ...] = ()

    @cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def _tasks_by_id(self) -> dict[str, Task]:
        return {task.id: task for task in self.tasks}

    def section(self, section_id: str | None) -> Section | None:
        """Give the section with this id."""
        return self._sections_by_id.get(section_id) if section_id else None

    def task(self, task_id: str | None) -> Task | None:
        """Give the task with this id."""
        return self._tasks_by_id.get(task_id) if task_id else None
