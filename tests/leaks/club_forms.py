"""Addresses of clubs, of the desk and of the API: what they name, and what is posted to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.leaks.clubs import LED
from tests.leaks.families import NOW
from tests.leaks.named import Named, named
from tests.leaks.places import CHILDREN
from tests.leaks.world import World
from xueyou.domains.clubs.models import Club
from xueyou.kernel.registry.models import PersonBond

Body = dict[str, Any]
TERM = named("term", uid="term")
MENU = named("term", uid="menu")
SESSION = named("led", uid="session")
BILL = named("bill", uid="bill")
FUND = named("fund", uid="fund")
NAMED: dict[str, Named] = {
    **{
        f"clubs:{name}": TERM
        for name in (
            "term",
            "sessions",
            "pupils",
            "bills",
            "bills_table",
            "lay_out",
            "make_bills",
            "pay",
        )
    },
    "clubs:add": named("term", uid="term_planned"),
    "clubs:edit": MENU,
    "clubs:drop": MENU,
    "clubs:close": named("term", uid="club"),
    "clubs:roll": SESSION,
    "clubs:leaving": SESSION,
    "clubs:cancel": named("led", uid="session_planned"),
    "clubs:bill": BILL,
    "clubs:reverse_bill": BILL,
    "clubs:fund": FUND,
    "clubs:publish": named("spending", uid="account_order"),
    "clubs:enter": FUND,
    "clubs:reverse_entry": named("fund", uid="entry"),
    "api:clubs_roll": SESSION,
    "api:clubs_hand_overs": SESSION,
}
"""Name of the address → the things it can name."""


def sessions_of_others(world: World) -> set[UUID]:
    """Return the sessions of clubs that none of the world's teachers leads."""
    return {uid for uids in world.things.get("session_over", {}).values() for uid in uids}


def orders_about_funds(world: World) -> set[UUID]:
    """Return the orders to publish an account, of schools and counties."""
    return {uid for uids in world.things.get("account_order", {}).values() for uid in uids}


def _child(owner: str) -> str:
    """Return a child with a place in the club under way at a school (or any such child)."""
    led = [name for name in LED if CHILDREN[name].pupil_of == owner]
    others = [name for name, child in CHILDREN.items() if child.pupil_of == owner]
    return (led or others or list(LED))[0]


def _place(world: World, owner: str) -> str:
    return str(world.one("club_place", _child(owner)))


def _guardian(world: World, owner: str) -> str:
    child = world.children[_child(owner)]
    bonds = PersonBond.objects.filter(subject=child, kind="guardian", valid_to=None)
    return str(bonds.values_list("uid", flat=True)[0])


def _club(world: World, owner: str) -> Body:
    menu = Club.objects.get(uid=world.one("menu", "A1"))
    assert menu.teacher is not None
    return {
        "title": "围棋",
        "lane": "mon-afternoon",
        "leader": f"teacher:{menu.teacher.uid}",
        "room": "六教室",
        "lowest": "1",
        "highest": "6",
        "places": "20",
        "least": "5",
        "hours": "1",
        "fee": "1.50",
        "material": "0",
        "special": "",
        "revision": "1",
    }


def _paid(world: World, owner: str) -> Body:
    uid = world.things["bill"].get(owner, world.things["bill"]["A1"])[0]
    return {"bill": str(uid), f"receipt-{uid}": "P001", "on": "2026-11-19"}


def _marks(world: World, owner: str) -> Body:
    then = (NOW - timedelta(minutes=5)).isoformat()
    mark = {"uid": str(uuid4()), "place": _place(world, owner), "mark": "late"}
    return {"client_time": then, "marks": [{**mark, "client_time": then}]}


def _handed(world: World, owner: str) -> Body:
    return {
        "uid": str(uuid4()),
        "place": _place(world, owner),
        "client_time": (NOW - timedelta(minutes=5)).isoformat(),
        "guardian": _guardian(world, owner),
    }


def _given(**more: str) -> Callable[[World, str], Body]:
    return lambda world, owner: dict(more)


FORMS: dict[str, Callable[[World, str], Body]] = {
    "clubs:add": _club,
    "clubs:edit": _club,
    "clubs:pay": _paid,
    "clubs:roll": lambda world, owner: {"time": "07:50", f"mark-{_place(world, owner)}": "late"},
    "clubs:leaving": lambda world, owner: {
        "place": _place(world, owner),
        "to": f"g:{_guardian(world, owner)}",
        "time": "07:55",
        "late": "0",
    },
    "clubs:cancel": _given(why="老师培训"),
    "clubs:reverse_bill": _given(why="点名补正"),
    "clubs:enter": _given(kind="subsidy", amount="120", on="2026-11-19", words="补助"),
    "clubs:reverse_entry": _given(why="记错了"),
    "clubs:order": _given(first_on="2026-09-01", last_on="2026-11-20"),
    "api:clubs_roll": _marks,
    "api:clubs_hand_overs": _handed,
}
"""Name of the address → what the school of a thing posts, beside the idempotency key."""
RIGHTFUL = {
    **{name: "clerk-a1" for name in NAMED},
    "clubs:order": "clerk-a1",
    "clubs:publish": "clerk-a1",
    "clubs:leaving": "teacher-a1",
    "api:clubs_roll": "teacher-a1",
    "api:clubs_hand_overs": "teacher-a1",
}
"""Whose form really changes something."""
