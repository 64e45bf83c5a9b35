"""From a document to a plan with lights, by keyboard; and two officers at one item."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    NEW,
    OFFICER,
    expect_selected,
    hand_in,
    selected,
    wait_until_keys_work,
    wait_until_read,
)
from tests.paths import SHARED
from xueyou.demo.world import DOCUMENTS
from xueyou.domains.plans.models import Item, Light, Plan

COLLEAGUE = "songli"
WORDS = """临澄市教育局2026年{name}

一、扩充学位
(一)加快学校建设。全年新建改扩建中小学12所，完成2500间教室照明改造。(责任单位：规划建设科)
(二)办好开放日。举办校园开放日300场，接待家长2万人次。(责任单位：基础教育科)
"""


def paper() -> Path:
    """Return the plan over five years as a district issued it, else the demo city's own."""
    if SHARED is not None:
        return SHARED / "documents" / "dongtou-2023-2027-plan.txt"
    return DOCUMENTS / "plan-2024-2028.txt"


def _opened(visit: Visit, name: str) -> Page:
    """Hand a small plan in and open it for review."""
    page = visit(NEW, login=OFFICER)
    text = WORDS.format(name=name).encode()
    hand_in(page, {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text})
    wait_until_read(page)
    page.locator("#open").click()
    page.get_by_role("button", name="立为计划，开始核对").click()
    wait_until_keys_work(page)
    return page


@pytest.mark.both
def test_a_document_becomes_a_plan_with_lights_by_keyboard(visit: Visit) -> None:
    """Tests the whole way: handed in, read, opened, each doubt decided, confirmed, lights on."""
    page = visit(NEW, login=OFFICER)
    hand_in(page, paper())
    wait_until_read(page)
    page.locator("#open").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="立为计划，开始核对").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk]")).to_be_visible()
    page.get_by_role("button", name="接受其余有把握的").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".doc")).to_contain_text("项有把握的")
    wait_until_keys_work(page)
    uid = page.url.split("/review/")[0].split("/")[-1]
    plan = Plan.objects.get(versions__document__uid=uid)
    left = Item.objects.filter(version__plan=plan, state="open").count()
    assert 0 < left < 60
    page.evaluate("window.same = true")
    for _ in range(left):
        here = selected(page)
        page.keyboard.press("a")
        expect(page.locator("#panel")).not_to_have_attribute("data-item", here)
    assert page.evaluate("window.same") is True
    expect(page.locator("#panel")).to_contain_text("都核对完了")
    page.keyboard.press("a")
    page.get_by_role("button", name="确认这份计划").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bureau/board/{plan.uid}/")
    plan.refresh_from_db()
    assert plan.state == "steered"
    assert Light.objects.filter(plan=plan, current=True).count() >= plan.tasks.count() > 0
    task = plan.tasks.order_by("number")[0]
    expect(page.locator("main")).to_contain_text(task.title)
    expect(page.locator("main .tag").first).to_be_visible()


def test_edit_reject_and_undo_by_keyboard(visit: Visit) -> None:
    """Tests that the document stays, the margin's shapes move, and Z takes the last one back."""
    page = _opened(visit, "按键")
    page.evaluate("window.same = true")
    task = selected(page)
    page.keyboard.press("a")
    expect(page.locator("#panel")).not_to_have_attribute("data-item", task)
    item = selected(page)
    page.keyboard.press("e")
    expect(page.locator("[name=name]")).to_be_focused()
    page.locator("[name=value]").fill("十五")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_contain_text("目标只填一个数")
    page.locator("[name=value]").fill("15")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).not_to_have_attribute("data-item", item)
    page.keyboard.press("r")
    expect(page.locator("#desk-count")).to_contain_text("退回 1")
    page.keyboard.press("z")
    expect(page.locator("#desk-count")).to_contain_text("退回 0")
    page.goto(page.url.split("?")[0] + f"?tab=all&item={item}")
    expect(page.locator("#panel")).to_contain_text("15 所")


def test_two_officers_at_one_item_see_both_texts(visit: Visit) -> None:
    """Tests the merge screen: his words, yours, the document's; then yours is kept."""
    mine = _opened(visit, "两个人")
    address = "/" + mine.url.split("/", 3)[3].split("?")[0]
    uid = address.split("/")[3]
    item = Item.objects.get(
        version__document__uid=uid, kind="indicator", content__name__icontains="照明"
    )
    edit = f"{address}?item={item.key}&do=edit"
    theirs = visit(edit, login=COLLEAGUE)
    mine.goto(mine.url.split("/bureau/")[0] + edit)
    theirs.locator("[name=value]").fill("2600")
    theirs.keyboard.press("Enter")
    expect(theirs.locator("#panel")).not_to_have_attribute("data-item", item.key)
    mine.locator("[name=value]").fill("2700")
    mine.keyboard.press("Enter")
    both = mine.locator("[data-conflict]")
    expect(both).to_contain_text("宋立")
    for words in ("2,600", "2,700", "完成2500间教室照明改造"):
        expect(both).to_contain_text(words)
    item.refresh_from_db()
    assert item.content["value"] == "2600"
    mine.locator("[data-mine]").click()
    expect(mine.locator("[data-conflict]")).to_have_count(0)
    item.refresh_from_db()
    assert item.content["value"] == "2700"
    expect(mine.locator("#desk-foot")).to_contain_text("在同时核对")


def test_the_desk_works_without_script(visit: Visit) -> None:
    """Tests a decision by its button, and that the next item comes by itself."""
    address = _opened(visit, "没有脚本").url.split("?")[0]
    page = visit("/" + address.split("/", 3)[3], login=OFFICER, script=False)
    first = selected(page)
    page.get_by_role("button", name="接受", exact=False).first.click()
    assert selected(page) != first
    expect_selected(page, selected(page))
    expect(page.locator("#desk-count")).to_contain_text("全部")
