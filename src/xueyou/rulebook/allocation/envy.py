"""Owns the report of envy: who would rather have had another's place, and by which rule he has not.

Within a batch solved in rounds there is none; what the rules themselves cause (bands, groups,
batches one after another) is listed line by line.
"""

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import Integers
from xueyou.rulebook.allocation.outcome import REASONS, BatchOutcome, Outcome
from xueyou.rulebook.allocation.result_tables import cut, last_slots
from xueyou.rulebook.tables.inputs import Inputs

ENVY = ("kind", "batch", "applicant", "over", "option")
KINDS = ("within", "band", "group", "cross")
_NONE, _WITHIN, _BAND, _GROUP, _CROSS = range(5)
_NOT_FITTING = REASONS.index("group_not_fitting")

Row = tuple[str, str, str, str, str]


def envy(inputs: Inputs, outcome: Outcome) -> list[Row]:
    """Return a line for each unit and option: kind, batch, applicant, over, option; sorted."""
    rows: list[Row] = []
    for batch in outcome.batches:
        rows += _of_batch(inputs, batch)
    rows.sort()
    return rows


def _of_batch(inputs: Inputs, batch: BatchOutcome) -> list[Row]:
    kind, left = _kinds(batch)
    hits = np.flatnonzero(kind != _NONE)
    if not len(hits):
        return []
    choice = batch.slot_choice[hits]
    first = np.concatenate((np.ones(1, np.bool_), np.diff(choice) != 0))
    hits, choice = hits[first], choice[first]
    unit = batch.slot_unit()
    smallest = batch.unit_member[batch.unit_start[:-1]]
    envied = last_slots(batch)[batch.problem.slot_pool[hits]]
    over = np.where(left[hits] | (envied < 0), -1, smallest[unit[np.maximum(envied, 0)]])
    return [
        (
            KINDS[what - 1],
            batch.id,
            inputs.applicants[who],
            inputs.applicants[other] if other >= 0 else "",
            inputs.options[option],
        )
        for what, who, other, option in zip(
            kind[hits].tolist(),
            smallest[unit[hits]].tolist(),
            over.tolist(),
            batch.choice_option[choice].tolist(),
            strict=True,
        )
    ]


def _kinds(batch: BatchOutcome) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Return (kind of envy at each slot, whether places were left there), each (k,)."""
    problem, unit = batch.problem, batch.slot_unit()
    found, pool = cut(batch), batch.problem.slot_pool
    taken = batch.placed_members()
    left = (taken < problem.places)[pool]
    has = taken[pool] > 0
    tier, order = problem.slot_tier, problem.order[unit]
    last_tier, last_order = found.last_tier[pool], found.last_order[pool]
    better = has & ((tier < last_tier) | ((tier == last_tier) & (order < last_order)))
    kind = np.where(left | better, _WITHIN, _NONE).astype(np.int8)
    if len(batch.slot_merit):
        last = last_slots(batch)[pool]
        merit = np.where(last >= 0, batch.slot_merit[np.maximum(last, 0)], 0)
        kind[(kind == _NONE) & has & (batch.slot_merit < merit)] = _BAND
    unfitting = batch.choice_reason[batch.slot_choice] == _NOT_FITTING
    kind[unfitting] = np.where(left | better, _GROUP, _NONE)[unfitting]
    kind[~_would_rather(batch, unit)] = _NONE
    held = batch.held[unit]
    kind[held] = np.where(left | better, _CROSS, _NONE)[held]
    return kind, left


def _would_rather(batch: BatchOutcome, unit: Integers) -> NDArray[np.bool_]:
    """Say of which slots (k,) their unit wants the option more than what it got in the batch."""
    given = batch.placed_slot()
    placed = given >= 0
    rank = np.full(len(given), np.iinfo(np.int32).max, dtype=np.int64)
    rank[placed] = batch.choice_rank[batch.slot_choice[given[placed]]]
    wanted: NDArray[np.bool_] = batch.choice_rank[batch.slot_choice] < rank[unit]
    return wanted
