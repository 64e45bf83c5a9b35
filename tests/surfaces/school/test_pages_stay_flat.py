"""Pages of the desk cost the same however many clubs, sessions and children there are."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.clubs.world import FIRST, pupil
from tests.surfaces.school.conftest import Afternoon, browser, post


def test_more_children_cost_no_more_queries(afternoon: Afternoon) -> None:
    """Menu, week, pupils, roll, gate at the desk; the family's page with more sessions."""
    world, session = afternoon.world, afternoon.session
    desk, phone = browser(world.clerk), browser(afternoon.mother)
    term = f"/clubs/terms/{world.call.uid}/"
    roll = f"/clubs/sessions/{session.uid}/roll/"
    pages = {
        desk: [
            term,
            term + "sessions/",
            term + "pupils/",
            term + "bills/",
            "/clubs/sessions/",
            roll,
            f"/clubs/sessions/{session.uid}/leaving/",
        ],
        phone: [f"/family/children/{afternoon.child.uid}/clubs/"],
    }
    post(desk, roll, rest="present", time="16:40")

    def counted() -> dict[str, int]:
        found = {}
        for client, paths in pages.items():
            for path in paths:
                client.get(path)
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    assert client.get(path).status_code == 200
                found[path] = len(queries)
        return found

    before = counted()
    world.add("书", lane="tue-afternoon")
    for number in range(6):
        child = pupil(world, f"学生{number}", group="3班")
        world.place(world.clubs["棋"], child)
        world.session(world.clubs["棋"], FIRST + timedelta(days=1 + number))
    post(desk, roll, rest="present", time="16:50")
    assert counted() == before
    assert max(before.values()) <= 32, before
