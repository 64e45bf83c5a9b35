"""Owns what is told of an outcome, row by row: placements, cut-offs, unplaced, waiting, choices."""

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Cutoffs, cutoffs
from xueyou.rulebook.allocation.evaluating import Everybody, Integers
from xueyou.rulebook.allocation.key_texts import KeyTexts, holdings_before
from xueyou.rulebook.allocation.outcome import NO_CHOICE, PLACED, REASONS, BatchOutcome, Outcome
from xueyou.rulebook.allocation.ranks import dense
from xueyou.rulebook.allocation.running import without
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs

PLACEMENTS = ("applicant", "batch", "option", "choice_rank", "pool", "reason")
CUTOFFS = (
    "batch", "option", "pool", "places", "placed", "last_key", "tied_at_last", "over_places",
)  # fmt: skip
UNPLACED = ("applicant", "batch", "choice_rank", "option", "reason")
WAITING = ("batch", "option", "pool", "position", "applicant")

Row = tuple[str | int, ...]
_PLACED, _TIED, _GROUP, _COMPLETED = range(len(PLACED))
_FACT_MISSING = REASONS.index("fact_missing")
_TURNED_AWAY = tuple(
    REASONS.index(reason) for reason in ("no_places", "group_not_fitting", "outranked")
)


def cut(batch: BatchOutcome) -> Cutoffs:
    """Return the engine's cut-offs of a batch."""
    return cutoffs(without(batch.problem, batch.held), batch.matching)


def placements(rulebook: Rulebook, inputs: Inputs, outcome: Outcome) -> list[Row]:
    """Return a row for each applicant placed, by applicant."""
    rows: list[Row] = []
    for number, batch in enumerate(outcome.batches):
        who = np.flatnonzero(outcome.place_batch == number)
        slot = outcome.place_slot[who]
        choice = batch.slot_choice[slot]
        reason = _placed_reasons(batch)[slot]
        rows += [
            (
                inputs.applicants[one],
                batch.id,
                inputs.options[option],
                rank,
                batch.pools[pool].name,
                PLACED[why],
            )
            for one, option, rank, pool, why in zip(
                who.tolist(),
                batch.choice_option[choice].tolist(),
                batch.choice_rank[choice].tolist(),
                batch.problem.slot_pool[slot].tolist(),
                reason.tolist(),
                strict=True,
            )
        ]
    rows.sort()
    return rows


def _placed_reasons(batch: BatchOutcome) -> NDArray[np.int8]:
    """Return how each slot (k,) was given, if it was: a number of PLACED."""
    count = len(batch.problem.slot_pool)
    if batch.completes:
        return np.full(count, _COMPLETED, dtype=np.int8)
    found = cut(batch)
    pool = batch.problem.slot_pool
    unit = batch.slot_unit()
    last = (batch.problem.slot_tier == found.last_tier[pool]) & (
        batch.problem.order[unit] == found.last_order[pool]
    )
    across = last & (found.over[pool] > 0)
    reason = np.where(found.units_at_last[pool] > 1, _TIED, _GROUP)
    return np.where(across, reason, _PLACED).astype(np.int8)


def cutoff_rows(
    rulebook: Rulebook, inputs: Inputs, outcome: Outcome, tickets: Tickets | None
) -> list[Row]:
    """Return a row for each pool that stands, by batch, option and pool; last_key as JSON."""
    everybody = Everybody(rulebook, inputs)
    rows: list[Row] = []
    for number, batch in enumerate(outcome.batches):
        found, slots = cut(batch), last_slots(batch)
        before = holdings_before(inputs, outcome.batches, number)
        keys = KeyTexts(everybody, batch, before, tickets).of(slots[slots >= 0])
        texts = iter(keys)
        for pool, name in enumerate(batch.pools):
            key = next(texts) if slots[pool] >= 0 else ()
            rows.append(
                (
                    batch.id,
                    inputs.options[name.option],
                    name.name,
                    int(batch.problem.places[pool]),
                    int(found.placed[pool]),
                    json_texts(key),
                    int(found.tied_at_last[pool]),
                    int(found.over[pool]),
                )
            )
    rows.sort(key=lambda row: row[:3])
    return rows


