"""What each page of a family's path asks the database: a ratchet, it may only fall."""

import re
from typing import Any

from django.db import connection
from django.test import Client

from tests.kernel.calls.world import World, citizen_number
from tests.load.browser import Answer
from xueyou.platform.accounts.codes import SENT_TO
from xueyou.platform.accounts.models import SignInCode

MOST = {
    "GET /sign-in/": 0,
    "POST /sign-in/": 6,
    "GET /sign-in/code/": 1,
    "POST /sign-in/code/": 19,
    "GET /family/": 6,
    "GET /family/calls/…/": 6,
    "POST /family/calls/…/start/": 20,
    "GET /family/applications/…/": 9,
    "GET /family/applications/…/form/answers/": 8,
    "POST /family/applications/…/form/answers/": 11,
    "GET /family/applications/…/form/wishes-1/": 8,
    "POST /family/applications/…/form/wishes-1/": 11,
    "GET /family/applications/…/form/wishes-2/": 8,
    "POST /family/applications/…/form/wishes-2/": 11,
    "GET /family/applications/…/check/": 8,
    "POST /family/applications/…/check/": 17,
    "GET /family/applications/…/receipt/": 7,
}
"""Statements of a page. A transaction of its own counts two here, as it lies in the test's."""
LOCKED = {"POST /family/calls/…/start/": 1}
"""PostgreSQL is asked for one lock more, on the child's number; SQLite's one writer holds it."""
_QUERIES = re.compile(r'desc="(\d+) queries"')


class Walk:
    """One phone, and what each page asked."""

    def __init__(self) -> None:
        self.phone, self.asked = Client(), {}  # type: ignore[var-annotated]

    def get(self, path: str) -> Answer:
        """Open a page, also where it leads on to another."""
        found = self._kept("GET", path, self.phone.get(path))
        return self.get(found.location) if found.location else found

    def post(self, page: Answer, action: str = "", **given: Any) -> Answer:
        """Send a page's form, and open what the answer leads to."""
        form = page.form(action)
        sent = self.phone.post(form.action, {**form.hidden, **given})
        return self.get(self._kept("POST", form.action, sent).location)

    def _kept(self, method: str, path: str, answer: Any) -> Answer:
        name = f"{method} {re.sub('[0-9a-f]{8}-[0-9a-f-]{27}', '…', path)}"
        found = _QUERIES.search(answer["Server-Timing"])
        assert found is not None
        self.asked[name] = int(found[1])
        headers = {key.lower(): value for key, value in answer.headers.items()}
        return Answer(answer.status_code, headers, answer.content.decode(), path)


def walked(world: World, number: int) -> dict[str, int]:
    """Let a family walk from the door to its receipt; return what each page asked."""
    walk = Walk()
    walk.post(walk.get("/sign-in/"), "/sign-in/", phone=f"1380000000{number}")
    code = SENT_TO.text(SignInCode.objects.latest("pk")).partition(" ")[2]
    walk.post(walk.get("/sign-in/code/"), "/sign-in/code/", code=code)
    start = f"/family/calls/{world.call.uid}/start/"
    child = {"name": "林知夏", "kind": "citizen", "number": citizen_number(number)}
    page = walk.post(walk.get(f"/family/calls/{world.call.uid}/"), start, **child)
    page = walk.post(page, zone="东")
    page = walk.post(page, wish=list(page.form().choices))
    page = walk.post(page, wish=list(page.form().choices))
    page = walk.post(page, page.path)
    assert page.path.endswith("/receipt/")
    return walk.asked


def test_no_page_asks_more_than_it_did(world: World) -> None:
    """Tests every page, with the texts of its questions composed already and not."""
    for number in (1, 2):
        asked = walked(world, number)
        locked = LOCKED if connection.vendor == "postgresql" else {}
        most = {page: n + locked.get(page, 0) for page, n in MOST.items()}
        more = {page: n for page, n in asked.items() if page in most and n > most[page]}
        assert more == {}
        assert MOST.keys() <= asked.keys()
