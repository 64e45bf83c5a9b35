"""What holds for every operation: described, guarded, limited, and never answered with a page."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.leaks.enumeration import addresses
from tests.paths import ROOT
from tests.surfaces.api.conftest import Afternoon, tablet_of
from tests.surfaces.api.described import KEPT
from xueyou.domains.clubs.models import Mark
from xueyou.platform.accounts.sessions import PASSED
from xueyou.surfaces.api import offline
from xueyou.surfaces.api.addresses import Undeclared, guarded
from xueyou.surfaces.api.description import description
from xueyou.surfaces.api.problems import KEY_REUSED, MEDIA, REFUSALS


def test_the_description_names_every_address_and_no_other() -> None:
    """By path and by method, from the resolver; HEAD comes with GET."""
    there = {
        ("/" + re.sub(r"<\w+:(\w+)>", r"{\1}", one.pattern), method.lower())
        for one in addresses()
        if one.pattern.startswith("api/") and one.name != "api:openapi" and one.declared
        for method in one.declared.methods
        if method != "HEAD"
    }
    said = {(path, method) for path, ways in description()["paths"].items() for method in ways}
    assert said == there
    assert len(said) >= 4


def test_the_description_is_the_one_that_was_reviewed(client: Client, db: None) -> None:
    """What is served is what docs/openapi.json holds: a change shows in the review."""
    served = client.get("/api/v1/openapi.json").json()
    assert served == json.loads(KEPT.read_text(encoding="utf-8"))


def test_the_interfaces_name_every_refusal() -> None:
    """By status and code, no more and no less."""
    text = (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
    table = text.split("\n## API\n")[1].split("\n## ")[0]
    rows = [row for row in table.splitlines() if re.match(r"\| \d", row)]
    said = {int(status) for row in rows for status in re.findall(r"\d{3}", row.split("|")[1])}
    assert said == set(REFUSALS)
    codes = {one.code for one in (*REFUSALS.values(), KEY_REUSED)}
    assert {code for code in codes if f"`{code}`" not in table} == set()


def test_an_operation_without_a_right_stops_the_start() -> None:
    """As a view without @route does."""
    with pytest.raises(Undeclared, match="clubs_roll"):
        guarded({})


def test_no_answer_is_a_page(afternoon: Afternoon) -> None:
    """A stranger, a missing second factor, a wrong method, a missing token, a lost address."""
    sent = afternoon.marks(afternoon.mark("林一"))
    stranger = Client().post(afternoon.roll, sent, content_type="application/json")
    half = tablet_of(afternoon.teacher)
    session = half.client.session
    del session[PASSED]
    session.save()
    checked = tablet_of(afternoon.teacher, enforce_csrf_checks=True)
    tablet = tablet_of(afternoon.teacher)
    unreadable = tablet.client.post(
        afternoon.roll,
        "{",
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    answers = {
        401: (stranger, half.get(afternoon.roll), half.post(afternoon.roll, sent)),
        403: (checked.post(afternoon.roll, sent),),
        405: (tablet.client.delete(afternoon.roll),),
        404: (tablet.get("/api/v1/nothing"),),
        400: (unreadable,),
        422: (tablet.client.post(afternoon.roll, sent, content_type="application/json"),),
    }
    for status, given in answers.items():
        for answer in given:
            assert (answer.status_code, answer["Content-Type"]) == (status, MEDIA)
            said = answer.json()
            assert said["status"] == status
            assert said["detail"]
            assert said["number"]
    assert not Mark.objects.exists()


def test_one_key_is_for_one_sending(afternoon: Afternoon) -> None:
    """Another content under it is refused, and said to be."""
    tablet, key = tablet_of(afternoon.teacher), str(uuid4())
    tablet.post(afternoon.roll, afternoon.marks(afternoon.mark("林一")), Idempotency_Key=key)
    other = tablet.post(
        afternoon.roll, afternoon.marks(afternoon.mark("林二")), Idempotency_Key=key
    )
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Mark.objects.count() == 1


def test_who_writes_too_often_waits(afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is told when to come back; reading goes on."""
    monkeypatch.setitem(offline.RATES, "write", "1/m/user")
    tablet = tablet_of(afternoon.teacher)
    sent = afternoon.marks(afternoon.mark("林一"))
    assert tablet.post(afternoon.roll, sent).status_code == 200
    refused = tablet.post(afternoon.roll, sent)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_often")
    assert refused["Retry-After"] == "60"
    assert tablet.get(afternoon.roll).status_code == 200