def last_slots(batch: BatchOutcome) -> Integers:
    """Return for each pool (q,) the slot of the unit placed there with the worst key, -1 for none.

    Among tied ones it is that of the unit with the smallest applicant id.
    """
    given = batch.placed_slot()
    given = given[given >= 0]
    unit = batch.slot_unit()[given]
    pool = batch.problem.slot_pool[given].astype(np.int64)
    key = dense(
        (batch.problem.slot_tier[given].astype(np.int64), batch.problem.order[unit]), len(given)
    )
    order = np.lexsort((unit, -key, pool))
    last = np.full(len(batch.pools), -1, dtype=np.int64)
    first = np.concatenate((np.ones(min(1, len(order)), np.bool_), np.diff(pool[order]) != 0))
    last[pool[order[first]]] = given[order[first]]
    return last


def json_texts(texts: Sequence[str]) -> str:
    """Return texts as a JSON array on one line."""
    return json.dumps(list(texts), ensure_ascii=False, separators=(",", ":"))


def unplaced(rulebook: Rulebook, inputs: Inputs, outcome: Outcome) -> list[Row]:
    """Return a row for each applicant without a place: his last choice considered, and why not."""
    batch_of = np.full(inputs.count, -1, dtype=np.int64)
    choice_of = np.full(inputs.count, -1, dtype=np.int64)
    for number, batch in enumerate(outcome.batches):
        unit = np.flatnonzero(np.diff(batch.choice_start) > 0)
        rows, runs = batch.members_of(unit)
        who = batch.unit_member[rows]
        batch_of[who] = number
        choice_of[who] = np.repeat(batch.choice_start[unit + 1] - 1, np.diff(runs))
        batch_of[batch.placeless], choice_of[batch.placeless] = number, -1
    found: list[Row] = []
    for one in np.flatnonzero(outcome.place_batch < 0).tolist():
        id, number, choice = inputs.applicants[one], int(batch_of[one]), int(choice_of[one])
        if number < 0:
            found.append((id, "", "", "", NO_CHOICE))
        elif choice < 0:
            found.append((id, outcome.batches[number].id, "", "", REASONS[_FACT_MISSING]))
        else:
            batch = outcome.batches[number]
            option = inputs.options[int(batch.choice_option[choice])]
            reason = REASONS[int(batch.choice_reason[choice])]
            found.append((id, batch.id, int(batch.choice_rank[choice]), option, reason))
    return found


def choice_reasons(inputs: Inputs, outcome: Outcome) -> list[Row]:
    """Return (applicant, batch, choice_rank, option, reason) of choices that came to nothing."""
    found: list[Row] = []
    for batch in outcome.batches:
        choices = np.flatnonzero(batch.choice_reason != 0)
        unit = batch.choice_unit()
        for choice in choices.tolist():
            u = int(unit[choice])
            for who in batch.unit_member[batch.unit_start[u] : batch.unit_start[u + 1]].tolist():
                found.append(
                    (
                        inputs.applicants[who],
                        batch.id,
                        int(batch.choice_rank[choice]),
                        inputs.options[int(batch.choice_option[choice])],
                        REASONS[int(batch.choice_reason[choice])],
                    )
                )
    found.sort()
    return found


def waiting(inputs: Inputs, outcome: Outcome) -> list[Row]:
    """Return the waiting lists: who may have a place in a pool and was turned away, in key order.

    Members of a group stand together, at one position.
    """
    found: list[Row] = []
    for batch in outcome.batches:
        reason = batch.choice_reason[batch.slot_choice]
        slots = np.flatnonzero(np.isin(reason, _TURNED_AWAY))
        unit = batch.slot_unit()[slots]
        pool = batch.problem.slot_pool[slots]
        order = np.lexsort((unit, batch.problem.order[unit], batch.problem.slot_tier[slots], pool))
        unit, pool = unit[order], pool[order]
        first = np.searchsorted(pool, np.arange(len(batch.pools)))
        position = np.arange(1, len(pool) + 1) - first[pool]
        rows, runs = batch.members_of(unit)
        slot = np.repeat(np.arange(len(unit)), np.diff(runs))
        names = [(batch.id, inputs.options[one.option], one.name) for one in batch.pools]
        found += [
            (*names[number], place, inputs.applicants[who])
            for number, place, who in zip(
                pool[slot].tolist(),
                position[slot].tolist(),
                batch.unit_member[rows].tolist(),
                strict=True,
            )
        ]
    found.sort()
    return found
