"""What the finding of facts gives back: `find_facts(layout) -> FactsFound`."""

from dataclasses import dataclass

from xueyou.engines.reading.result import Fact, Milestone, Note, Project


@dataclass(frozen=True, slots=True)
class FactsFound:
    """Facts of prose, projects, milestones and the notes of kind amount, period, sum.

    Spans raw. Ids empty: assembly numbers them in document order. `noise` adds sentences to
    doc.noise. Facts of table cells are not in here; assembly makes them and links prose facts
    that restate a row (`table_row`) unless the finder has already set it.
    """

    facts: tuple[Fact, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    notes: tuple[Note, ...] = ()
    noise: tuple[str, ...] = ()
