"""From a child's number to the receipt, page by page, without script."""

from tests.kernel.calls.world import World, child_of, key
from tests.surfaces.family.conftest import Family, family_of
from tests.surfaces.soup import one, page_of, words
from xueyou.kernel.calls.models import Application


def filled(family: Family, world: World) -> Application:
    """Return an application that lacks nothing but being handed in."""
    application = family.begin(world)
    family.fill(application, "answers", zone="东", since="2020-05-01", revision="1", migrant="no")
    family.fill(application, "wishes-2", wish=[str(world.options["S2"].uid), ""])
    return application


def test_a_new_family_begins_with_what_is_open(world: World, family: Family):
    """Home leads to the open call; nobody is shown who else asks."""
    page = page_of(family.phone.get("/family/"))
    assert "2026年小学入学" in words(page)
    assert one(page, f'a[href="/family/calls/{world.call.uid}/"]') is not None


def test_every_page_leads_to_the_receipt(world: World, family: Family):
    """Page by page, checked, handed in once: the number stands in page and header."""
    application = family.begin(world)
    to = family.phone.get(f"/family/applications/{application.uid}/")
    assert to["Location"].endswith("/form/answers/")
    page = family.phone.get(to["Location"])
    assert page.status_code == 200
    answer = family.fill(application, "answers", zone="东", since="2020-05-01", migrant="no")
    assert answer["Location"].endswith("/form/wishes-1/")
    answer = family.fill(application, "wishes-1", wish=["", ""])
    assert answer["Location"].endswith("/form/wishes-2/")
    chosen = [str(world.options[code].uid) for code in ("S2", "S1")]
    assert family.fill(application, "wishes-2", wish=chosen)["Location"].endswith("/check/")
    shown = words(page_of(family.phone.get(f"/family/applications/{application.uid}/check/")))
    assert [part for part in ("东", "第2小学 S2") if part not in shown] == []
    answer = family.hand_in(application)
    assert answer.status_code == 302
    given = family.phone.get(answer["Location"])
    number = words(one(page_of(given), "output#receipt"))
    assert number == answer["X-Receipt"] == given["X-Receipt"]
    application.refresh_from_db()
    assert application.receipt_no == number.replace("-", "")
    home = words(page_of(family.phone.get("/family/")))
    assert [part for part in ("正在核对信息", number) if part not in home] == []


def test_pressing_twice_gives_one_receipt(world: World, family: Family):
    """The same key, also after the answer was lost, gives the first receipt."""
    application = filled(family, world)
    path = f"/family/applications/{application.uid}/check/"
    application.refresh_from_db()
    given = {"idempotency_key": str(application.draft_key)}
    first, again = (family.phone.post(path, given) for _ in range(2))
    assert first["X-Receipt"] == again["X-Receipt"]


def test_what_is_missing_is_told_and_everything_else_kept(world: World, family: Family):
    """A wrong day stays in its box with its sentence; the page's title counts."""
    application = family.begin(world)
    answer = family.fill(application, "answers", zone="", since="2020-13-01")
    page = page_of(answer)
    assert answer.status_code == 422
    assert words(one(page, "title")).startswith("有2处要改")
    assert one(page, "#since").get("value") == "2020-13-01"
    late = family.hand_in(application)
    assert late.status_code == 422
    assert "还没有交" in words(page_of(late))


def test_a_draft_changed_elsewhere_is_shown_beside_ones_own(world: World, family: Family):
    """Of two tabs the later one sees both texts, and loses nothing."""
    application = family.begin(world)
    family.fill(application, "answers", zone="东", revision="1")
    answer = family.fill(application, "answers", zone="西", revision="1")
    page = page_of(answer)
    assert answer.status_code == 409
    assert one(page, "#zone").get("value") == "西"
    assert "别处存的是：东" in words(page)
    now = one(page, "#page input[name=revision]").get("value")
    assert family.fill(application, "answers", zone="西", revision=now).status_code == 302


def test_the_same_page_sent_twice_is_no_conflict(world: World, family: Family):
    """A broken connection and the button pressed again: the form goes on."""
    application = family.begin(world)
    for _ in range(2):
        answer = family.fill(application, "answers", zone="东", revision="1")
        assert answer.status_code == 302


def test_a_page_is_kept_while_it_is_filled_in(world: World, family: Family):
    """Saving by itself answers 204 with the next revision, and 409 to an old one."""
    application = family.begin(world)
    path = f"/family/applications/{application.uid}/save/"
    given = {"page": "answers", "zone": "东", "revision": "1"}
    answer = family.phone.post(path, given)
    assert (answer.status_code, answer["X-Revision"]) == (204, "2")
    assert family.phone.post(path, given | {"zone": "西"}).status_code == 409


def test_another_familys_form_is_not_there(world: World, family: Family):
    """A foreign application answers like one that does not exist."""
    application, other = filled(family, world), family_of("王家长")
    for page in ("", "form/answers/", "check/", "receipt/", "result/", "appeal/"):
        path = f"/family/applications/{application.uid}/{page}"
        assert other.phone.get(path).status_code == 404, page
    assert other.fill(application, "answers", zone="西").status_code == 404


def test_both_guardians_see_one_application(world: World, family: Family):
    """A child that the registry knows is on the chips of both, with one receipt."""
    other = family_of("林爸爸")
    child = child_of(family.actor, other.actor, name="林知夏")
    path = f"/family/calls/{world.call.uid}/start/"
    for one_of in (family, other):
        answer = one_of.phone.post(path, {"idempotency_key": key(), "child": str(child.uid)})
        assert answer.status_code == 302
    application = Application.objects.get()
    family.fill(application, "answers", zone="东")
    family.fill(application, "wishes-2", wish=[str(world.options["S2"].uid)])
    number = family.hand_in(application)["X-Receipt"]
    assert number in words(page_of(other.phone.get("/family/")))


def test_a_number_that_is_none_is_refused_kindly(world: World, family: Family):
    """What was typed stays; nothing was begun."""
    answer = family.phone.post(
        f"/family/calls/{world.call.uid}/start/",
        {"idempotency_key": key(), "name": "林知夏", "kind": "citizen", "number": "110101"},
    )
    assert answer.status_code == 422
    assert one(page_of(answer), "#name").get("value") == "林知夏"
    assert not Application.objects.exists()


def test_an_application_can_be_taken_back(world: World, family: Family):
    """Until the freeze, and home then offers to begin anew."""
    application = filled(family, world)
    family.hand_in(application)
    path = f"/family/applications/{application.uid}/withdraw/"
    family.phone.post(path, {"idempotency_key": key()})
    application.refresh_from_db()
    assert application.state == "withdrawn"
    shown = words(page_of(family.phone.get(f"/family/applications/{application.uid}/")))
    assert "已经撤回" in shown


def test_while_a_change_is_begun_what_was_handed_in_stays_in_sight(world: World, family: Family):
    """What counts is shown whole, and beside it what the change would change, and no more."""
    application = filled(family, world)
    assert family.hand_in(application).status_code == 302
    family.fill(application, "answers", zone="西", since="2020-05-01", migrant="no")
    family.fill(application, "wishes-2", wish=[str(world.options["S1"].uid), ""])
    page = page_of(family.phone.get(f"/family/applications/{application.uid}/"))
    changed, *counting = (words(one) for one in page.cssselect("section.facts-card"))
    assert "西交的是：东" in changed
    assert "第1小学 S1交的是：第2小学 S2" in changed
    assert "2020" not in changed
    assert [part for part in ("东", "第2小学 S2") if part not in " ".join(counting)] == []
    assert "第1小学 S1" not in " ".join(counting)
