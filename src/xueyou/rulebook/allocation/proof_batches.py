"""Owns what the proof is told of each batch: arrays as they were solved, pools and their flows."""

import numpy as np

from xueyou.formats.proof import bundle
from xueyou.rulebook.allocation.outcome import BatchOutcome, Outcome
from xueyou.rulebook.allocation.running import flows, standings, without
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs


def proof_batches(rulebook: Rulebook, inputs: Inputs, outcome: Outcome) -> list[bundle.Batch]:
    """Return the batches for `bundle.write_proof`, in the order of the rulebook."""
    into = flows(rulebook, standings(rulebook, inputs))
    return [
        _batch(rulebook, inputs, batch, into[batch.number].tolist()) for batch in outcome.batches
    ]


def _batch(
    rulebook: Rulebook, inputs: Inputs, batch: BatchOutcome, into: list[int]
) -> bundle.Batch:
    rules = rulebook.batches[batch.number]
    offered = inputs.batches[batch.number].offered
    place = {option: n for n, option in enumerate(offered.tolist())}
    later = None
    if rules.leftover is not None:
        later = rulebook.batches.index(rulebook.batch(rules.leftover))
    asked = without(batch.problem, batch.held)
    kept = np.repeat(~batch.held, np.diff(batch.problem.slot_start))
    return bundle.Batch(
        id=batch.id,
        how=batch.how,
        locks=rules.locks,
        options=[inputs.options[option] for option in offered.tolist()],
        pools=[
            bundle.Pool(
                option=place[pool.option],
                place=pool.pool,
                name=pool.name,
                hidden=rules.pools[pool.pool].by is not None
                or rules.pools[pool.pool].who is not None,
                places=pool.given,
                flowed=int(batch.flowed[n]),
                flow=(later, into[n]) if later is not None and into[n] >= 0 else None,
            )
            for n, pool in enumerate(batch.pools)
        ],
        unit_start=batch.unit_start,
        unit_member=batch.unit_member,
        slot_start=asked.slot_start,
        slot_pool=asked.slot_pool,
        slot_tier=asked.slot_tier,
        slot_rank=batch.choice_rank[batch.slot_choice[kept]],
        order=asked.order,
    )
