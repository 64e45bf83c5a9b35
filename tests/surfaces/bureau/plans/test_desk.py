"""The review desk: decisions beside the source, by forms that work without script."""

from uuid import UUID

from django.test import Client

from tests.surfaces.bureau.plans.desk_world import Page, item_named, look, opened_by
from tests.surfaces.conftest import HandIn, SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import Item, Plan


def test_a_read_document_becomes_a_plan_by_a_form(officer: Client, hand_in: HandIn) -> None:
    """Tests the button on the document's page, the proposed head, and where it leads."""
    uid = hand_in()
    page = page_of(officer.get(f"/bureau/plans/{uid}/"))
    assert words(one(page, "#open")) == "立为计划"
    opening = Page(officer, page_of(officer.get(f"/bureau/plans/{uid}/open/")))
    form = opening.tree.forms[0]
    fields = dict(form.form_values())
    assert (fields["year"], fields["starts_on"], fields["last_day"]) == (
        "2026",
        "2026-01-01",
        "2026-12-31",
    )
    answer = officer.post(f"/bureau/plans/{uid}/open/", fields | {"last_day": "2025-12-31"})
    assert answer.status_code == 422
    assert "结束的日子要在开始之后" in answer.content.decode()
    answer = officer.post(f"/bureau/plans/{uid}/open/", fields)
    assert answer["Location"] == f"/bureau/plans/{uid}/review/"
    assert Plan.objects.get().title == "临澄市教育局2026年教育工作要点"


def test_accepting_leads_to_the_next_open_item(officer: Client, hand_in: HandIn) -> None:
    """Tests count, bar and what comes next after a decision."""
    uid = hand_in()
    plan = opened_by("hanwei", uid)
    first, second = Item.objects.order_by("ordinal")[:2]
    answer = look(officer, uid).send("/accept/")
    assert answer.status_code == 302
    assert f"item={second.key}" in answer["Location"]
    first.refresh_from_db()
    assert first.state == "accepted"
    page = look(officer, uid)
    total = Item.objects.filter(version__plan=plan).count()
    assert f"读出{total}项，已核对1项" in words(page.tree)
    assert one(page.tree, "#panel").get("data-item") == second.key


def test_about_asks_how_much_less_counts(officer: Client, hand_in: HandIn) -> None:
    """Tests the three answers, the one proposed, and one that is typed."""
    uid = hand_in()
    item = item_named(opened_by("hanwei", uid), "新增公办学位")
    page = look(officer, uid, item=item.key)
    said = words(one(page.tree, ".answers"))
    assert "少多少以内算完成？一个不少5%（3,990 个）自己填%" in said
    answer = page.send("/accept/", tolerance="own", tolerance_own="很多")
    assert answer.status_code == 422
    page = look(officer, uid, item=item.key)
    assert page.send("/accept/", tolerance="own", tolerance_own="2.5").status_code == 302
    item.refresh_from_db()
    assert item.content["tolerance"] == 250


def test_an_edit_keeps_what_was_typed_when_refused(officer: Client, hand_in: HandIn) -> None:
    """Tests the sentence beside the field, the words typed, and the edit put right."""
    uid = hand_in()
    item = item_named(opened_by("hanwei", uid), "教室照明改造")
    page = look(officer, uid, item=item.key, do="edit")
    answer = page.send("/edit/", value="两千五", name="照明改造教室")
    assert answer.status_code == 422
    again = Page(officer, page_of(answer))
    assert one(again.tree, "[name=name]").get("value") == "照明改造教室"
    assert one(again.tree, "[name=value]").get("aria-invalid") == "true"
    assert again.send("/edit/", value="2,600").status_code == 302
    item.refresh_from_db()
    assert (item.content["value"], item.content["name"]) == ("2600", "照明改造教室")


def test_merge_split_reject_and_undo_by_forms(officer: Client, hand_in: HandIn) -> None:
    """Tests the other verbs as their forms are drawn."""
    uid = hand_in()
    plan = opened_by("hanwei", uid)
    one_, other = item_named(plan, "教室照明改造"), item_named(plan, "照明达标率")
    page = look(officer, uid, item=one_.key, do="merge")
    assert page.send("/merge/", into=str(other.uid)).status_code == 302
    one_.refresh_from_db()
    assert one_.merged_into_id == other.pk
    page = look(officer, uid, item=other.key)
    refused = page.send("/reject/")
    assert (refused.status_code, "有1项并到" in refused.content.decode()) == (422, True)
    assert look(officer, uid).send("/undo/").status_code == 302
    assert look(officer, uid, item=other.key).send("/reject/").status_code == 302
    whole = item_named(plan, "接入监管系统")
    page = look(officer, uid, item=whole.key, do="split")
    assert page.send("/split/", **{"1__value": "1000", "2__value": "248"}).status_code == 302
    assert sorted(part.content["value"] for part in whole.parts.all()) == ["1000", "248"]


