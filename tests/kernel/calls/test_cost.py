"""What the family's path costs the database: begun, saved eight times, handed in."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.calls.world import World, child_of, claimed, hand_in, key, parent
from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.selectors.applications import application, listed, mine
from xueyou.kernel.calls.selectors.calls import calls_open, options_of
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.views import FamilySees
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.models import Act

_WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)")
_ROWS = re.compile(r"\)\s*,\s*\(")


def queries(work: Callable[[], Any]) -> tuple[int, int]:
    """Return how many statements the work asks (savepoints too), and how many of them write."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        work()
    said = [one["sql"] for one in found.captured_queries]
    return len(said), sum(bool(_WRITES.match(one)) for one in said)


def test_the_path_of_a_family_is_cheap(world: World):
    """Tests the budget: a save at most 8 statements, handing in at most 25, one act."""
    mother = parent("林母")
    child = child_of(mother)
    uid: Any = None

    def begin() -> None:
        nonlocal uid
        uid = start_draft(
            actor=mother, call_uid=world.call.uid, party=KnownChild(child.uid), key=key()
        )

    assert queries(begin)[0] <= 18
    for number, code in enumerate(("S1", "S2", "S1", "S2", "S1", "S2", "S1", "S2")):

        def save(number: int = number, code: str = code) -> None:
            save_draft(
                actor=mother,
                application_uid=uid,
                answers={"zone": "东", "note": str(number)},
                choices=world.wishes(公办=[code], 民办=["P1"]),
            )

        statements, writes = queries(save)
        assert statements <= 8
        assert writes == 1
    draft = Application.objects.get(uid=uid)
    acts = Act.objects.count()
    statements, writes = queries(lambda: hand_in(mother, draft))
    assert statements <= 25
    assert writes <= 7
    assert Act.objects.count() == acts + 1


def test_a_claimed_child_costs_little_more(world: World):
    """Tests that the claim adds a constant number of statements."""
    mother = parent("林母")
    assert queries(lambda: world.draft(mother, claimed()))[0] <= 30


def test_lists_are_flat(world: World):
    """Tests that pages ask as many statements for six applications as for two."""
    mother = parent("林母")
    counts = []
    for names in (["林一", "林二"], ["林三", "林四", "林五", "林六"]):
        for name in names:
            last = world.handed_in(mother, child_of(mother, name=name))
        counts.append(
            [
                queries(lambda: mine(mother))[0],
                queries(lambda last=last: application(mother, last.uid))[0],
                queries(lambda: list(listed(world.officer, world.call.uid)))[0],
                queries(lambda: listed(world.officer, world.call.uid).page(1))[0],
                queries(lambda: options_of(world.round.uid))[0],
                queries(calls_open)[0],
            ]
        )
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 7


def test_a_family_is_not_looked_for_among_all_applications(world: World) -> None:
    """Tests that its own are found from the account on, however many others there are."""
    rows = scope(parent("林母"), READ_APPLICATION, FamilySees)
    if connection.vendor == "postgresql":  # a small table would be read whole
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.values("uid").explain()
    assert re.findall(r"SCAN (?!CONSTANT)|Seq Scan|person_id IS NULL", plan) == []
    assert "USING INDEX calls_application_person_id" not in plan, "found by who has no person"
