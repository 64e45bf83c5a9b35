"""The office that certifies has one page; nobody else has it."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.clubs.world import founded
from tests.kernel.calls.world import citizen_number
from tests.surfaces.calls.conftest import Desk, desk_of
from tests.surfaces.soup import page_of, words
from xueyou.kernel.registry.models import Standing
from xueyou.platform.orgs.models import Organisation

GIVEN = {
    "name": "林知夏",
    "document": "citizen",
    "number": citizen_number(5),
    "category": "A",
    "certificate": "甲人才〔2026〕5号",
    "valid_from": "2026-09-01",
}


@pytest.fixture
def office(db: None, business_clock: object) -> Desk:
    """Found a department of the city that certifies talents."""
    city = founded("试点市教育局", "bureau")
    return desk_of("talent_office", founded("人社局", "other_department", city))


def test_certified_shown_masked_and_taken_back(office: Desk) -> None:
    """What is wrong is said beside what was typed; the list shows no whole name."""
    wrong = office.post("/talents/", GIVEN | {"number": "123"})
    assert wrong.status_code == 422
    assert (
        page_of(wrong).cssselect("input[name=certificate]")[0].get("value") == GIVEN["certificate"]
    )
    assert office.post("/talents/", GIVEN | {"valid_from": ""}).status_code == 422
    assert office.do("/talents/", GIVEN) == "/talents/"
    shown = words(office.see("/talents/"))
    assert "认定了1份" in shown
    assert GIVEN["name"] not in shown
    assert GIVEN["number"] not in shown
    standing = Standing.objects.get()
    path = f"/talents/{standing.uid}/withdraw/"
    assert office.post(path).status_code == 422
    office.do(path, {"why": "登记错了"})
    assert "认定了0份" in words(office.see("/talents/"))
    assert office.post(f"/talents/{uuid4()}/withdraw/", {"why": "不存在"}).status_code == 404


def test_nobody_of_education_has_the_page(office: Desk) -> None:
    """Who gives places neither certifies nor looks into certificates."""
    city = Organisation.objects.get(parent=None)
    for role in ("enrolment_officer", "bureau_chief", "registry_keeper"):
        desk = desk_of(role, city)
        assert desk.browser.get("/talents/").status_code in (403, 404)
        assert desk.post("/talents/", GIVEN).status_code in (403, 404)
    assert Client().get("/talents/").status_code in (302, 403, 404)
