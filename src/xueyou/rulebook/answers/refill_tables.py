"""Owns the tables of a refilled result, and what a refill takes from the run it begins with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import Everybody
from xueyou.rulebook.allocation.key_texts import KeyTexts, holdings_before
from xueyou.rulebook.allocation.outcome import PLACED
from xueyou.rulebook.allocation.result_tables import json_texts, unplaced, waiting
from xueyou.rulebook.allocation.running import flows, standings
from xueyou.rulebook.answers.refilling import (
    Lasts,
    Played,
    Standing,
    TieRefused,
    Units,
    after_round,
    lasts,
    units_now,
)
from xueyou.rulebook.answers.sealed import Sealed
from xueyou.rulebook.answers.withdrawals import Rounds

CAUSES = ("withdrew", "called", "moved_up")
"""Why a place differs: given up; from the waiting list, who held none; up the own list."""

_PLACED, _TIED, _GROUP, _COMPLETED = range(len(PLACED))
Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Refilled:
    """A result before and after its last round."""

    played: Sequence[Played]
    before: Standing
    after: Standing


def refilled(sealed: Sealed, rounds: Rounds) -> Refilled:
    """Return what the rounds make of a run, one after another. Raises TieRefused."""
    played = played_batches(sealed)
    outcome = sealed.outcome
    before = now = Standing(
        outcome.place_batch.astype(np.int64),
        outcome.place_slot,
        np.zeros((len(played), sealed.inputs.count), np.bool_),
    )
    for withdrawals in rounds:
        before, now = now, after_round(played, now, withdrawals)
    return Refilled(played, before, now)


def played_batches(sealed: Sealed) -> list[Played]:
    """Return the batches of a run as a refill needs them."""
    into = flows(sealed.rulebook, standings(sealed.rulebook, sealed.inputs))
    found = []
    for batch, rules in zip(sealed.outcome.batches, sealed.rulebook.batches, strict=True):
        left = np.maximum(batch.problem.places - batch.placed_members(), 0)
        found.append(
            Played(
                id=batch.id,
                calls=rules.refill == "next",
                in_order=batch.how == "in_order",
                refuses_ties=rules.tie_last == "refuse",
                unit_start=batch.unit_start,
                unit_member=batch.unit_member.astype(np.int64),
                void=batch.held,
                problem=batch.problem,
                slot_rank=batch.choice_rank[batch.slot_choice].astype(np.int64),
                slot_option=batch.choice_option[batch.slot_choice].astype(np.int64),
                places=batch.problem.places - np.where(into[batch.number] >= 0, left, 0),
            )
        )
    return found


def tie_sentence(sealed: Sealed, refused: TieRefused) -> str:
    """Return what to say of a tie that stops a refill."""
    batch = next(one for one in sealed.outcome.batches if one.id == refused.batch)
    pool = batch.pools[refused.pool]
    return (
        f"批次“{batch.id}”选项“{sealed.inputs.options[pool.option]}”（名额“{pool.name}”）递补到"
        "最后一个名额时，有几位申请人各项都相同，都录取会超出名额。"
        "规则写明遇到这种情况不再往下排，请由有权的部门补充规则后再递补。没有写出任何结果。"
    )


def changes(found: Refilled, names: Sequence[str], options: Sequence[str]) -> list[Row]:
    """Return (applicant, batch, option before, batch, option after, cause) of the last round."""
    was, now = (_places(found.played, one, options) for one in (found.before, found.after))
    rows: list[Row] = []
    for who in sorted(was.keys() | now.keys(), key=names.__getitem__):
        had, has = was.get(who, ("", "")), now.get(who, ("", ""))
        if had != has:
            cause = "withdrew" if has[0] == "" else "moved_up" if had[0] == has[0] else "called"
            rows.append((names[who], *had, *has, cause))
    return rows


def _places(
    played: Sequence[Played], now: Standing, options: Sequence[str]
) -> dict[int, tuple[str, str]]:
    return {
        who: (played[batch].id, options[int(played[batch].slot_option[int(now.slot[who])])])
        for who, batch in enumerate(now.batch.tolist())
        if batch >= 0
    }


def placed_reasons(
    played: Played, units: Units, found: Lasts, *, completes: bool
) -> NDArray[np.int64]:
    """Return how each slot (k,) was given, if it was: a number of outcome.PLACED."""
    problem, unit = played.problem, played.slot_unit
    if completes:
        return np.full(len(unit), _COMPLETED, np.int64)
    pool = problem.slot_pool.astype(np.int64)
    last = found.slot[pool]
    at = np.maximum(last, 0)
    same = (problem.slot_tier == problem.slot_tier[at]) & (
        problem.order[unit] == problem.order[unit[at]]
    )
    across = (last >= 0) & same & (found.placed > played.places)[pool]
    return np.where(across, np.where(found.units[pool] > 1, _TIED, _GROUP), _PLACED)


def placements(sealed: Sealed, found: Refilled) -> list[Row]:
    """Return the rows of placements.csv as it stands now."""
    rows: list[Row] = []
    for number, (batch, played) in enumerate(
        zip(sealed.outcome.batches, found.played, strict=True)
    ):
        if not len(played.problem.order):
            continue
        units = units_now(number, played, found.after)
        reason = placed_reasons(played, units, lasts(played, units), completes=batch.completes)
        for who in np.flatnonzero(found.after.batch == number).tolist():
            slot = int(found.after.slot[who])
            rows.append(
                (
                    sealed.inputs.applicants[who],
                    batch.id,
                    sealed.inputs.options[int(played.slot_option[slot])],
                    int(played.slot_rank[slot]),
                    batch.pools[int(played.problem.slot_pool[slot])].name,
                    PLACED[int(reason[slot])],
                )
            )
    rows.sort()
    return rows


def cutoff_rows(sealed: Sealed, found: Refilled) -> list[Row]:
    """Return the rows of cutoffs.csv as it stands now."""
    everybody = Everybody(sealed.rulebook, sealed.inputs)
    rows: list[Row] = []
    for number, (batch, played) in enumerate(
        zip(sealed.outcome.batches, found.played, strict=True)
    ):
        last = pool_lasts(number, played, found.after)
        before = holdings_before(sealed.inputs, sealed.outcome.batches, number)
        wanted = last.slot[last.slot >= 0]
        keys = iter(KeyTexts(everybody, batch, before, sealed.tickets).of(wanted))
        for pool, name in enumerate(batch.pools):
            places, placed = int(played.places[pool]), int(last.placed[pool])
            rows.append(
                (
                    batch.id,
                    sealed.inputs.options[name.option],
                    name.name,
                    places,
                    placed,
                    json_texts(next(keys) if last.slot[pool] >= 0 else ()),
                    int(last.members[pool]),
                    max(0, placed - places),
                )
            )
    rows.sort(key=lambda row: row[:3])
    return rows


def pool_lasts(number: int, played: Played, now: Standing) -> Lasts:
    """Return the last class of each pool of a batch, also of one that nobody applied to."""
    if not len(played.problem.order):
        none = np.zeros(played.problem.pools, np.int64)
        return Lasts(none - 1, none, none, none)
    return lasts(played, units_now(number, played, now))


def still_unplaced(sealed: Sealed, found: Refilled) -> list[Row]:
    """Return the rows of the run's unplaced.csv of those who have no place and did not withdraw."""
    out = (found.after.batch >= 0) | found.after.struck.any(axis=0)
    gone = {sealed.inputs.applicants[who] for who in np.flatnonzero(out).tolist()}
    rows = unplaced(sealed.rulebook, sealed.inputs, sealed.outcome)
    return [row for row in rows if row[0] not in gone]


