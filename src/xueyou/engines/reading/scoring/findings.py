"""Score what was noticed: contradictions, projects, milestones, and numbers left alone."""

from collections.abc import Sequence

from xueyou.engines.reading.scoring.facts import (
    LEAST_NAME_AGREEMENT,
    LEAST_OVERLAP,
    name_agreement,
    same_value,
)
from xueyou.engines.reading.scoring.gates import MOST_EXTRA_CONTRADICTIONS, Gate, Scores, gate
from xueyou.engines.reading.scoring.matching import match
from xueyou.engines.reading.scoring.spans import Json, overlap, span_of, touches


def finding_gates(gold: Json, predicted: Json) -> Scores:
    """Count contradictions, projects, milestones and negatives of one document."""
    found, extra = _contradiction_gates(
        gold.get("contradictions") or (), predicted.get("consistency_notes") or ()
    )
    projects, projects_precision = _project_gates(
        gold.get("projects") or (), predicted.get("projects") or ()
    )
    return {
        "negatives": _negative_gate(gold.get("negatives") or (), predicted.get("facts") or ()),
        "contradictions": found,
        "contradictions_extra": extra,
        "projects": projects,
        "projects_precision": projects_precision,
        "milestones": _milestone_gate(
            gold.get("milestones") or (), predicted.get("milestones") or ()
        ),
    }


def _negative_gate(negatives: Sequence[Json], facts: Sequence[Json]) -> Gate:
    """A negative is clean when no predicted number touches it."""
    numbers = [span_of(fact.get("number") or {}) for fact in facts]
    dirty = sum(any(touches(span_of(n), number) for number in numbers) for n in negatives)
    return gate(len(negatives) - dirty, len(negatives))


def _spans(note: Json) -> list[tuple[int, int]]:
    return [(int(span[0]), int(span[1])) for span in note.get("spans") or ()]


def _contradiction_merit(gold: Json, note: Json) -> int | None:
    if gold.get("kind") != note.get("kind"):
        return None
    reported = _spans(note)
    if all(any(touches(span, other) for other in reported) for span in _spans(gold)):
        return 0
    return None


def _contradiction_gates(gold: Sequence[Json], notes: Sequence[Json]) -> tuple[Gate, Gate]:
    """Notes of kinds that gold never uses (repairs, damage) are no contradictions."""
    kinds = {"amount", "period", "sum", "numbering", "announced"}
    counted = [note for note in notes if note.get("kind") in kinds]
    pairs = match(gold, counted, _contradiction_merit)
    hits = sum(not gold[i].get("optional") for i, _ in pairs)
    extra = len(counted) - len(pairs)
    wanted = sum(not contradiction.get("optional") for contradiction in gold)
    return gate(hits, wanted), gate(int(extra <= MOST_EXTRA_CONTRADICTIONS), 1)


def _same_money(a: object, b: object) -> bool:
    return (a is None and b is None) or same_value(a, b)


def _project_merit(gold: Json, predicted: Json) -> int | None:
    closeness = name_agreement(str(gold.get("name") or ""), str(predicted.get("name") or ""))
    right = (
        touches(span_of(gold), span_of(predicted))
        and _same_money(gold.get("money_yuan"), predicted.get("money_yuan"))
        and closeness >= LEAST_NAME_AGREEMENT
    )
    return int(900 * closeness) if right else None


def _project_gates(gold: Sequence[Json], predicted: Sequence[Json]) -> tuple[Gate, Gate]:
    pairs = match(gold, predicted, _project_merit)
    hits = sum(not gold[i].get("optional") for i, _ in pairs)
    wanted = sum(not project.get("optional") for project in gold)
    return gate(hits, wanted), gate(hits, len(predicted) - (len(pairs) - hits))


def _milestone_merit(gold: Json, predicted: Json) -> int | None:
    shared = overlap(span_of(gold), span_of(predicted))
    same_date = str(gold.get("date")) == str(predicted.get("date"))
    return int(900 * shared) if shared >= LEAST_OVERLAP and same_date else None


def _milestone_gate(gold: Sequence[Json], predicted: Sequence[Json]) -> Gate:
    pairs = match(gold, predicted, _milestone_merit)
    hits = sum(not gold[i].get("optional") for i, _ in pairs)
    return gate(hits, sum(not milestone.get("optional") for milestone in gold))
