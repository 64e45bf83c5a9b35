"""Officers decide on items: each says what he saw, and nobody's words are lost."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reviewed import WORDS, changed, fresh, handed_in, key, named, opened
from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.models import Item, ItemChange, Plan
from xueyou.domains.plans.services.conflicts import Conflict
from xueyou.domains.plans.services.plan_versions import (
    abandon_version,
    accept_rest,
    confirm_version,
    open_plan,
)
from xueyou.domains.plans.services.proposing import NotAPlan
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import accept, edit, merge, reject, reopen
from xueyou.domains.plans.services.splitting import add, split, undo
from xueyou.platform.access.reading import NotFound, scope

REPORT = """甲市教育局2025年工作总结

2025年，全市新建学校12所，新增学位4200个，完成2500间教室照明改造，招聘教师860人。
"""


def test_a_document_opens_as_open_items_in_their_order(city: City) -> None:
    """Tests kinds, theme, lead and support, what tasks things belong to, and the county's share."""
    plan = opened(city.officer)
    items = list(plan.versions.get().items.order_by("ordinal"))
    assert {item.state for item in items} == {"open"}
    assert [item.start for item in items] == sorted(item.start for item in items)
    teachers = named(plan, "配齐教师", "task")
    assert teachers.content["theme"] == "队伍"
    assert teachers.content["units"] == [
        {"role": "lead", "unit": "人事科"},
        {"role": "support", "unit": "市财政局"},
    ]
    building = named(plan, "加快学校建设", "task")
    places = named(plan, "学位")
    assert places.content["task"] == building.key
    assert (places.content["value"], places.content["comparator"]) == ("4200", "approx")
    assert places.content["tolerance"] is None
    step = named(plan, "开工", "milestone")
    assert step.content["due_on"] == "2026-06-30"
    shares = [item for item in items if item.content.get("subject") == "甲县"]
    assert [share.content["value"] for share in shares] == ["8"]
    for item in items:
        assert WORDS[item.start : item.end].strip()


def test_a_report_is_no_plan(city: City) -> None:
    """Tests that what was done already is refused in words, and may be read as before."""
    document = handed_in(city.officer, REPORT)
    with pytest.raises(NotAPlan, match="已经做过的事"):
        _open(city, document)
    assert not Plan.objects.exists()


def test_a_document_is_opened_once(city: City) -> None:
    """Tests a second opening by another key, and the same one by the same key."""
    document = handed_in(city.officer)
    first = _open(city, document, "same")
    assert _open(city, document, "same") == first
    with pytest.raises(PlanRefused, match="已经立为计划"):
        _open(city, document)


def test_a_county_cannot_touch_the_bureaus_items(city: City) -> None:
    """Tests that another's item does not exist, for reading about it and for deciding."""
    item = named(opened(city.officer), "学位")
    for somebody in (city.county_a, city.department, city.auditor):
        with pytest.raises(NotFound):
            accept(actor=somebody, item_uid=item.uid, revision=1, key=key(), tolerance=0)


def test_about_is_accepted_only_with_an_answer(city: City) -> None:
    """Tests that somebody must say how much less counts as done."""
    item = named(opened(city.officer), "学位")
    with pytest.raises(PlanRefused, match="少多少"):
        accept(actor=city.officer, item_uid=item.uid, revision=1, key=key())
    accept(actor=city.officer, item_uid=item.uid, revision=1, key=key(), tolerance=500)
    assert (fresh(item).state, fresh(item).content["tolerance"]) == ("accepted", 500)


def test_a_stale_edit_is_a_conflict_with_both_texts(city: City) -> None:
    """Tests that the second of two edits is not written and brings what the first wrote."""
    item = named(opened(city.officer), "招聘教师")
    mine, yours = changed(item, value="900"), changed(item, value="870")
    edit(actor=city.chief, item_uid=item.uid, revision=1, content=yours, key=key())
    with pytest.raises(Conflict) as conflict:
        edit(actor=city.officer, item_uid=item.uid, revision=1, content=mine, key=key())
    assert conflict.value.theirs.content["value"] == "870"
    assert conflict.value.theirs.by == city.chief.user.name  # type: ignore[union-attr]
    assert conflict.value.yours.content == mine
    assert fresh(item).content["value"] == "870"
    edit(actor=city.officer, item_uid=item.uid, revision=2, content=mine, key=key())
    assert fresh(item).content["value"] == "900"
    kept = ItemChange.objects.filter(item=item).order_by("revision")
    assert [change.after["content"]["value"] for change in kept] == ["870", "900"]


