"""What the kinds of families do, and how many there are of each."""

from collections.abc import Awaitable, Callable, Sequence

from tests.load import photographs
from tests.load.browser import Browser
from tests.load.family import (
    Family,
    Visit,
    begin,
    fill_in,
    fill_in_a_page,
    go_on_elsewhere,
    hand_in,
    hand_in_both,
    look_again,
    sign_in,
)

WAYS: dict[str, Sequence[Callable[[Visit], Awaitable[None]]]] = {
    "new": (sign_in, begin, fill_in, hand_in),
    "resume": (sign_in, begin, fill_in_a_page, go_on_elsewhere, fill_in, hand_in),
    "second": (sign_in, begin, fill_in, hand_in_both),
    "double": (sign_in, begin, fill_in, hand_in),
    "status": (sign_in, begin, fill_in, hand_in, look_again),
    "photo": (*photographs.WAY, hand_in),
    "abandon": (sign_in, begin),
}
"""The way of each kind of family: to change the path, change these lists."""
SHARES = {
    "new": 0.62,
    "resume": 0.12,
    "second": 0.08,
    "double": 0.05,
    "status": 0.05,
    "photo": 0.05,
    "abandon": 0.03,
}


async def walk(family: Family, port: int) -> None:
    """Walk the family's way. Raises WentWrong, WentHome, Broken, LookupError."""
    visit = Visit(family, Browser(port), family.phone)
    try:
        for step in WAYS[family.kind]:
            await step(visit)
    finally:
        visit.browser.close()
