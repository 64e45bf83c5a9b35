"""Owns the shape of what a run found: arrays over units, choices, slots and pools of each batch.

Applicants and options are named by their place in `Inputs` (both sorted by id), batches by their
place in the rulebook. A unit's choices lie together in its order, a choice's slots together in the
precedence of the pools; so slots of unit i are `problem.slot_start[i]:problem.slot_start[i+1]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Matching, Problem

PLACED = ("placed", "placed_tied", "placed_group", "completed")
"""Why a place was given."""

REASONS = (
    "came_about",
    "placed_earlier",
    "placed_higher",
    "not_eligible",
    "below_line",
    "fact_missing",
    "home_taken",
    "no_pool",
    "no_places",
    "group_not_fitting",
    "outranked",
)
"""What became of a choice, by number: the first is the choice that came about."""

NO_CHOICE = "no_choice"


@dataclass(frozen=True, slots=True)
class PoolName:
    """A pool of the batch: pools are numbered by (option, place in precedence, value)."""

    option: int  # place in Inputs.options
    pool: int  # place in the rulebook's batch.pools
    name: str  # as in the quota table: the value for a `by` pool, else the pool's id, "*" for none
    stands: bool  # has a line among the cut-offs
    given: int  # places of the tables, before anything flowed in


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """One batch as it ended in the last pass.

    n units, c choices, k slots, q pools. Units whose choices are void (`held`) keep their slots:
    they are what they could have had; the engine was asked without them.
    """

    number: int
    id: str
    how: str  # "rounds" or "in_order"
    unit_start: NDArray[np.int64]  # (n+1,) members of unit i: unit_member[start[i]:start[i+1]]
    unit_member: NDArray[np.int32]  # applicants, ascending
    unit_split: NDArray[np.bool_]  # (n,) the unit is one of a group that stands apart
    held: NDArray[np.bool_]  # (n,) a member holds a locked place of an earlier batch
    choice_start: NDArray[np.int64]  # (n+1,)
    choice_option: NDArray[np.int32]  # (c,)
    choice_rank: NDArray[np.int32]  # (c,)
    choice_reason: NDArray[np.int8]  # (c,) place in REASONS
    choice_need: NDArray[np.int16]  # (c,) the need that turned it away, -1 where none did
    slot_choice: NDArray[np.int64]  # (k,)
    slot_own: NDArray[np.bool_]  # (k,) the unit belongs to the pool
    slot_merit: NDArray[np.int64]  # (k,) the key without rank and band; (0,) where it has neither
    slot_decider: NDArray[np.int32]  # (k,) the applicant whose key is the unit's there
    problem: Problem
    matching: Matching
    pools: tuple[PoolName, ...]
    flowed: NDArray[np.int64]  # (q,) places that flowed in; problem.places holds them too
    completes: bool  # the lists were made, not filed
    generated_unknown: NDArray[np.int32]  # applicants that got no made list: their place is unknown

    def placed_slot(self) -> NDArray[np.int64]:
        """Return each unit's slot as an index into the slot arrays, -1 where it has none."""
        own = self.matching.slot.astype(np.int64)
        return np.where(own >= 0, self.problem.slot_start[:-1] + own, -1)

    def slot_unit(self) -> NDArray[np.int64]:
        """Return the unit of each slot (k,)."""
        counts = np.diff(self.problem.slot_start)
        return np.repeat(np.arange(len(counts), dtype=np.int64), counts)

    def choice_unit(self) -> NDArray[np.int64]:
        """Return the unit of each choice (c,)."""
        counts = np.diff(self.choice_start)
        return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a whole run found.

    `lines[(batch number, need number)]` holds the line drawn for each option in the last pass,
    `DrawnLine.known` false where there is none. `place_batch` (-1: none) and `place_slot` name the
    place that each applicant holds in the end.
    """

    batches: tuple[BatchOutcome, ...]
    passes: int
    lines: Mapping[tuple[int, int], "DrawnLine"]
    place_batch: NDArray[np.int32]
    place_slot: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line by option (m,), in the scale of its fact."""

    value: NDArray[np.int64]
    known: NDArray[np.bool_]