def still_waiting(sealed: Sealed, found: Refilled) -> list[Row]:
    """Return the run's waiting lists without who no longer waits, counted anew."""
    inputs, after = sealed.inputs, found.after
    people = {id: who for who, id in enumerate(inputs.applicants)}
    numbers = {batch.id: number for number, batch in enumerate(found.played)}
    options = {id: number for number, id in enumerate(inputs.options)}
    ranks = [_option_ranks(sealed, number) for number in range(len(found.played))]
    rows: list[Row] = []
    pool, position, last = ("", "", ""), 0, 0
    for row in waiting(inputs, sealed.outcome):
        batch, option, name, applicant = (str(row[cell]) for cell in (0, 1, 2, 4))
        number, who = numbers[batch], people[applicant]
        if after.struck[number, who]:
            continue
        if after.batch[who] == number:
            held = int(found.played[number].slot_rank[int(after.slot[who])])
            if ranks[number][who, options[option]] >= held:
                continue
        if (batch, option, name) != pool:
            pool, position, last = (batch, option, name), 0, 0
        if row[3] != last:
            position, last = position + 1, int(row[3])
        rows.append((*pool, position, applicant))
    return rows


def _option_ranks(sealed: Sealed, number: int) -> dict[tuple[int, int], int]:
    """Return the rank of each (applicant, option) that somebody may have in a batch."""
    batch = sealed.outcome.batches[number]
    unit = batch.choice_unit()
    found = {}
    for choice, (option, rank) in enumerate(
        zip(batch.choice_option.tolist(), batch.choice_rank.tolist(), strict=True)
    ):
        first, last = batch.unit_start[unit[choice]], batch.unit_start[unit[choice] + 1]
        for who in batch.unit_member[first:last].tolist():
            found[who, option] = rank
    return found
