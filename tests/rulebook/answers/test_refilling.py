"""What a refill never does, whatever the rules: on made cities, by the product's own arrays."""

from functools import cache
from random import Random  # noqa: TID251 - seeded, and only for made cases

import numpy as np
import pytest

from tests.reference.admission_cases import batch, rulebook, tables
from tests.reference.admission_product import allocated
from tests.reference.admission_worlds import Made, made_from
from tests.reference.refill_product import Ended, after, numbered, opened
from xueyou.rulebook.allocation.result_tables import placements
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers.refill_tables import Refilled, refilled
from xueyou.rulebook.answers.refilling import Played, TieRefused, units_now
from xueyou.rulebook.answers.sealed import Sealed

Gone = list[tuple[str, str]]


@cache
def worlds() -> list[tuple[int, Sealed, Gone]]:
    """Return made cities whose rules refill, each with who withdraws; made once, not at import."""
    found = []
    for seed in range(500, 700):
        case, chance = made_from(seed, 30, 6), Random(seed)
        for one in case.rules["batches"]:
            one["refill"] = "next"
        try:
            sealed = opened(case)
        except NoSolution:
            continue
        people = list(sealed.inputs.applicants)
        chance.shuffle(people)
        gone = [(who, chance.choice(["", "", "a", "b"])) for who in people[: chance.randint(1, 8)]]
        found.append((seed, sealed, gone))
    return found


def refilled_once(sealed: Sealed, gone: Gone) -> Refilled | None:
    """Return a refill, None where a refused tie stops it."""
    try:
        return refilled(sealed, [numbered(sealed, gone)])
    except TieRefused:
        return None


def keys(played: Played) -> list[tuple[int, int]]:
    """Return the key of each slot."""
    order = played.problem.order[played.slot_unit]
    return list(zip(played.problem.slot_tier.tolist(), order.tolist(), strict=True))


def test_nobody_loses_a_place_or_gets_a_worse_one() -> None:
    """Who did not withdraw stays in his batch, at the slot he held or one before it."""
    moved = 0
    for seed, sealed, gone in worlds():
        found = refilled_once(sealed, gone)
        if found is None:
            continue
        was, now = found.before, found.after
        for who in np.flatnonzero(was.batch >= 0).tolist():
            if now.struck[was.batch[who], who]:
                continue
            assert now.batch[who] == was.batch[who], seed
            assert now.slot[who] <= was.slot[who], seed
            moved += int(now.slot[who] < was.slot[who])
    assert moved > 20


def test_nobody_who_withdrew_is_placed_there_again() -> None:
    for seed, sealed, gone in worlds():
        found = refilled_once(sealed, gone)
        if found is not None:
            who = np.flatnonzero(found.after.batch >= 0)
            assert not found.after.struck[found.after.batch[who], who].any(), seed


def test_nobody_waits_for_room_and_nobody_called_is_envied() -> None:
    """In rounds: no room is left that someone waits for, nobody was called past a better key."""
    called = 0
    for seed, sealed, gone in worlds():
        found = refilled_once(sealed, gone)
        if found is None:
            continue
        for number, played in enumerate(found.played):
            if played.in_order or not len(played.problem.order):
                continue
            before, units = (units_now(number, played, now) for now in (found.before, found.after))
            pool, key, unit = played.problem.slot_pool, keys(played), played.slot_unit
            holders = np.zeros(played.problem.pools, np.int64)
            worst: dict[int, tuple[int, int]] = {}
            for one, slot in enumerate(units.held.tolist()):
                if slot >= 0:
                    at = int(pool[slot])
                    holders[at] += units.holders[one]
                    if slot != before.held[one]:
                        worst[at] = max(worst.get(at, key[slot]), key[slot])
                        called += 1
            for slot, at in enumerate(pool.tolist()):
                held = units.held[unit[slot]]
                if units.callable[unit[slot]] and (held < 0 or slot < held):
                    assert holders[at] >= played.places[at], seed
                    assert at not in worst or key[slot] > worst[at], seed
    assert called > 150


def test_no_pool_goes_above_its_places_where_nothing_ties() -> None:
    """With strict keys and nobody bound, a pool has at most what it had room for."""
    seen = 0
    for seed, sealed, gone in worlds():
        rules = sealed.rulebook.batches
        if any(one.group.bind or one.tie_last in ("admit_all", "refuse") for one in rules):
            continue
        ended = after(sealed, [gone])
        assert isinstance(ended, tuple)
        assert not any(cut.over_places for cut in ended[1].values()), seed
        seen += 1
    assert seen > 5


