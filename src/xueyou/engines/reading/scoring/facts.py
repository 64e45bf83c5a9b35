"""Score the facts: which were found, and whether each says the right thing.

A prediction answers a gold fact when their evidence overlaps by half (intersection over union) and
the canonical value and unit are equal. The rest (name, status, period, comparator) is judged on
the pairs only. Pairs with an arguable (`optional`) gold fact count on neither side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.engines.reading.scoring.gates import Gate, Scores, gate
from xueyou.engines.reading.scoring.matching import match
from xueyou.engines.reading.scoring.spans import Json, overlap, span_of, touches

LEAST_OVERLAP = 0.5
LEAST_NAME_AGREEMENT = 0.6
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class FactReview:
    """What became of every fact: pairs, gold that was missed, predictions nobody asked for."""

    pairs: tuple[tuple[Json, Json], ...]
    optional_pairs: tuple[tuple[Json, Json], ...]
    missed: tuple[Json, ...]
    unexpected: tuple[Json, ...]


def review_facts(gold: Sequence[Json], predicted: Sequence[Json]) -> FactReview:
    """Match the facts of one document one to one."""
    found = match(gold, predicted, _merit)
    pairs = [(gold[i], predicted[j]) for i, j in found]
    answered, used = {i for i, _ in found}, {j for _, j in found}
    return FactReview(
        pairs=tuple(pair for pair in pairs if not pair[0].get("optional")),
        optional_pairs=tuple(pair for pair in pairs if pair[0].get("optional")),
        missed=tuple(g for i, g in enumerate(gold) if i not in answered and not g.get("optional")),
        unexpected=tuple(p for j, p in enumerate(predicted) if j not in used),
    )


def fact_gates(review: FactReview) -> Scores:
    """Count the six gates of the facts."""
    pairs = review.pairs
    return {
        "fact_recall": gate(len(pairs), len(pairs) + len(review.missed)),
        "fact_precision": gate(len(pairs), len(pairs) + len(review.unexpected)),
        "names": gate(sum(name_is_right(g, p) for g, p in pairs), len(pairs)),
        "status": _agreeing("status", pairs),
        "period": _agreeing("period", pairs),
        "comparator": _agreeing("comparator", pairs),
    }


def _agreeing(field: str, pairs: Sequence[tuple[Json, Json]]) -> Gate:
    return gate(sum(g.get(field) == p.get(field) for g, p in pairs), len(pairs))


def name_agreement(a: str, b: str) -> float:
    """Return the F1 of the two names' character sets, spaces aside."""
    left, right = set("".join(a.split())), set("".join(b.split()))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def name_is_right(gold: Json, predicted: Json) -> bool:
    """Say whether the predicted name is one: close to the gold, short, not the whole sentence."""
    name = str(predicted.get("name") or "")
    return (
        len(name) <= LONGEST_NAME
        and not _is_whole_sentence(name, predicted)
        and name_agreement(str(gold.get("name") or ""), name) >= LEAST_NAME_AGREEMENT
    )


def _is_whole_sentence(name: str, predicted: Json) -> bool:
    """A name that repeats the evidence with its number has not been attributed, only copied."""
    number = (predicted.get("number") or {}).get("text") or ""
    sentence = str(predicted.get("quote") or "")
    return bool(number) and number in name and plain(name) == plain(sentence)


def plain(words: str) -> str:
    """Return the words without spaces and punctuation."""
    return "".join(c for c in words if c.isalnum())


def same_value(a: object, b: object) -> bool:
    """Compare canonical values as numbers, so that 84 equals 84.0."""
    if isinstance(a, bool) or isinstance(b, bool):
        return False
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return False
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def _merit(gold: Json, predicted: Json) -> int | None:
    if not same_value(gold.get("value_canonical"), predicted.get("value_canonical")):
        return None
    if gold.get("unit_canonical") != predicted.get("unit_canonical"):
        return None
    shared = overlap(span_of(gold), span_of(predicted))
    if shared < LEAST_OVERLAP:
        return None
    same_number = touches(span_of(gold.get("number") or {}), span_of(predicted.get("number") or {}))
    closeness = name_agreement(str(gold.get("name") or ""), str(predicted.get("name") or ""))
    return (
        400 * (not gold.get("optional"))
        + 200 * same_number
        + int(200 * closeness)
        + 50 * (gold.get("period") == predicted.get("period"))
        + 50 * (gold.get("status") == predicted.get("status"))
        + int(50 * shared)
    )
