"""The menu at the school's desk: put together, mended, and closed to strangers."""

from tests.domains.clubs.world import World, appoint
from tests.surfaces.school.conftest import browser, post
from tests.surfaces.soup import page_of, words
from xueyou.domains.clubs.models import Club

GIVEN = {
    "title": "围棋入门",
    "lane": "mon-afternoon",
    "room": "201",
    "lowest": "1",
    "highest": "3",
    "places": "30",
    "least": "10",
    "hours": "1",
    "fee": "1.50",
    "material": "30",
}


def test_a_club_is_put_on_the_menu_and_mended(world: World) -> None:
    """Money is typed in yuan; who saw an older text is shown both; a dropped club is gone."""
    desk, teacher = browser(world.clerk), world.teacher()
    path = f"/clubs/terms/{world.call.uid}/"
    assert "菜单还是空的" in words(page_of(desk.get(path)))
    given = GIVEN | {"leader": f"teacher:{teacher.uid}"}
    answer = post(desk, path + "add/", **(given | {"fee": "2元"}))
    assert answer.status_code == 422
    assert "收费写数字" in answer.content.decode()
    answer = post(desk, path + "add/", **(given | {"fee": "2.50"}))
    assert "标准是最多 2.00 元" in answer.content.decode()
    assert post(desk, path + "add/", **given)["Location"] == path
    club = Club.objects.get()
    assert (club.fee, club.material, club.least) == (150, 3000, 10)
    shown = words(page_of(desk.get(path)))
    assert [
        part for part in ("围棋入门", "周一下午", teacher.name, "1.50") if part not in shown
    ] == []
    item = f"/clubs/terms/items/{club.uid}/"
    assert page_of(desk.get(item)).cssselect("#f-fee")[0].get("value") == "1.50"
    assert post(desk, item, **given | {"revision": "1", "places": "24"}).status_code == 302
    stale = post(desk, item, **given | {"revision": "1", "title": "围棋提高"})
    assert stale.status_code == 409
    shown = words(page_of(stale))
    assert [part for part in ("刚才有人改过", "围棋入门", "24") if part not in shown] == []
    assert page_of(stale).cssselect("#f-title")[0].get("value") == "围棋提高"
    assert post(desk, item + "drop/").status_code == 302
    assert "菜单还是空的" in words(page_of(desk.get(path)))


def test_only_the_school_itself_sees_its_menu(world: World) -> None:
    """A teacher keeps no menu; the principal looks and changes nothing."""
    club = world.add("棋")
    pages = [f"/clubs/terms/{world.call.uid}/", f"/clubs/terms/items/{club.uid}/"]
    teacher = browser(appoint("school_teacher", world.school))
    assert [teacher.get(path).status_code for path in pages] == [404, 404]
    principal = browser(world.principal)
    assert [principal.get(path).status_code for path in pages] == [200, 404]
    assert "加一门课" not in words(page_of(principal.get(pages[0])))
