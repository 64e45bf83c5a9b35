"""A draw on a projector: before, at and after the hour; the key is pressed there, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.world import AFTER, World, child_of, found_world, key, parent
from tests.surfaces.calls.conftest import Desk, desk_of
from tests.surfaces.soup import page_of
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.round_draws import commit_round_draw
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.platform.jobs.api import work_off

__all__ = ["own_roles"]
NAME = "林小满"
REFRESH = "//meta[@http-equiv='refresh']"
HOUR = timedelta(hours=1)


@pytest.fixture
def draw(db: None, own_roles: None, business_clock: Any) -> tuple[World, Draw]:
    """Commit a draw of a frozen round; its source speaks in an hour."""
    world = found_world()
    family = parent("家长")
    world.handed_in(family, child_of(family, name=NAME), ("LY",))
    business_clock.advance(AFTER - business_clock.moment)
    freeze(actor=world.officer, round_uid=world.round.uid, key=key())
    enroller = world.office.enroller
    prepare_run(actor=enroller, round_uid=world.round.uid, purpose="rehearsal", key=key())
    work_off()
    uid = commit_round_draw(
        actor=enroller,
        round_uid=world.round.uid,
        sources=[Source("市公证处8月6日当众摇出的号码", "digits:7")],
        not_before=business_clock.moment + HOUR,
        key=key(),
    )
    return world, Draw.objects.get(uid=uid)


def test_from_the_sealed_list_to_the_seed(draw: tuple[World, Draw], business_clock: Any) -> None:
    """It waits and looks again by itself; then asks for the numbers; then shows them."""
    world, found = draw
    desk = desk_of("enrolment_officer", world.office.bureau)
    address = f"/calls/draws/{found.uid}/stage/"
    page = desk.see(address)
    assert page.xpath(REFRESH)
    assert page.xpath("//li[@aria-current]/text()") == ["2　等号码"]
    assert len(page.find_class("empty")) == 7
    assert not page.forms
    business_clock.advance(HOUR)
    page = desk.see(address)
    assert not page.xpath(REFRESH)
    assert page.forms[0].action == f"/calls/draws/{found.uid}/reveal/"
    typed = desk.post(f"/calls/draws/{found.uid}/reveal/", {"published": "123", "stage": "1"})
    assert typed.status_code == 422
    page = page_of(typed)
    assert page.find_class("stage-wrong"), "a hall is not shown another page"
    assert page.forms[0].fields["published"] == "123"
    led = desk.do(f"/calls/draws/{found.uid}/reveal/", {"published": "1234567", "stage": "1"})
    assert led == address
    page = desk.see(address)
    assert page.xpath("//*[@class='stage-digits']/li/text()") == list("1234567")
    found.refresh_from_db()
    assert found.seed[:4] in page.text_content()
    assert not page.forms
    assert NAME not in page.text_content()


def test_it_is_the_keepers_board(draw: tuple[World, Draw]) -> None:
    """What everybody may know stands on the public page of the round; this one needs a sign-in."""
    world, found = draw
    address = f"/calls/draws/{found.uid}/stage/"
    assert Client().get(address).status_code in (302, 404)
    school: Desk = desk_of("school_clerk", world.schools["LY"])
    assert school.browser.get(address).status_code == 404
