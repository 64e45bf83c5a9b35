"""A roll is asked for and sent by API: once, whatever the net does, and by its teacher only."""

import json
from uuid import uuid4

import pytest

from tests.surfaces.api.conftest import NOW, Afternoon, tablet_of
from xueyou.domains.clubs.models import HandOver, Mark
from xueyou.kernel.registry.models import PersonBond
from xueyou.surfaces.api.problems import MEDIA


def test_a_roll_is_sent_once_and_both_moments_are_kept(afternoon: Afternoon) -> None:
    """The same key again answers the same; the sheet then says what was sent."""
    tablet = tablet_of(afternoon.teacher)
    sheet = tablet.get(afternoon.roll)
    assert [one["mark"] for one in sheet.json()["children"]] == ["", ""]
    assert sheet["Cache-Control"] == "no-store"
    sent, key = (
        afternoon.marks(afternoon.mark("林一"), afternoon.mark("林二", "late")),
        str(uuid4()),
    )
    first = tablet.post(afternoon.roll, sent, Idempotency_Key=key)
    again = tablet.post(afternoon.roll, sent, Idempotency_Key=key)
    assert first.status_code == again.status_code == 200
    assert (first.json()["taken"], again.json()["taken"]) == (2, 2)
    said = {one["name"]: one["mark"] for one in tablet.get(afternoon.roll).json()["children"]}
    assert said == {"林一": "present", "林二": "late"}
    rows = list(Mark.objects.all())
    assert len(rows) == 2
    assert {row.happened_at.isoformat() for row in rows} == {"2026-11-20T00:00:00+00:00"}
    assert all(row.recorded_at != row.happened_at for row in rows)


def test_a_mark_of_another_device_is_told(afternoon: Afternoon) -> None:
    """Both lines stay; the answer says what the tablet had not seen."""
    desk, tablet = tablet_of(afternoon.world.clerk), tablet_of(afternoon.teacher)
    desk.post(afternoon.roll, afternoon.marks(afternoon.mark("林一", "absent", seen="")))
    answer = tablet.post(afternoon.roll, afternoon.marks(afternoon.mark("林一", seen="")))
    (told,) = answer.json()["overtaken"]
    assert (told["place"], told["mark"]) == (str(afternoon.places["林一"].uid), "absent")
    assert Mark.objects.count() == 2


def test_a_child_is_handed_over_once(afternoon: Afternoon) -> None:
    """To whom the list names; a second tablet is told that it was done."""
    tablet = tablet_of(afternoon.teacher)
    tablet.post(afternoon.roll, afternoon.marks(afternoon.mark("林一")))
    child = tablet.get(afternoon.hand_overs).json()["children"][0]
    (guardian,) = child["may"]
    sent = {
        "uid": str(uuid4()),
        "place": child["place"],
        "client_time": NOW,
        "guardian": guardian["uid"],
    }
    assert tablet.post(afternoon.hand_overs, sent).json()["new"] is True
    assert tablet.post(afternoon.hand_overs, sent).json()["new"] is False
    other = tablet.post(afternoon.hand_overs, sent | {"uid": str(uuid4())})
    assert (other.status_code, other.json()["code"]) == (409, "refused")
    assert "已经交接过" in other.json()["detail"]
    assert HandOver.objects.get().guardian == PersonBond.objects.get()


def test_what_is_not_ones_own_does_not_exist(afternoon: Afternoon) -> None:
    """Another teacher, a guardian and a made uid get the same words; nothing is written."""
    sent = afternoon.marks(afternoon.mark("林一"))
    made = f"/api/v1/clubs/sessions/{uuid4()}/roll"
    said = set()
    for actor, path in (
        (afternoon.stranger, afternoon.roll),
        (afternoon.mother, afternoon.roll),
        (afternoon.teacher, made),
    ):
        tablet = tablet_of(actor)
        for answer in (tablet.get(path), tablet.post(path, sent)):
            assert (answer.status_code, answer["Content-Type"]) == (404, MEDIA)
            said.add(json.dumps(answer.json() | {"number": ""}))
    assert len(said) == 1
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"marks": []}, 422, "malformed"),
        ({"client_time": "2026-11-20T08:00:00"}, 422, "malformed"),
        ({"surplus": 1}, 422, "malformed"),
        ({"client_time": "0001-01-01T00:00:00+08:00"}, 409, "refused"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    afternoon: Afternoon, change: dict[str, object], status: int, code: str
) -> None:
    """With the place of the fault, never with what was sent."""
    sent = afternoon.marks(afternoon.mark("林一")) | change
    answer = tablet_of(afternoon.teacher).post(afternoon.roll, sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Mark.objects.exists()
