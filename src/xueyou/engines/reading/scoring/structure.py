"""Score what holds the facts: sections, tasks, responsible units, tables."""

import re
from collections.abc import Iterator, Sequence

from xueyou.engines.reading.scoring.facts import (
    LEAST_NAME_AGREEMENT,
    LEAST_OVERLAP,
    name_agreement,
    plain,
    same_value,
)
from xueyou.engines.reading.scoring.gates import Gate, Scores, gate
from xueyou.engines.reading.scoring.matching import match
from xueyou.engines.reading.scoring.spans import Json, overlap, span_of, touches

ALWAYS_COUNTED = frozenset({"goal", "task", "safeguard"})
"""Kinds of task every gold lists; other kinds count only where the gold lists some."""

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节節条條]|[一二三四五六七八九十]+[、.是]"
    r"|[(\uff08][一二三四五六七八九十\d]+[)\uff09]|\d+[.、\uff0e]|[①-⑳])"
)


def structure_gates(gold: Json, predicted: Json) -> Scores:
    """Count sections, tasks, unit lists and table cells of one document."""
    recall, precision = _task_gates(gold.get("tasks") or (), predicted.get("tasks") or ())
    return {
        "table_cells": _table_gate(gold.get("tables") or (), predicted.get("tables") or ()),
        "unit_lists": _unit_gate(
            gold.get("responsible_units") or (), predicted.get("responsible_units") or ()
        ),
        "tasks_recall": recall,
        "tasks_precision": precision,
        "sections": _section_gate(gold.get("sections") or (), predicted.get("sections") or ()),
    }


def plain_title(title: object) -> str:
    """Return a title without its number, spaces and punctuation."""
    return plain(_NUMBERING.sub("", str(title or "").strip()))


def _title_merit(gold: Json, predicted: Json) -> int | None:
    shared = overlap(span_of(gold), span_of(predicted))
    same = plain_title(gold.get("title")) == plain_title(predicted.get("title"))
    if shared >= LEAST_OVERLAP or same:
        return int(500 * shared) + 400 * same
    return None


def _task_merit(gold: Json, predicted: Json) -> int | None:
    if gold.get("kind") != predicted.get("kind"):
        return None
    return _title_merit(gold, predicted)


def _task_gates(gold: Sequence[Json], predicted: Sequence[Json]) -> tuple[Gate, Gate]:
    kinds = ALWAYS_COUNTED | {str(task.get("kind")) for task in gold}
    counted = [task for task in predicted if task.get("kind") in kinds]
    pairs = match(gold, counted, _task_merit)
    hits = sum(not gold[i].get("optional") for i, _ in pairs)
    wanted = sum(not task.get("optional") for task in gold)
    return gate(hits, wanted), gate(hits, len(counted) - (len(pairs) - hits))


def _section_gate(gold: Sequence[Json], predicted: Sequence[Json]) -> Gate:
    pairs = match(gold, predicted, _title_merit)
    hits = sum(not gold[i].get("optional") for i, _ in pairs)
    return gate(hits, sum(not section.get("optional") for section in gold))


def _unit_merit(gold: Json, predicted: Json) -> int | None:
    if not touches(span_of(gold), span_of(predicted)):
        return None
    return 900 if list(gold.get("units") or ()) == list(predicted.get("units") or ()) else 0


def _unit_gate(gold: Sequence[Json], predicted: Sequence[Json]) -> Gate:
    """A list is right when its units stand in the same order; a list too many is a miss."""
    pairs = match(gold, predicted, _unit_merit)
    counted = [(i, j) for i, j in pairs if not gold[i].get("optional")]
    hits = sum(_unit_merit(gold[i], predicted[j]) == 900 for i, j in counted)
    wanted = sum(not units.get("optional") for units in gold)
    return gate(hits, wanted + len(predicted) - len(pairs))


def _cells(tables: Sequence[Json]) -> Iterator[dict[str, object]]:
    for table in tables:
        for row in table.get("rows") or ():
            for cell in row.get("cells") or ():
                yield {"name": row.get("name") or "", "unit": row.get("unit"), **cell}


def _cell_merit(gold: Json, predicted: Json) -> int | None:
    shared = overlap(span_of(gold), span_of(predicted))
    right = (
        shared >= LEAST_OVERLAP
        and same_value(gold.get("value"), predicted.get("value"))
        and str(gold.get("year")) == str(predicted.get("year"))
        and gold.get("unit") == predicted.get("unit")
        and name_agreement(str(gold["name"]), str(predicted["name"])) >= LEAST_NAME_AGREEMENT
    )
    return int(900 * shared) if right else None


def _table_gate(gold: Sequence[Json], predicted: Sequence[Json]) -> Gate:
    """A cell is right with its place, value, year, unit and row name."""
    wanted = list(_cells(gold))
    return gate(len(match(wanted, list(_cells(predicted)), _cell_merit)), len(wanted))
