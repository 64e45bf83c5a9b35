"""Nobody gains by a false list in rounds with full lists; where the choice's rank counts, some do.

Every list (16, also short and empty ones) of every one of three applicants for three options, under
every order of the three in each option.
"""

from collections.abc import Callable
from itertools import permutations, product

import pytest

from tests.reference.admission import Slot, rounds
from tests.reference.admission_lists import Unit

OPTIONS = range(3)
LISTS = [found for length in range(4) for found in permutations(OPTIONS, length)]
UNITS = [Unit((name,), (name,)) for name in "abc"]
Orders = tuple[tuple[int, ...], ...]
Key = Callable[[Orders, int, int, int], tuple[int, ...]]


def deferred(orders: Orders, who: int, option: int, _rank: int) -> tuple[int, ...]:
    return (orders[option][who],)


def common(orders: Orders, who: int, _option: int, _rank: int) -> tuple[int, ...]:
    return (orders[0][who],)


def sequential(orders: Orders, who: int, option: int, rank: int) -> tuple[int, ...]:
    return (rank, orders[option][who])


def profitable(key: Key, orders: Orders, places: tuple[int, ...]) -> int:
    """Return how many lies pay: (applicant, truth of all, lie) with a better place by the truth."""
    room = {(str(option), "*"): places[option] for option in OPTIONS}
    got = {}
    for lists in product(LISTS, repeat=3):
        slots = {
            UNITS[who]: [
                Slot((str(option), "*"), rank, key(orders, who, option, rank))
                for rank, option in enumerate(lists[who], 1)
            ]
            for who in range(3)
        }
        held, _ = rounds(slots, room)
        found = [held[unit].place[0] if unit in held else "" for unit in UNITS]
        got[lists] = [int(option) if option else -1 for option in found]
    return sum(
        got[(*lists[:who], lie, *lists[who + 1 :])][who]
        in lists[who][: lists[who].index(mine) if (mine := got[lists][who]) >= 0 else None]
        for lists in got
        for who in range(3)
        for lie in LISTS
    )


# Names may be exchanged: the first option has the order 0 1 2.
ORDERS = [((0, 1, 2), *rest) for rest in product(permutations(range(3)), repeat=2)]


@pytest.mark.parametrize("orders", ORDERS)
def test_no_lie_pays_in_deferred_mode(orders: Orders) -> None:
    assert profitable(deferred, orders, (1, 1, 1)) == 0


@pytest.mark.parametrize("places", [(1, 1, 1), (1, 2, 0)])
def test_no_lie_pays_where_all_rank_alike(places: tuple[int, ...]) -> None:
    assert profitable(common, ORDERS[0], places) == 0


def test_a_lie_pays_where_the_rank_of_the_choice_counts() -> None:
    """The count above can find a profitable lie: it finds many in sequential mode."""
    assert profitable(sequential, ORDERS[0], (1, 1, 1)) > 0
