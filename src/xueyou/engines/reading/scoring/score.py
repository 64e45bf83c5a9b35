"""Score one prediction against one gold annotation."""

from xueyou.engines.reading.scoring.facts import fact_gates, review_facts
from xueyou.engines.reading.scoring.findings import finding_gates
from xueyou.engines.reading.scoring.gates import GATES, Scores
from xueyou.engines.reading.scoring.provenance import grounded
from xueyou.engines.reading.scoring.spans import Json
from xueyou.engines.reading.scoring.structure import structure_gates


def score(gold: Json, prediction: Json, text: str | None = None) -> Scores:
    """Return hits, total and ratio of every gate for one document.

    Args:
        gold: an annotation as `edu-plan-gold/1`; its spans lie in the text the reader read.
        prediction: what the reader wrote, as `edu-plan/1`.
        text: the text that was read. When given, a predicted fact whose quote does not stand at
            its span is no fact: it can match nothing and counts against precision.

    Returns:
        `{gate: {"hits": int, "total": int, "ratio": float | None}}` in the order of GATES.
        `contradictions_extra` counts documents: 1 of 1 when at most two notes lie beyond the gold.
    """
    facts = prediction.get("facts") or ()
    if text is not None:
        facts = [grounded(fact, text) for fact in facts]
    counted = {
        **fact_gates(review_facts(gold.get("facts") or (), facts)),
        **structure_gates(gold, prediction),
        **finding_gates(gold, prediction),
    }
    return {name: counted[name] for name in GATES}
