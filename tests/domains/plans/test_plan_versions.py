"""A new document of a plan keeps what still stands, and asks about what changed or is gone."""

from uuid import UUID

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reviewed import (
    WORDS,
    changed,
    fresh,
    handed_in,
    key,
    named,
    opened,
)
from xueyou.domains.plans.models import Item, Plan
from xueyou.domains.plans.services.carrying import open_version
from xueyou.domains.plans.services.plan_versions import accept_rest, confirm_version
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import accept, edit, merge, reject
from xueyou.domains.plans.services.splitting import split

REVISED = (
    WORDS.replace("招聘教师860人", "招聘教师900人")
    .replace("完成2500间教室照明改造，", "")
    .replace(
        "(三)配齐教师", "(三)建设校园书吧。新建校园书吧30个。(责任单位：市教育局)\n(四)配齐教师"
    )
)


def settled(city: City) -> Plan:
    """Open a plan, decide on everything in each of the ways there are, and confirm it."""
    plan = opened(city.officer)
    officer = city.officer
    rate = named(plan, "体检覆盖率")
    edit(
        actor=officer,
        item_uid=rate.uid,
        revision=1,
        content=changed(rate, name="教师免费体检覆盖率"),
        key=key(),
    )
    places = named(plan, "学位")
    parts = [changed(places, value="4000", tolerance=0), changed(places, value="200", tolerance=0)]
    split(actor=officer, item_uid=places.uid, revision=1, parts=parts, key=key())
    step = named(plan, "开工", "milestone")
    reject(actor=officer, item_uid=step.uid, revision=1, key=key())
    accept_rest(actor=officer, plan_uid=plan.uid, key=key())
    for item in Item.objects.filter(version__plan=plan, state="open"):
        accept(actor=officer, item_uid=item.uid, revision=item.revision, key=key())
    confirm_version(actor=officer, plan_uid=plan.uid, key=key())
    return plan


def second(city: City, plan: Plan, text: str = REVISED) -> dict[str, Item]:
    """Open the revised document as the plan's next version; return its items by name."""
    document: UUID = handed_in(city.officer, text, "要点修订.txt")
    open_version(actor=city.officer, plan_uid=plan.uid, document_uid=document, key=key())
    items = plan.versions.get(number=2).items.all()
    return {str(item.content.get("name") or item.content.get("title")): item for item in items}


def test_equal_words_carry_their_decision(city: City) -> None:
    """Tests accepted, edited, rejected and split items whose sentence did not change."""
    plan = settled(city)
    before = {item.thread: item for item in plan.versions.get(number=1).items.all()}
    items = second(city, plan)
    rate = items["教师免费体检覆盖率"]
    assert rate.state == "accepted"
    assert before[rate.thread].pk == rate.carries_id
    assert {item.state for name, item in items.items() if "开工" in name} == {"rejected"}
    halves = [item for item in items.values() if item.split_from_id]
    assert {half.state for half in halves} == {"accepted"}
    assert {change.deed for half in halves for change in half.changes.all()} == {"carry"}


def test_changed_words_are_open_beside_the_old_ones(city: City) -> None:
    """Tests a new figure, and a task whose number alone changed."""
    items = second(city, settled(city))
    teachers = items["招聘教师"]
    assert (teachers.state, teachers.content["value"]) == ("open", "900")
    assert teachers.carries is not None
    assert teachers.carries.content["value"] == "860"
    assert any("上一版" in doubt for doubt in teachers.doubts)
    assert items["配齐教师"].state == "accepted"
    assert teachers.content["task"] == items["配齐教师"].key


def test_what_the_document_lacks_is_asked_about(city: City) -> None:
    """Tests that a promise which is gone is open, to be kept or dropped."""
    items = second(city, settled(city))
    gone = [item for item in items.values() if item.key.startswith("K")]
    assert [item.content["value"] for item in gone if item.kind == "indicator"] == ["2500"]
    assert {item.state for item in gone} == {"open"}
    new = items["建设校园书吧"]
    assert (new.state, new.carries_id) == ("open", None)