def test_withdrawing_nobody_changes_nothing() -> None:
    """Where places lock, so that the run itself left none given up."""
    for seed, sealed, _ in worlds():
        if all(one.locks for one in sealed.rulebook.batches):
            ended = after(sealed, [[]])
            assert isinstance(ended, tuple)
            ran = placements(sealed.rulebook, sealed.inputs, sealed.outcome)
            assert {(who, *placed) for who, placed in ended[0].items()} == set(ran), seed


def test_the_order_of_rows_is_nothing() -> None:
    """Neither that of the withdrawals nor that of the tables."""
    for seed, sealed, gone in worlds()[:60]:
        mixed = list(gone)
        Random(seed).shuffle(mixed)
        assert after(sealed, [mixed]) == after(sealed, [gone])
    for seed in range(500, 530):
        case = made_from(seed, 30, 6)
        shuffled = {name: list(rows) for name, rows in case.tables.items()}
        for rows in shuffled.values():
            Random(seed).shuffle(rows)
        case.rules["batches"][0]["refill"] = case.rules["batches"][1]["refill"] = "next"
        try:
            one, other = opened(case), opened(case._replace(tables=shuffled))
        except NoSolution:
            continue
        gone = [(who, "") for who in list(one.inputs.applicants)[:5]]
        assert after(one, [gone]) == after(other, [gone])


@pytest.mark.parametrize("tie_last", ["admit_all", "lottery", "stable_id"])
def test_within_a_batch_together_is_one_after_another_in_any_order(tie_last: str) -> None:
    """The page says so of one batch solved in rounds: ties, bound groups and soft pools too."""
    seen = 0
    for seed in range(200):
        case = made_from(seed, 30, 5, ties=(tie_last, tie_last))
        case.rules["batches"][0]["refill"] = "next"
        sealed = opened_alone(case)
        if sealed is None or sealed.outcome.batches[0].how == "in_order":
            continue
        people = list(sealed.inputs.applicants)
        Random(seed).shuffle(people)
        gone = [(who, "") for who in people[:5]]
        together = after(sealed, [gone])
        for _ in range(2):
            Random(seed).shuffle(gone)
            assert after(sealed, [[one] for one in gone]) == together, seed
        seen += 1
    assert seen > 40


def opened_alone(case: Made) -> Sealed | None:
    """Open the first batch of a case by itself."""
    first = case.rules["batches"][0]
    first.pop("leftover", None)
    if any("under" in one.get("line", {}) for one in first.get("eligibility", ())):
        return None
    rules = case.rules | {"batches": [first]}
    if first["tie_last"] != "lottery" and "lottery" not in first.get("ties", ()):
        rules.pop("lottery", None)
    alone = {
        name: [row for row in rows if row.get("batch", "a") == "a"]
        for name, rows in case.tables.items()
    }
    return opened(case._replace(rules=rules, tables=alone))


def test_by_one_common_order_it_is_a_new_run_without_them() -> None:
    """Parallel choices with strict keys: who is called is who a new run would have placed."""
    for seed in range(60):
        chance = Random(seed)
        scores = chance.sample(range(500, 750), 40)
        people = {f"p{n:02}": score for n, score in enumerate(scores)}
        lists = {who: chance.sample("UVWXYZ", chance.randint(1, 4)) for who in people}
        rules = rulebook(batch(refill="next", tie_last="stable_id"))
        given = {"a": {option: chance.randint(0, 4) for option in "UVWXYZ"}}
        case = Made(rules, tables(people, {"a": lists}, given), bytes(32), None)
        gone = chance.sample(sorted(people), 6)
        ended = after(opened(case), [[(who, "") for who in gone]])
        left = {who: score for who, score in people.items() if who not in gone}
        again = tables(left, {"a": {who: lists[who] for who in left}}, given)
        assert places(ended) == ran(case._replace(tables=again)), seed


def places(ended: Ended | str) -> dict[str, str]:
    """Return the option of each applicant placed after a refill."""
    assert isinstance(ended, tuple)
    return {who: placed.option for who, placed in ended[0].items()}


def ran(case: Made) -> dict[str, str]:
    """Return the option of each applicant placed by a run."""
    read, inputs, _, outcome = allocated(case)
    return {str(row[0]): str(row[2]) for row in placements(read, inputs, outcome)}
