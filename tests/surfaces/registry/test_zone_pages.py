"""Zones by page: a table taken whole, shown row by row, its faults told by row and head."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.roll.files import Rolls
from tests.kernel.registry.people_world import officer
from tests.surfaces.registry.conftest import Browser
from tests.surfaces.registry.test_standing_pages import written_table
from xueyou.domains.enrolment.models import ZoneNotice

HEADS = ("地名", "单位", "起", "止", "单双", "学校代码")


@pytest.fixture
def enroller(rolls: Rolls, browser: Browser) -> Client:
    """Return the browser of county A's enrolment officer."""
    return browser(officer("enrolment_officer", rolls.places.county_a))


def handed_in(client: Client, rolls: Rolls, *rows: tuple[str, ...]) -> Any:
    """Post a zone table of primary schools."""
    with written_table(rolls.path, HEADS, *rows).open("rb") as file:
        fields = {
            "file": file,
            "idempotency_key": str(uuid4()),
            "organisation": str(rolls.places.county_a.uid),
            "stage": "primary",
            "valid_from": "2026-05-01",
            "source": "甲县小学划片通告（待核）",
        }
        return client.post("/registry/zones/", fields)


def test_a_table_is_taken_and_shown(enroller: Client, rolls: Rolls, browser: Browser) -> None:
    """With the numbers in words; the next county's officer neither sees nor replaces it."""
    school = rolls.places.school_a.code
    answer = handed_in(enroller, rolls, ("柳荫街", "号", "1", "99", "单", school))
    assert answer.status_code == 302
    page = enroller.get(answer.url).content.decode()
    assert "1至99号，单号" in page
    assert "甲小学" in page
    other = browser(officer("enrolment_officer", rolls.places.county_b))
    assert other.get(answer.url).status_code == 404
    assert "甲县小学划片通告" not in other.get("/registry/zones/").content.decode()
    assert handed_in(other, rolls, ("柳荫街", "", "", "", "", school)).status_code == 404
    assert ZoneNotice.objects.count() == 1


def test_every_fault_is_told(enroller: Client, rolls: Rolls) -> None:
    """By row and head; nothing is kept."""
    answer = handed_in(enroller, rolls, ("柳荫街", "号", "9", "3", "", "没有"))
    assert answer.status_code == 422
    assert "第2行 学校代码" in answer.content.decode()
    assert not ZoneNotice.objects.exists()
    assert enroller.get("/registry/zones/template.xlsx").status_code == 200
