"""Questions and answers: written on the desk, looked at, published, read beside their page."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.kernel.calls.world import World, key
from tests.surfaces.browsers import signed_in
from tests.surfaces.family.conftest import Family, family_of, own_roles, world
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.services.calls import copy_call
from xueyou.kernel.publications.models import Publication
from xueyou.platform.acts.models import Act

__all__ = ["own_roles", "world"]
ASKED = "租的房子能报吗？"
SAID = "能报，户口和住址一样看。"


@pytest.fixture
def desk(world: World, settings: Any, tmp_path: Path) -> Client:
    """Return the browser of the officer who keeps the call."""
    settings.DATA = tmp_path
    return signed_in(world.officer)


def written(*rows: tuple[str, str, str], **more: str) -> dict[str, Any]:
    """Return what the form posts."""
    columns = dict(
        zip(("place", "question", "answer"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return {"idempotency_key": key(), **columns, **more}


def published(desk: Client, world: World, *rows: tuple[str, str, str]) -> Any:
    """Publish them."""
    address = f"/calls/{world.call.uid}/questions/"
    return desk.post(address, written(*rows, step="publish", seen=seen(world)))


def seen(world: World) -> str:
    """Return what the page carries of what stands now."""
    return str(Call.objects.get(pk=world.call.pk).questions_uid or "")


def test_what_is_written_is_seen_before_it_is_published(world: World, desk: Client) -> None:
    """Looking writes nothing; publishing leaves one act and one publication for a year."""
    address = f"/calls/{world.call.uid}/questions/"
    assert "填志愿" in words(page_of(desk.get(address)))
    looked = desk.post(address, written(("answers", ASKED, SAID), ("notice", "", "")))
    assert "家长会看到这样" in words(page_of(looked))
    assert not Publication.objects.exists()
    assert published(desk, world, ("answers", ASKED, SAID)).status_code == 302
    row = Publication.objects.get()
    assert (row.visible_to - row.visible_from).days == 365
    assert Act.objects.get(verb="calls.call.publish_questions").data == {"rows": 1}
    assert ASKED in desk.get(address).content.decode()


def test_a_family_reads_them_beside_the_page_they_belong_to(world: World, desk: Client) -> None:
    """On that page of the form, on the notice, on the list of publications; on no other page."""
    published(desk, world, ("answers", ASKED, SAID), ("wishes", "要填满吗？", "不用。"))
    family: Family = family_of()
    here = f"/family/applications/{family.begin(world).uid}/form/"
    page = words(page_of(family.phone.get(f"{here}answers/")))
    assert (ASKED in page, SAID in page, "要填满吗" in page) == (True, True, False)
    wishes = words(page_of(family.phone.get(f"{here}wishes-2/")))
    assert ("要填满吗" in wishes, ASKED in wishes) == (True, False)
    shown = Client().get(f"/publications/{Publication.objects.get().uid}/")
    assert SAID in shown.content.decode()


def test_what_is_published_anew_takes_the_place_of_the_old(world: World, desk: Client) -> None:
    """The old one is gone the same second; none at all takes back what stood there."""
    published(desk, world, ("answers", ASKED, SAID))
    old = Publication.objects.get()
    published(desk, world, ("answers", ASKED, "看情况。"))
    assert Client().get(f"/publications/{old.uid}/").status_code == 410
    family = family_of()
    page = f"/family/applications/{family.begin(world).uid}/form/answers/"
    assert "看情况。" in words(page_of(family.phone.get(page)))
    taken = {"idempotency_key": key(), "step": "publish", "seen": seen(world)}
    assert desk.post(f"/calls/{world.call.uid}/questions/", taken).status_code == 302
    assert "大家常问" not in words(page_of(family.phone.get(page)))
    assert Call.objects.get(pk=world.call.pk).questions_uid is None
    assert (
        desk.post(
            f"/calls/{world.call.uid}/questions/",
            {**taken, "idempotency_key": key(), "seen": ""},
        ).status_code
        == 422
    )


def test_what_a_colleague_published_meanwhile_is_not_overwritten(
    world: World, desk: Client
) -> None:
    """The page says so and keeps what was typed; looked at again, it is still the older page."""
    address = f"/calls/{world.call.uid}/questions/"
    box = page_of(desk.get(address)).cssselect('input[name="seen"]')[0]
    before = str(box.get("value"))
    published(desk, world, ("answers", ASKED, SAID))
    mine = ("answers", "几点开门？", "八点半。")
    looked = page_of(desk.post(address, written(mine, seen=before)))
    assert {one.get("value") for one in looked.cssselect('input[name="seen"]')} == {before}
    late = desk.post(address, written(mine, step="publish", seen=before))
    assert late.status_code == 409
    assert "几点开门" in late.content.decode()
    assert Publication.objects.get(taken_down_at=None).uid == Call.objects.get().questions_uid


def test_its_year_over_nothing_stands_beside_the_page(
    world: World, desk: Client, business_clock: Any
) -> None:
    """The clock alone ends it."""
    published(desk, world, ("answers", ASKED, SAID))
    family = family_of()
    page = f"/family/applications/{family.begin(world).uid}/form/answers/"
    business_clock.move_to(Publication.objects.get().visible_to)
    assert ASKED not in words(page_of(family.phone.get(page)))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("nowhere", ASKED, SAID), "哪一步"),
        (("answers", ASKED, ""), "都要写"),
        (("answers", "问" * 81, SAID), "太长"),
        (("answers", ASKED, "打 13712345678 问"), "手机号"),
    ],
)
def test_what_does_not_fit_is_told_and_kept_in_its_box(
    world: World, desk: Client, row: tuple[str, str, str], says: str
) -> None:
    """Nothing is published, and what was typed stands there."""
    answer = published(desk, world, row)
    assert answer.status_code == 422
    assert says in words(page_of(answer))
    assert row[1] in answer.content.decode()
    assert not Publication.objects.exists()


def test_only_who_keeps_the_call_has_the_page(world: World, desk: Client) -> None:
    """A clerk of a school asked, a family: not found, and nothing is written."""
    address = f"/calls/{world.call.uid}/questions/"
    for actor in (world.clerk, family_of().actor):
        assert signed_in(actor).get(address).status_code == 404
        assert published(signed_in(actor), world, ("answers", ASKED, SAID)).status_code == 404
    assert not Publication.objects.exists()


def test_last_year_s_are_offered_in_a_copy_and_published_by_nobody(
    world: World, desk: Client
) -> None:
    """They stand in the form, said to be drafts; families read none until somebody publishes.

    What the office has taken back is not put before it again.
    """
    published(desk, world, ("answers", ASKED, SAID), ("wishes", "要填满吗？", "不用。"))
    uid = copy_call(
        actor=world.officer, call_uid=world.call.uid, year=2027, title="明年的", key=key()
    )
    address = f"/calls/{uid}/questions/"
    page = page_of(desk.get(address))
    assert "下面2条是照上一次的带出来的，还没有公布" in words(page)
    typed = [one.get("value") for one in page.cssselect("input[name=question]")]
    assert typed[:2] == [ASKED, "要填满吗？"]
    chosen = [one.get("value") for one in page.cssselect("select[name=place] option[selected]")]
    assert chosen[:2] == ["answers", "wishes"]
    assert Call.objects.get(uid=uid).questions_uid is None
    assert Publication.objects.count() == 1
    Call.objects.filter(uid=uid).update(state="open")
    given = written(("answers", ASKED, "今年要备案。"), step="publish", seen="")
    assert desk.post(address, given).status_code == 302
    assert "带出来" not in desk.get(address).content.decode()
    standing = str(Call.objects.get(uid=uid).questions_uid)
    none = written(("answers", "", ""), step="publish", seen=standing)
    assert desk.post(address, none).status_code == 302
    assert ASKED not in desk.get(address).content.decode()


def test_a_call_that_is_no_copy_is_offered_none(world: World, desk: Client) -> None:
    """Nor one whose earlier call has nothing standing."""
    assert "带出来" not in desk.get(f"/calls/{world.call.uid}/questions/").content.decode()
    published(desk, world, ("answers", ASKED, SAID))
    uid = copy_call(
        actor=world.officer, call_uid=world.call.uid, year=2027, title="明年的", key=key()
    )
    desk.post(
        f"/calls/{world.call.uid}/questions/",
        written(("answers", "", ""), step="publish", seen=seen(world)),
    )
    assert ASKED not in desk.get(f"/calls/{uid}/questions/").content.decode()
