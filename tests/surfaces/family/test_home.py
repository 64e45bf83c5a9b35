"""Home: what waits for the family, where each thing stands, and what can still be asked for."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import Results, frozen_round
from tests.kernel.calls.world import World, found_clubs, send_back
from tests.surfaces.family.conftest import Family
from tests.surfaces.family.test_form import filled
from tests.surfaces.family.test_result import PLACES, WISHES, path_of, phone_of
from tests.surfaces.soup import one, page_of, words
from xueyou.kernel.calls.models import Appeal
from xueyou.kernel.calls.services.changing import Missing

MOST = {"one thing asked for": 10, "a result": 12}
"""Statements of home where something was asked for: a ratchet. One of them since issue 5 is for the
open calls, which a family with one application needs for the next."""


def asked(phone: Client) -> int:
    """Return how many statements home asks."""
    found = re.search(r'desc="(\d+) queries"', phone.get("/family/")["Server-Timing"])
    assert found is not None
    return int(found[1])


def test_what_was_not_asked_for_stays_on_home(world: World, family: Family):
    """Beside the application that stands first; the call it belongs to is not offered again."""
    application = filled(family, world)
    family.hand_in(application)
    clubs = found_clubs()
    page = page_of(family.phone.get("/family/"))
    links = [link.get("href") for link in page.cssselect('[aria-label="可以办的事"] a')]
    assert links == [f"/family/calls/{clubs.call.uid}/"]
    assert asked(family.phone) <= MOST["one thing asked for"]


def test_what_is_missing_is_written_on_home(world: World, family: Family):
    """What and why, before the family opens anything."""
    application = filled(family, world)
    family.hand_in(application)
    wanted = [Missing("zone", "请写到门牌")]
    send_back(actor=world.officer, application_uid=application.uid, missing=wanted)
    page = page_of(family.phone.get("/family/"))
    assert "请写到门牌" in words(one(page, "section.say"))


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Any, business_clock: object) -> Results:
    """Return a frozen round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return frozen_round(PLACES, WISHES)


def test_an_appeal_is_told_on_home(results: Results):
    """That it is looked at, then that there is an answer, with the way to it."""
    published(results)
    phone, path = phone_of(results, 2), path_of(results, 2, "appeal/")
    assert path not in phone.get("/family/").content.decode()
    assert phone.post(path, {"idempotency_key": key(), "words": "分数算错了"}).status_code == 302
    cell = one(page_of(phone.get("/family/")), f'a[href="{path}"]')
    assert "正在复核" in words(cell)
    answered = {"answer": "核对过，没有算错。", "answered_at": results.round.closes_at}
    Appeal.objects.update(state="kept", **answered)
    cell = one(page_of(phone.get("/family/")), f'a[href="{path}"]')
    assert "有答复了" in words(cell)
    assert asked(phone) <= MOST["a result"]
