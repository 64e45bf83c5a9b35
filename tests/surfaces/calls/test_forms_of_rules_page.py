"""A county chooses a form of rules, fills it in, and announces it: places find their batches."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.ruled import ANSWERS
from tests.domains.enrolment.world import found_world, key
from tests.kernel.calls.world import CLOSES, OPENS
from tests.surfaces.browsers import signed_in
from tests.surfaces.soup import page_of
from xueyou.kernel.calls.models import CapacityLine, Round
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.rounds import Times, add_round
from xueyou.platform.orgs.models import Organisation

__all__ = ["own_roles"]
NOTICE = {
    "notice": "2027年小学招生通知",
    "number": "甲教〔2027〕5号",
    "issued": "2027-05-20",
    "born_from": "2020-09-01",
    "born_to": "2021-08-31",
    "appeal_until": "2027-12-31",
}


def test_public_beside_private_by_page(db: None, own_roles: None) -> None:
    """From the list of forms to a pool set aside; what is missing is said beside its box."""
    world = found_world(private=1)
    city = world.office.bureau
    Organisation.objects.filter(pk=city.pk).update(region_code="310101")
    call = open_call(
        actor=world.officer,
        kind="enrolment.school",
        organisation_uid=city.uid,
        year=2027,
        title="2027年小学入学",
        settings={"stage": "primary"},
        key=key(),
    )
    round_uid = add_round(actor=world.officer, call_uid=call, times=Times(OPENS, CLOSES), key=key())
    client, here = signed_in(world.office.enroller), f"/calls/rounds/{round_uid}/"

    def post(path: str, **given: str) -> Any:
        return client.post(f"{here}{path}", {"idempotency_key": str(uuid4()), **given})

    wrong = post("places/rows/", rows="LY,45,公的\nMB,30,民办,12")
    assert wrong.status_code == 422
    assert "只能写公办、民办" in wrong.content.decode()
    assert post("places/rows/", rows="LY,45\nMB,30,民办,120,-40").status_code == 302
    forms = client.get(f"{here}rules/").content.decode()
    assert "公办民办同时报" in forms
    assert "补录" not in forms
    asked = {"form": "both", "see": "1", **NOTICE, **ANSWERS, "statutory": "pool"}
    missing = client.get(f"{here}rules/?{urlencode({**asked, 'order': '', 'wishes': '99'})}")
    assert missing.status_code == 422
    assert "最大是 19" in missing.content.decode()
    points = client.get(
        f"{here}rules/?{urlencode({**asked, 'migrants': 'points', 'insured_most': ''})}"
    )
    assert "还要填：社保最多几分" in points.content.decode()
    seen = client.get(f"{here}rules/?{urlencode(asked)}")
    assert "民办没录上的排在同类后面" in seen.content.decode()
    text = page_of(seen).cssselect("textarea[name=rules]")[0].text
    announced = post("announce/", rules=text, source="甲教〔2027〕5号", form="both")
    assert announced.status_code == 302, announced.content.decode()
    lines = CapacityLine.objects.filter(round__uid=round_uid).order_by("option__code")
    found = list(lines.values_list("option__code", "batch", "delta"))
    assert found == [("LY", "公办", 45), ("MB", "民办", 30)]

    places = page_of(client.get(f"{here}places/"))
    pools = [one.get("value") for one in places.cssselect("#pool option")]
    assert pools == ["", "优待"]
    option = Round.objects.get(uid=round_uid).call.options.get(code="LY")
    given = {"option": str(option.uid), "kind": "quota", "delta": "3", "reason": "优待单列"}
    assert post("places/", **given, batch="", pool="优待").status_code == 422
    assert post("places/", **given, batch="民办", pool="优待").status_code == 422
    assert post("places/", **given, batch="公办", pool="优待").status_code == 302
    assert "（优待）" in client.get(f"{here}places/").content.decode()
