"""The ledger of homes by page: a table of past years, addresses settled, an import taken back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.roll.files import Rolls
from tests.kernel.calls.world import citizen_number
from tests.kernel.registry.people_world import officer
from tests.surfaces.registry.conftest import Browser
from tests.surfaces.registry.test_standing_pages import written_table
from xueyou.domains.enrolment.models import HomeUse

HEADS = ("住址", "入学年份", "学校代码", "孩子证件号码")


@pytest.fixture
def enroller(rolls: Rolls, browser: Browser) -> Client:
    """Return the browser of county A's enrolment officer."""
    return browser(officer("enrolment_officer", rolls.places.county_a))


def handed_in(client: Client, rolls: Rolls, *rows: tuple[str, ...]) -> Any:
    """Post a table of past years."""
    with written_table(rolls.path, HEADS, *rows).open("rb") as file:
        fields = {
            "file": file,
            "idempotency_key": str(uuid4()),
            "organisation": str(rolls.places.county_a.uid),
            "stage": "primary",
        }
        return client.post("/registry/homes/", fields)


def test_a_year_is_taken_in_settled_and_taken_back(
    enroller: Client, rolls: Rolls, browser: Browser
) -> None:
    """The whole way; the next county's officer sees no address of it and settles nothing."""
    school, number = rolls.places.school_a.code, citizen_number(5)
    rows = ("桂园小区7幢", "2022", school, number), ("桂园小区8幢101", "2022", school, number)
    assert handed_in(enroller, rolls, *rows).status_code == 302
    page = enroller.get("/registry/homes/").content.decode()
    assert "桂园小区7幢" in page
    assert "待核1" in page
    assert "8幢101" not in page
    assert number not in page
    uncertain = HomeUse.objects.get(state="uncertain")
    settle = f"/registry/homes/{uncertain.uid}/settle/"
    other = browser(officer("enrolment_officer", rolls.places.county_b))
    assert "桂园小区" not in other.get("/registry/homes/").content.decode()
    whole = {"address": "桂园小区7幢2单元501", "idempotency_key": str(uuid4())}
    assert other.post(settle, whole).status_code == 404
    half = {"address": "桂园小区7幢", "idempotency_key": str(uuid4())}
    refused = enroller.post(settle, half)
    assert refused.status_code == 422
    assert "写到户" in refused.content.decode()
    assert enroller.post(settle, whole).status_code == 302
    assert "没有待核的住址" in enroller.get("/registry/homes/").content.decode()
    back = {
        "organisation": str(rolls.places.county_a.uid),
        "import": str(uncertain.source_uid),
        "idempotency_key": str(uuid4()),
    }
    assert other.post("/registry/homes/undo/", back).status_code == 404
    assert enroller.post("/registry/homes/undo/", back).status_code == 302
    assert not HomeUse.objects.standing().exists()


def test_every_fault_is_told(enroller: Client, rolls: Rolls) -> None:
    """By row and head; nothing is kept."""
    answer = handed_in(enroller, rolls, ("桂园小区8幢101", "去年", "没有", ""))
    assert answer.status_code == 422
    for said in ("第2行 入学年份", "第2行 学校代码", "第2行 孩子证件号码"):
        assert said in answer.content.decode()
    assert not HomeUse.objects.exists()
    assert enroller.get("/registry/homes/template.xlsx").status_code == 200
