"""Nobody gains by a false list in rounds with full lists; where the choice's rank counts, some do.

Every list (16, also short and empty ones) of every one of three applicants for three options, under
every order of the three in each option: for the reference and, all instances at once, the engine.
"""

from collections.abc import Callable, Mapping
from itertools import permutations, product

import numpy as np
import pytest

from tests.reference.admission import Slot, rounds
from tests.reference.admission_lists import Unit
from xueyou.engines.matching import Problem, solve

OPTIONS = range(3)
LISTS = [found for length in range(4) for found in permutations(OPTIONS, length)]
PROFILES = list(product(LISTS, repeat=3))
UNITS = [Unit((name,), (name,)) for name in "abc"]
Orders = tuple[tuple[int, ...], ...]
Lists = tuple[tuple[int, ...], ...]
Places = tuple[int, ...]
Key = Callable[[Orders, int, int, int], tuple[int, int]]
Got = Mapping[Lists, list[int]]  # the option of each, -1 for none
Solver = Callable[[Key, Orders, Places], Got]


def deferred(orders: Orders, who: int, option: int, _rank: int) -> tuple[int, int]:
    return (orders[option][who], 0)


def common(orders: Orders, who: int, _option: int, _rank: int) -> tuple[int, int]:
    return (0, orders[0][who])


def sequential(orders: Orders, who: int, _option: int, rank: int) -> tuple[int, int]:
    return (rank, orders[0][who])


def by_reference(key: Key, orders: Orders, places: Places) -> Got:
    room = {(str(option), "*"): places[option] for option in OPTIONS}
    got = {}
    for lists in PROFILES:
        slots = {
            unit: [
                Slot((str(option), "*"), rank, key(orders, who, option, rank))
                for rank, option in enumerate(lists[who], 1)
            ]
            for who, unit in enumerate(UNITS)
        }
        held, _ = rounds(slots, room)
        got[lists] = [int(held[unit].place[0]) if unit in held else -1 for unit in UNITS]
    return got


def by_engine(key: Key, orders: Orders, places: Places) -> Got:
    """Solve all profiles as one problem: profile p has the pools 3p, 3p + 1, 3p + 2."""
    starts, pools, tiers = [0], [], []
    for profile, lists in enumerate(PROFILES):
        for who in range(3):
            pools += [3 * profile + option for option in lists[who]]
            tiers += [key(orders, who, option, i)[0] for i, option in enumerate(lists[who], 1)]
            starts.append(len(pools))
    found = solve(
        Problem(
            slot_start=np.array(starts, np.int64),
            slot_pool=np.array(pools, np.int32),
            slot_tier=np.array(tiers, np.int32),
            order=np.array([key(orders, who, 0, 1)[1] for _ in PROFILES for who in range(3)]),
            size=None,
            places=np.array(places * len(PROFILES), np.int64),
        )
    ).slot
    return {
        lists: [
            lists[who][slot] if (slot := int(found[3 * profile + who])) >= 0 else -1
            for who in range(3)
        ]
        for profile, lists in enumerate(PROFILES)
    }


def profitable(got: Got) -> int:
    """Return how many lies pay: (truth of all, applicant, lie), better by his true list."""
    return sum(
        got[(*lists[:who], lie, *lists[who + 1 :])][who]
        in lists[who][: lists[who].index(mine) if (mine := got[lists][who]) >= 0 else None]
        for lists in got
        for who in range(3)
        for lie in LISTS
    )


# Names may be exchanged: the first option has the order 0 1 2.
ORDERS = [((0, 1, 2), *rest) for rest in product(permutations(range(3)), repeat=2)]


@pytest.mark.parametrize("solver", [by_reference, by_engine])
def test_no_lie_pays_in_deferred_mode(solver: Solver) -> None:
    """36 orders, 4,096 profiles, 3 applicants, 16 reports: 0 of 7,077,888 pay."""
    assert sum(profitable(solver(deferred, orders, (1, 1, 1))) for orders in ORDERS) == 0


@pytest.mark.parametrize("solver", [by_reference, by_engine])
@pytest.mark.parametrize("places", [(1, 1, 1), (1, 2, 0)])
def test_no_lie_pays_where_all_rank_alike(solver: Solver, places: Places) -> None:
    assert profitable(solver(common, ORDERS[0], places)) == 0


@pytest.mark.parametrize("solver", [by_reference, by_engine])
def test_a_lie_pays_where_the_rank_of_the_choice_counts(solver: Solver) -> None:
    """The count above can find a profitable lie: it finds many in sequential mode."""
    assert profitable(solver(sequential, ORDERS[0], (1, 1, 1))) > 0


@pytest.mark.parametrize("key", [deferred, common, sequential])
@pytest.mark.parametrize("places", [(1, 1, 1), (2, 1, 0)])
def test_engine_and_reference_agree(key: Key, places: Places) -> None:
    for orders in ORDERS[::7]:
        assert by_engine(key, orders, places) == by_reference(key, orders, places)
