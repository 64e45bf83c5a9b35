"""Owns the certificate: a run in numbers alone, looked at without trusting the engine."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from xueyou.engines.matching import certify
from xueyou.rulebook.allocation.envy import KINDS
from xueyou.rulebook.allocation.outcome import BatchOutcome, Outcome
from xueyou.rulebook.allocation.running import without
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs

SCHEMA = "admission-certificate/1"
ENGINE = "xueyou admission/1"


class NotCertified(Exception):
    """The engine's result does not hold against the rules: our fault, nothing is written."""


def certificate(
    rulebook: Rulebook,
    inputs: Inputs,
    outcome: Outcome,
    envied: Iterable[Sequence[str]],
    unplaced: Iterable[Sequence[object]],
    *,
    code: str,
) -> dict[str, Any]:
    """Return the certificate; it names nobody. Raises NotCertified."""
    by_batch = Counter((line[1], line[0]) for line in envied)
    placed = int(np.count_nonzero(outcome.place_batch >= 0))
    return {
        "schema": SCHEMA,
        "title": rulebook.title,
        "engine": {"name": ENGINE, "code": code},
        "passes": outcome.passes,
        "counts": {
            "applicants": inputs.count,
            "choices": sum(len(batch.choice_rank) for batch in inputs.batches),
            "placed": placed,
            "unplaced": inputs.count - placed,
            "unplaced_by_reason": dict(sorted(Counter(str(row[-1]) for row in unplaced).items())),
        },
        "batches": [
            _batch(batch, {kind: by_batch[batch.id, kind] for kind in KINDS})
            for batch in outcome.batches
        ],
    }


def _batch(batch: BatchOutcome, envied: dict[str, int]) -> dict[str, Any]:
    asked = without(batch.problem, batch.held)
    in_order = batch.how == "in_order"
    found = certify(asked, batch.matching, straddle="skip" if in_order else "expand")
    taken = batch.placed_members()
    if not found.feasible or found.blocking or envied["within"]:
        raise NotCertified(f"batch {batch.id}: {found.blocking} blocking, {envied['within']} envy")
    return {
        "id": batch.id,
        "how": batch.how,
        "feasible": found.feasible,
        "blocking": found.blocking,
        "units": len(batch.held),
        "held": int(np.count_nonzero(batch.held)),
        "pools": len(batch.pools),
        "places": int(batch.problem.places.sum()),
        "flowed_in": int(batch.flowed.sum()),
        "placed": int(taken.sum()),
        "left": int(np.maximum(batch.problem.places - taken, 0).sum()),
        "over_places": int(np.maximum(taken - batch.problem.places, 0).sum()),
        "proposals": batch.matching.proposals,
        "envy": envied,
    }
