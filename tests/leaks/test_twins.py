"""What is not yours takes as long as what does not exist, and changes nothing that you see."""

import statistics
import time

import pytest

from tests.depth import DEEP
from tests.leaks.answers import ask, sign_in, undone
from tests.leaks.checks import forbidden, stir
from tests.leaks.enumeration import Address, addresses
from tests.leaks.fillers import names_objects, references
from tests.leaks.forms import NAMED
from tests.leaks.persons import BY_ID
from tests.leaks.world import World

TIMES = 50
LARGEST_RATIO = 1.5
FIRST_LOOK = 15
CLEARLY_ALIKE = 1.2
"""After so many pairs nothing more is asked about what is as near as this; the rest is asked on."""
TIMED = 8
"""Of the steered addresses every so manieth is timed; XUEYOU_DEEP=1 times all."""
SCOPED = [
    one
    for place, one in enumerate(one for one in addresses() if names_objects(one))
    if (one.name not in NAMED or place % TIMED == 0 or DEEP)
    and one.declared is not None
    and one.declared.content != "public"
]


@pytest.mark.parametrize("address", SCOPED, ids=lambda one: one.name)
def test_time_does_not_tell_either(leak_world: World, address: Address) -> None:
    """The medians of fifty foreign and fifty missing ids are less than half apart.

    Fifteen of each are enough where they are nearly equal: half apart never looks so near.
    Processor time, database included (SQLite runs in this process): a neighbour's work is no leak.
    """
    person = BY_ID["officer-a"]
    assert address.declared is not None
    method = address.declared.methods[0]
    named = list(references(leak_world, address, person))
    strangers = [ref for ref in named if ref.owner and forbidden(person, method, ref)]
    assert strangers, "nothing here is foreign to anybody"
    pair = {
        "foreign": next(
            (ref for ref in strangers if ref.owner in {"B", "officer-b"}), strangers[0]
        ),
        "missing": next(ref for ref in named if not ref.exists),
    }
    spent: dict[str, list[float]] = {"foreign": [], "missing": []}
    with undone():
        client = sign_in(leak_world, person)
        for times in range(1, TIMES + 1):
            for which, reference in pair.items():
                with undone():
                    started = time.process_time()
                    ask(client, method, reference.path, {}, reference.body())
                    spent[which].append(time.process_time() - started)
            if times == FIRST_LOOK and not DEEP and apart(spent) < CLEARLY_ALIKE:
                break
    assert apart(spent) < LARGEST_RATIO


def apart(spent: dict[str, list[float]]) -> float:
    """Return how many times the smaller median the larger one is."""
    one, other = sorted(statistics.median(times) for times in spent.values())
    return other / one


def test_b_changes_and_a_sees_every_byte_the_same(leak_world: World) -> None:
    """Counts, page numbers, choices, orders and tags of A do not depend on rows of B."""
    found = stir(leak_world, addresses())
    assert not found, "\n".join(map(str, found[:30]))