def test_confirming_replaces_the_version_in_force(city: City) -> None:
    """Tests that tasks keep their rows, and what was dropped is dropped."""
    plan = settled(city)
    tasks = {task.thread: task.pk for task in plan.tasks.all()}
    second(city, plan)
    accept_rest(actor=city.officer, plan_uid=plan.uid, key=key())
    for item in Item.objects.filter(version__plan=plan, version__number=2, state="open"):
        if item.key.startswith("K"):
            reject(actor=city.officer, item_uid=item.uid, revision=1, key=key())
        else:
            accept(actor=city.officer, item_uid=item.uid, revision=1, key=key())
    confirm_version(actor=city.officer, plan_uid=plan.uid, key=key())
    states = dict(plan.versions.values_list("number", "state"))
    assert states == {1: "superseded", 2: "confirmed"}
    standing = {task.thread: task.pk for task in plan.tasks.filter(state="open")}
    assert tasks.items() <= standing.items()
    assert len(standing) == len(tasks) + 1


def test_merged_items_stay_merged(city: City) -> None:
    """Tests that a merger is carried where both its sides are."""
    plan = opened(city.officer)
    one, other = named(plan, "体检覆盖率"), named(plan, "招聘教师")
    merge(actor=city.officer, item_uid=one.uid, revision=1, into_uid=other.uid, key=key())
    for item in Item.objects.filter(state="open"):
        tolerance = 0 if item.content.get("tolerance", 0) is None else None
        accept(actor=city.officer, item_uid=item.uid, revision=1, key=key(), tolerance=tolerance)
    confirm_version(actor=city.officer, plan_uid=plan.uid, key=key())
    second(city, plan, WORDS)
    version = plan.versions.get(number=2)
    assert not version.items.filter(state="open").exists()
    merged = version.items.get(state="merged")
    assert merged.merged_into is not None
    assert merged.merged_into.thread == fresh(other).thread


def test_parts_that_were_divided_or_merged_stay_so(city: City) -> None:
    """Tests a part that was split once more, and one that was merged: neither is asked about."""
    plan = opened(city.officer)
    places = named(plan, "学位")
    for item, values in ((places, ("4000", "200")), (None, ("3000", "1000"))):
        whole = item or Item.objects.get(split_from=places, content__value="4000")
        parts = [changed(whole, value=value, tolerance=0) for value in values]
        split(actor=city.officer, item_uid=whole.uid, revision=1, parts=parts, key=key())
    one = Item.objects.get(split_from=places, content__value="200")
    into = named(plan, "招聘教师")
    merge(actor=city.officer, item_uid=one.uid, revision=1, into_uid=into.uid, key=key())
    for item in Item.objects.filter(state="open"):
        tolerance = 0 if item.content.get("tolerance", 0) is None else None
        accept(actor=city.officer, item_uid=item.uid, revision=1, key=key(), tolerance=tolerance)
    confirm_version(actor=city.officer, plan_uid=plan.uid, key=key())
    second(city, plan, WORDS)
    of_version = [
        sorted(
            (item.state, item.content.get("value", ""), item.split_from and item.split_from.state)
            for item in plan.versions.get(number=number).items.filter(thread__in=threads)
        )
        for threads in [list(plan.versions.get(number=1).items.values_list("thread", flat=True))]
        for number in (1, 2)
    ]
    assert of_version[0] == of_version[1]
    version = plan.versions.get(number=2)
    assert version.items.count() == plan.versions.get(number=1).items.count()
    assert not version.items.filter(state="open").exists()
    assert version.items.filter(split_from__split_from__isnull=False).count() == 2


def test_one_version_at_a_time(city: City) -> None:
    """Tests that neither an unconfirmed plan nor one in review takes a new version."""
    plan = opened(city.officer)
    document = handed_in(city.officer, REVISED, "二.txt")
    with pytest.raises(PlanRefused, match="在核对"):
        open_version(actor=city.officer, plan_uid=plan.uid, document_uid=document, key=key())
