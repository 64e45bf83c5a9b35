"""Where prose and a table give one indicator two values for one year."""

import re
from collections.abc import Iterator, Sequence

from xueyou.engines.reading.facts.similarity import core
from xueyou.engines.reading.result import Fact, Note

MOST = 2
LENGTH_OF_A_RANGE = len("2024-2028")
_LEVELS = frozenset({"eq", "reach", "ge", "keep", "all"})
_OVER_YEARS = re.compile(r"累计|[三五\d]年(?:内|间|来|共|新|累)|期间|共")
_EDGES = re.compile(r"^(?:全[省市区县]|我[省市区县])|(?:稳定|保持|维持|达到|达|提高|控制)(?:在|到)?$|[()“”、,]")


def table_notes(facts: Sequence[Fact]) -> list[Note]:
    """Compare the prose facts of a document with the cells of its tables: notes of kind amount.

    Only what is plainly the same is compared: name, unit, year and status agree, and the prose
    speaks of that one year. A value that any cell of that name and year holds agrees.
    """
    return list(_notes(facts))[:MOST]


def _notes(facts: Sequence[Fact]) -> Iterator[Note]:
    cells: dict[tuple[str, str, str, str], list[Fact]] = {}
    for fact in facts:
        if fact.source == "table" and fact.period:
            cells.setdefault(_key(fact), []).append(fact)
    seen: set[tuple[str, str, str, str]] = set()
    for fact in facts:
        if fact.source == "table" or not fact.period or not _plain(fact) or _key(fact) in seen:
            continue
        same = cells.get(_key(fact), [])
        if not same or any(cell.value_canonical == fact.value_canonical for cell in same):
            continue
        seen.add(_key(fact))
        cell = same[0]
        yield Note(
            "amount",
            ((fact.start, fact.end), (cell.start, cell.end)),
            f"正文写{fact.period[:4]}年“{fact.name}”为{fact.number.text}，表中同一年为{cell.quote}，"
            "两处数量不一致，请核对。",
        )


def _plain(fact: Fact) -> bool:
    """Tell a fact that gives the level of one year for the whole."""
    return (
        fact.comparator in _LEVELS
        and fact.kind in {"count", "ratio", "area", "years", "money"}
        and not (fact.scope or fact.quantifier or fact.per or fact.baseline or fact.distributive)
        and not (fact.kind != "ratio" and _OVER_YEARS.search(fact.quote))
        and len(fact.period or "") != LENGTH_OF_A_RANGE
    )


def _key(fact: Fact) -> tuple[str, str, str, str]:
    name = core(_EDGES.sub("", _EDGES.sub("", fact.name)))
    return name, fact.unit_canonical, (fact.period or "")[:4], fact.status
