"""From the school's roll to the parent's phone: without a counter, and closed to strangers."""

from typing import Any
from uuid import uuid4

from django.test import Client

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import Family, citizen_number
from tests.kernel.registry.test_contacts import with_phone
from xueyou.kernel.registry.models import Claim


def at_home(who: Family) -> Client:
    """Return the browser of a family."""
    client = Client()
    client.force_login(who.user)
    return client


def added(client: Client, **more: Any) -> Any:
    """Post the child's number and name."""
    fields = {"kind": "citizen", "number": citizen_number(1), "name": "林小满"}
    key = {"idempotency_key": str(uuid4())}
    return client.post("/family/children/new/", {**key, **fields, **more})


def test_the_father_whom_the_school_names_sees_his_child(rolls: Rolls) -> None:
    """His phone and the child's number; the child's page is the answer."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    father = at_home(with_phone("f", "13800000001"))
    assert "添加孩子" in father.get("/family/me/").content.decode()
    answer = added(father)
    assert answer.status_code == 302
    page = father.get(answer.url).content.decode()
    assert "林小满" in page
    assert "认上了" in page
    assert "甲小学" in father.get("/family/me/").content.decode()


def test_a_stranger_waits_and_learns_nothing(rolls: Rolls) -> None:
    """The same words for a child that is known and one that nobody knows."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    stranger = at_home(with_phone("s", "13900000009"))
    pages = []
    for serial in (1, 5):
        answer = added(stranger, number=citizen_number(serial))
        assert (answer.status_code, answer.url) == (302, "/family/me/")
        pages.append(stranger.get("/family/me/").content.decode())
    assert all("正在等学校或教育局核对" in page for page in pages)
    assert all("甲小学" not in page for page in pages)
    assert set(Claim.objects.values_list("state", flat=True)) == {"pending"}


def test_a_number_with_a_slip_is_asked_again(rolls: Rolls) -> None:
    """What was typed stands there still; nothing is kept."""
    father = at_home(with_phone("f", "13800000001"))
    answer = added(father, number=citizen_number(1)[:-1])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert citizen_number(1)[:-1] in page
    assert 'href="#number"' in page
    assert not Claim.objects.exists()
