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
from xueyou.rulebook.allocation.ranks import expanded

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
NO_LINE, LINE, CLOSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Holdings:
    """Who holds which place: `batch` (n,) -1 for none, and `option` (n,)."""

    batch: NDArray[np.int32]
    option: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PoolName:
    """A pool that stands: pools are numbered by (option, place in precedence, value)."""

    option: int  # place in Inputs.options
    pool: int  # place in the rulebook's batch.pools
    name: str  # as in the quota table: the value for a `by` pool, else the pool's id, "*" for none
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
    placeless: NDArray[np.int32]  # applicants that got no made list: a place is unknown

    def placed_slot(self) -> NDArray[np.int64]:
        """Return each unit's slot as an index into the slot arrays, -1 where it has none."""
        own = self.matching.slot.astype(np.int64)
        return np.where(own >= 0, self.problem.slot_start[:-1] + own, -1)

    def placed_units(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (units placed, the option each is placed at)."""
        slot = self.placed_slot()
        unit = np.flatnonzero(slot >= 0)
        return unit, self.choice_option[self.slot_choice[slot[unit]]].astype(np.int64)

    def members_of(self, unit: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (places in unit_member, run starts) of some units."""
        return expanded(self.unit_start, unit)

    def placed_members(self) -> NDArray[np.int64]:
        """Return how many applicants are placed in each pool (q,)."""
        slot = self.placed_slot()
        unit = np.flatnonzero(slot >= 0)
        pool = self.problem.slot_pool[slot[unit]]
        found = np.zeros(len(self.pools), dtype=np.int64)
        np.add.at(found, pool, np.diff(self.unit_start)[unit])
        return found

    def taken(self, before: Holdings) -> Holdings:
        """Return who holds what after the batch; who had an unlocked place gives it up."""
        unit, option = self.placed_units()
        rows, runs = self.members_of(unit)
        who = self.unit_member[rows]
        here, there = before.batch.copy(), before.option.copy()
        here[who] = self.number
        there[who] = np.repeat(option, np.diff(runs))
        return Holdings(here, there)

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

    `lines[(batch number, need number)]` holds the line by option that the last pass was run with.
    `place_batch` (-1: none) and `place_slot` name the place that each applicant holds in the end.
    """

    batches: tuple[BatchOutcome, ...]
    passes: int
    lines: Mapping[tuple[int, int], "DrawnLine"]
    place_batch: NDArray[np.int32]
    place_slot: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line by option (m,): `state` NO_LINE, LINE or CLOSED; values in the scale of its fact."""

    value: NDArray[np.int64]
    state: NDArray[np.int8]

    def same(self, other: "DrawnLine") -> bool:
        """Whether two passes drew the same."""
        return bool(
            np.array_equal(self.value, other.value) and np.array_equal(self.state, other.state)
        )
