"""A page of the clubs' desk that says no leads on, and keeps what was typed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.clubs.test_billing import AFTER, billed, held
from tests.domains.clubs.world import World, pupil
from tests.surfaces.following import followed, refused
from tests.surfaces.school.conftest import Afternoon, browser, post
from tests.surfaces.soup import one
from xueyou.domains.clubs.models import Bill
from xueyou.surfaces.school.clubs import paging


def test_of_term_roll_and_funds(afternoon: Afternoon) -> None:
    """What comes too early, or lacks a word, in each room."""
    world, session = afternoon.world, afternoon.session
    desk = browser(world.clerk)
    term = f"/clubs/terms/{world.call.uid}/"
    refused(desk, f"{term}bills/make/")
    refused(desk, f"{term}sessions/lay-out/")
    refused(desk, f"/clubs/terms/items/{world.clubs['棋'].uid}/close/")
    page = refused(desk, f"/clubs/sessions/{session.uid}/cancel/")
    assert one(page, "#roll").get("action") == f"/clubs/sessions/{session.uid}/roll/"
    refused(desk, f"/clubs/funds/{world.school.uid}/enter/", kind="spent")
    funds = followed(desk, "/clubs/funds/", desk.get("/clubs/funds/"))
    assert one(funds, "form[method=get]").get("action") == "/clubs/funds/"


@pytest.fixture
def owing(world: World, business_clock: Any, monkeypatch: pytest.MonkeyPatch) -> list[Bill]:
    """Let three families owe a bill each, shown two a page, by name."""
    monkeypatch.setattr(paging, "SIZE", 2)
    club = world.add("棋", fee=150)
    held(world, club, [world.place(club, pupil(world, f"学生{n}")) for n in range(3)], "present")
    billed(world)
    business_clock.advance(AFTER + timedelta(days=1) - business_clock.moment)
    return list(Bill.objects.order_by("person__name"))


def test_receipts_stay_on_their_page(world: World, owing: list[Bill]) -> None:
    """Which page it was and which bills were shown is in the form's address."""
    desk, bills = browser(world.clerk), f"/clubs/terms/{world.call.uid}/bills/"
    page = followed(desk, bills, desk.get(bills + "?only=owed&page=2"))
    action = one(page, "form[action*='/pay/']").get("action")
    last = one(page, "input[name=bill]").get("value")
    assert last == str(owing[2].uid)
    page = refused(desk, action, **{f"receipt-{last}": "No.123456", "on": "2027-07-01"})
    assert one(page, f"#receipt-{last}").get("value") == "No.123456"
    assert one(page, "form[action*='/pay/']").get("action") == action
    assert one(page, "nav[aria-label=哪些账单] [aria-current]").get("href") == f"{bills}?only=owed"
    paid = {"bill": last, f"receipt-{last}": "No.123456", "on": "2027-07-01"}
    assert post(desk, action, **paid).status_code == 302


def test_the_gate_keeps_what_was_said(afternoon: Afternoon) -> None:
    """Whom the child went with, when, how late; of this child alone."""
    world, session = afternoon.world, afternoon.session
    desk, place = browser(world.clerk), afternoon.places[0]
    post(desk, f"/clubs/sessions/{session.uid}/roll/", rest="present", time="16:40")
    path = f"/clubs/sessions/{session.uid}/leaving/"
    page = followed(desk, path, desk.get(path))
    said = {"place": str(place.uid), "time": "17:4", "late": "15"}
    to = one(page, f"[data-place='{place.uid}'] input[value^='g:']").get("value")
    page = refused(desk, path, **said, to=to)
    for child in page.cssselect("li[data-place]"):
        mine = child.get("data-place") == str(place.uid)
        assert [box.get("value") for box in child.cssselect("[checked]")] == [to] * mine
        assert (one(child, "[name=late]").get("value") == "15") is mine
        assert (one(child, "[name=time]").get("value") == "17:4") is mine
    page = refused(desk, path, **said, to="code", code="12")
    assert one(page, "[checked]").get("value") == "code"