def test_a_repeated_edit_is_written_once(city: City) -> None:
    """Tests that the same form sent twice is one change and no conflict."""
    item = named(opened(city.officer), "招聘教师")
    for _ in range(2):
        edit(
            actor=city.officer,
            item_uid=item.uid,
            revision=1,
            content=changed(item, value="900"),
            key="twice",
        )
    assert fresh(item).revision == 2


def test_wrong_words_are_all_named_and_nothing_is_written(city: City) -> None:
    """Tests the sentences of several fields at once."""
    item = named(opened(city.officer), "招聘教师")
    with pytest.raises(PlanRefused) as refused:
        edit(
            actor=city.officer,
            item_uid=item.uid,
            revision=1,
            content=changed(item, value="很多", period="明年", task="T99", subject="丙县"),
            key=key(),
        )
    assert set(refused.value.wrong) == {"value", "period"}
    with pytest.raises(PlanRefused) as refused:
        edit(
            actor=city.officer,
            item_uid=item.uid,
            revision=1,
            content=changed(item, task="T99", subject="丙县"),
            key=key(),
        )
    assert set(refused.value.wrong) == {"task", "subject"}
    assert fresh(item).revision == 1


def test_what_was_merged_into_an_item_holds_it(city: City) -> None:
    """Tests merging, that the other cannot be rejected then, and putting back."""
    plan = opened(city.officer)
    one, other = named(plan, "招聘教师"), named(plan, "照明")
    merge(actor=city.officer, item_uid=one.uid, revision=1, into_uid=other.uid, key=key())
    assert fresh(one).merged_into_id == other.pk
    with pytest.raises(PlanRefused, match="有1项并到"):
        reject(actor=city.officer, item_uid=other.uid, revision=1, key=key())
    with pytest.raises(PlanRefused, match="并到别的项"):
        accept(actor=city.officer, item_uid=one.uid, revision=2, key=key())
    reopen(actor=city.officer, item_uid=one.uid, revision=2, key=key())
    reject(actor=city.officer, item_uid=other.uid, revision=1, key=key())
    with pytest.raises(PlanRefused, match="不能并到它"):
        merge(actor=city.officer, item_uid=one.uid, revision=3, into_uid=other.uid, key=key())


def test_only_like_is_merged_with_like(city: City) -> None:
    """Tests a task offered for an indicator, and an item for itself."""
    plan = opened(city.officer)
    one, task = named(plan, "招聘教师"), named(plan, "配齐教师", "task")
    for other in (task, one):
        with pytest.raises(PlanRefused, match="同一种"):
            merge(actor=city.officer, item_uid=one.uid, revision=1, into_uid=other.uid, key=key())


def test_a_split_makes_open_parts_and_can_be_undone(city: City) -> None:
    """Tests keys, words and states of the parts, and that undoing takes them away again."""
    item = named(opened(city.officer), "招聘教师")
    parts = [changed(item, name="招聘小学教师", value="400"), changed(item, value="460")]
    split(actor=city.officer, item_uid=item.uid, revision=1, parts=parts, key=key())
    made = list(item.parts.order_by("key"))
    assert [part.key for part in made] == ["S1", "S2"]
    assert {part.state for part in made} == {"open"}
    assert {part.quote for part in made} == {item.quote}
    undo(actor=city.officer, item_uid=item.uid, revision=2, key=key())
    assert fresh(item).state == "open"
    assert {fresh(part).state for part in made} == {"rejected"}


def test_a_split_somebody_built_upon_stays(city: City) -> None:
    """Tests that a part decided upon holds the split."""
    item = named(opened(city.officer), "招聘教师")
    parts = [changed(item, value="400"), changed(item, value="460")]
    split(actor=city.officer, item_uid=item.uid, revision=1, parts=parts, key=key())
    accept(actor=city.chief, item_uid=item.parts.get(key="S1").uid, revision=1, key=key())
    with pytest.raises(PlanRefused, match="已经有人核对过"):
        undo(actor=city.officer, item_uid=item.uid, revision=2, key=key())