def test_a_late_decision_is_a_conflict_with_both_texts(
    officer: Client, sign_in: SignIn, hand_in: HandIn
) -> None:
    """Tests 409, both texts, and each of the three ways on."""
    uid = hand_in()
    item = item_named(opened_by("hanwei", uid), "教室照明改造")
    chief = sign_in("zhoumingyuan")
    for value, again in (("2700", "用我的"), ("2800", "接着改")):
        mine = look(officer, uid, item=item.key, do="edit")
        theirs = look(chief, uid, item=item.key, do="edit")
        assert theirs.send("/edit/", value="2600").status_code == 302
        answer = mine.send("/edit/", value=value)
        assert answer.status_code == 409
        page = Page(officer, page_of(answer))
        said = words(one(page.tree, "[data-conflict]"))
        assert "2,600" in said
        assert f"{int(value):,}" in said
        assert "完成2500间教室照明改造" in said
        assert "周明远改的" in said
        if again == "用我的":
            assert page.send("/edit/").status_code == 302
        else:
            form = next(form for form in page.tree.forms if form.cssselect(".editfields"))
            fields = dict(form.form_values()) | {"value": "2900"}
            assert officer.post(str(form.get("action")), fields).status_code == 302
        item.refresh_from_db()
        assert item.content["value"] == ("2700" if again == "用我的" else "2900")


def test_roles_without_review_keep_the_reading_page(sign_in: SignIn, hand_in: HandIn) -> None:
    """Tests that a department sees the document, no button, and no desk."""
    uid = hand_in()
    opened_by("hanwei", uid)
    department = sign_in("linyue")
    answer = department.get(f"/bureau/plans/{uid}/")
    assert answer.status_code == 200
    assert 'id="open"' not in answer.content.decode()
    assert department.get(f"/bureau/plans/{uid}/review/").status_code == 404


def test_a_plan_is_confirmed_on_its_page(officer: Client, hand_in: HandIn) -> None:
    """Tests that confirming is refused while something is open, and leads to the board after."""
    uid = hand_in()
    plan = opened_by("hanwei", uid)
    assert look(officer, uid).send("/rest/").status_code == 302
    address = f"/bureau/plans/plan/{plan.uid}/confirm/"
    assert "还有" in words(page_of(officer.get(address)))
    for item in Item.objects.filter(version__plan=plan, state="open"):
        assert look(officer, uid, item=item.key).send("/accept/").status_code == 302
    page = page_of(officer.get(address))
    (form,) = [form for form in page.forms if form.get("data-confirm") is not None]
    answer = officer.post(address, dict(form.form_values()))
    assert answer["Location"] == f"/bureau/board/{plan.uid}/"


def test_an_item_is_added_with_its_words(officer: Client, hand_in: HandIn) -> None:
    """Tests the form for what was missed, and that its words must stand in the source."""
    uid = hand_in()
    plan = opened_by("hanwei", uid)
    address = f"/bureau/plans/plan/{plan.uid}/add/"
    page = page_of(officer.get(address))
    fields = dict(page.forms[-1].form_values()) | {
        "name": "食堂数",
        "value": "1248",
        "unit": "个",
        "quote": "原文没有这一句",
    }
    assert officer.post(address, fields).status_code == 422
    answer = officer.post(address, fields | {"quote": "1248个学校食堂"})
    assert answer.status_code == 302
    assert item_named(plan, "食堂数").quote == "1248个学校食堂"


def test_the_page_itself_gets_only_what_changes(officer: Client, hand_in: HandIn) -> None:
    """Tests the parts that the script swaps."""
    uid = hand_in()
    opened_by("hanwei", uid)
    answer = officer.get(f"/bureau/plans/{uid}/review/", HTTP_HX_REQUEST="true")
    text = answer.content.decode()
    assert "<html" not in text
    for part in ("desk-head", "desk-count", "panel", "desk-foot"):
        assert f'id="{part}"' in text


def test_an_unknown_item_shows_the_first(officer: Client, hand_in: HandIn) -> None:
    """Tests an address that was cut or made up."""
    uid: UUID = hand_in()
    opened_by("hanwei", uid)
    for asked in ({"item": "X" * 40}, {"tab": "none"}, {"part": "9" * 9}, {"do": "list"}):
        look(officer, uid, **asked)


def test_lists_and_candidates_are_found_by_words(officer: Client, hand_in: HandIn) -> None:
    """Tests searching in names and in the words of the source."""
    uid = hand_in()
    item = item_named(opened_by("hanwei", uid), "教室照明改造")
    page = look(officer, uid, tab="all", do="list", q="照明改造")
    assert item.key in {row.get("data-item") for row in page.tree.cssselect("#panel .cell")}
    page = look(officer, uid, item=item.key, do="merge", q="达标率")
    assert "照明达标率" in words(one(page.tree, ".scrolling"))


def test_a_pile_that_is_done_says_so(officer: Client, hand_in: HandIn) -> None:
    """Tests what stands where no item is left: how many elsewhere, or the way to confirm."""
    uid = hand_in()
    plan = opened_by("hanwei", uid)
    Item.objects.filter(version__plan=plan, doubts=[]).update(state="accepted")
    Item.objects.filter(version__plan=plan, state="open").update(doubts=[], confidence=100)
    assert "这一堆没有了" in words(one(look(officer, uid, tab="doubt").tree, "#panel"))
    Item.objects.filter(version__plan=plan).update(state="accepted")
    assert "都核对完了" in words(one(look(officer, uid).tree, "#panel"))
