"""The gates a reader passes: counts, how they are pooled, and the bars they are held to.

The bars are data: SEEN for documents whose gold the developers had before them, UNSEEN for
documents no developer has read. A gate with nothing to count (total 0) is passed.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict


class Gate(TypedDict):
    """Hits out of total; ratio is None where there was nothing to count."""

    hits: int
    total: int
    ratio: float | None


Scores = dict[str, Gate]
"""One Gate a name, in the order of GATES."""

GATES = (
    "fact_recall",
    "fact_precision",
    "names",
    "status",
    "period",
    "comparator",
    "table_cells",
    "unit_lists",
    "tasks_recall",
    "tasks_precision",
    "sections",
    "negatives",
    "contradictions",
    "contradictions_extra",
    "projects",
    "projects_precision",
    "milestones",
)

MOST_EXTRA_CONTRADICTIONS = 2
"""So many contradictions beyond the gold are tolerated in one document."""

SEEN: Mapping[str, float] = {
    "fact_recall": 0.99,
    "fact_precision": 0.99,
    "names": 0.85,
    "status": 0.95,
    "period": 0.95,
    "comparator": 0.95,
    "table_cells": 1.0,
    "unit_lists": 1.0,
    "tasks_recall": 1.0,
    "tasks_precision": 1.0,
    "negatives": 1.0,
    "contradictions": 1.0,
    "contradictions_extra": 1.0,
    "projects": 0.9,
}
"""Least ratio of each gate, pooled over the documents seen."""

UNSEEN: Mapping[str, float] = {
    "fact_recall": 0.97,
    "fact_precision": 0.97,
    "names": 0.75,
    "status": 0.90,
    "period": 0.90,
    "negatives": 1.0,
}
"""Least ratio of each gate, pooled over the documents unseen."""

UNSEEN_EACH: Mapping[str, float] = {"fact_recall": 0.90, "fact_precision": 0.90}
"""Least ratio in every single unseen document."""


def gate(hits: int, total: int) -> Gate:
    """Return the gate of these counts."""
    return {"hits": hits, "total": total, "ratio": hits / total if total else None}


def pool(scores: Iterable[Mapping[str, Gate]]) -> Scores:
    """Add up the counts of several documents; ratios are of the sums, never averaged."""
    hits, totals = dict.fromkeys(GATES, 0), dict.fromkeys(GATES, 0)
    for one in scores:
        for name, counted in one.items():
            hits[name] = hits.get(name, 0) + counted["hits"]
            totals[name] = totals.get(name, 0) + counted["total"]
    return {name: gate(hits[name], totals[name]) for name in hits}


def missed(scores: Mapping[str, Gate], bars: Mapping[str, float]) -> list[str]:
    """Return the names of the gates that lie below their bar, in the order of the bars."""
    below = []
    for name, bar in bars.items():
        ratio = scores[name]["ratio"]
        if ratio is not None and ratio < bar:
            below.append(name)
    return below