def test_undo_takes_back_ones_own_last_decision_only(city: City) -> None:
    """Tests undoing an edit, not somebody else's, and not twice."""
    item = named(opened(city.officer), "招聘教师")
    before = item.content
    edit(
        actor=city.officer,
        item_uid=item.uid,
        revision=1,
        content=changed(item, value="900"),
        key=key(),
    )
    with pytest.raises(PlanRefused, match="不是您定的"):
        undo(actor=city.chief, item_uid=item.uid, revision=2, key=key())
    undo(actor=city.officer, item_uid=item.uid, revision=2, key=key())
    assert (fresh(item).state, fresh(item).content) == ("open", before)
    with pytest.raises(PlanRefused, match="撤销过"):
        undo(actor=city.officer, item_uid=item.uid, revision=3, key=key())
    with pytest.raises(Conflict):
        undo(actor=city.officer, item_uid=item.uid, revision=2, key=key())


def test_an_item_added_by_hand_quotes_the_document(city: City) -> None:
    """Tests that words which do not stand there are refused."""
    plan = opened(city.officer)
    content = changed(named(plan, "招聘教师"), name="教师体检人数", value="5000")
    for quote in ("原文里没有的话", "教"):
        with pytest.raises(PlanRefused, match="原文"):
            add(
                actor=city.officer,
                plan_uid=plan.uid,
                kind="indicator",
                content=content,
                quote=quote,
                key=key(),
            )
    uid = add(
        actor=city.officer,
        plan_uid=plan.uid,
        kind="indicator",
        content=content,
        quote="教师体检覆盖率",
        key=key(),
    )
    item = Item.objects.get(uid=uid)
    assert (item.key, item.state, item.quote) == ("S1", "accepted", "教师体检覆盖率")


def test_what_is_doubtful_never_goes_along(city: City) -> None:
    """Tests that accepting the rest leaves doubts, questions and touched items alone."""
    plan = opened(city.officer)
    touched = named(plan, "招聘教师")
    accept(actor=city.officer, item_uid=touched.uid, revision=1, key=key())
    reopen(actor=city.officer, item_uid=touched.uid, revision=2, key=key())
    doubtful = {item.pk for item in Item.objects.all() if item.doubts or item.confidence < 80}
    assert doubtful
    count = accept_rest(actor=city.chief, plan_uid=plan.uid, key=key())
    left = Item.objects.filter(state="open")
    assert {item.pk for item in left} == doubtful | {touched.pk}
    assert count == Item.objects.filter(state="accepted").count()
    assert ItemChange.objects.filter(deed="accept", by=city.chief.user).count() == count


def test_a_plan_is_confirmed_when_every_item_is_decided(city: City) -> None:
    """Tests the refusal with its count, the confirmed plan, and that review is over then."""
    plan = opened(city.officer)
    accept_rest(actor=city.officer, plan_uid=plan.uid, key=key())
    left = list(Item.objects.filter(state="open"))
    with pytest.raises(PlanRefused, match=f"还有{len(left)}项"):
        confirm_version(actor=city.officer, plan_uid=plan.uid, key=key())
    for item in left:
        tolerance = 500 if item.content.get("comparator") == "approx" else None
        accept(actor=city.officer, item_uid=item.uid, revision=1, key=key(), tolerance=tolerance)
    confirm_version(actor=city.chief, plan_uid=plan.uid, key=key())
    plan.refresh_from_db()
    assert plan.state == "steered"
    assert plan.versions.get().state == "confirmed"
    assert plan.tasks.count() == 3
    with pytest.raises(PlanRefused, match="不在核对"):
        reopen(actor=city.officer, item_uid=left[0].uid, revision=2, key=key())


def test_a_wrong_plan_is_given_up(city: City) -> None:
    """Tests that an abandoned version is closed to everything."""
    plan = opened(city.officer)
    abandon_version(actor=city.officer, plan_uid=plan.uid, key=key())
    with pytest.raises(PlanRefused):
        accept_rest(actor=city.officer, plan_uid=plan.uid, key=key())
    item = named(plan, "招聘教师")
    with pytest.raises(PlanRefused):
        accept(actor=city.officer, item_uid=item.uid, revision=1, key=key())


def test_a_plan_given_up_stays_unseen_below(city: City) -> None:
    """Counties and departments never learn of what was reviewed and not confirmed."""
    plan = opened(city.officer)
    abandon_version(actor=city.officer, plan_uid=plan.uid, key=key())
    for reader in (city.county_a, city.department):
        assert not scope(reader, READ_PLAN).filter(pk=plan.pk).exists()
    assert scope(city.officer, READ_PLAN).filter(pk=plan.pk).exists()


def _open(city: City, document: object, given: str | None = None) -> object:
    return open_plan(
        actor=city.officer,
        document_uid=str(document),
        title="要点",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=given or key(),
    )
