"""A document becomes a plan that is steered: handed in, reviewed, confirmed, hung with lights."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import NEW, OFFICER, expect_selected, hand_in, selected, wait_until_read
from tests.paths import SHARED
from xueyou.demo.replay.stage import person
from xueyou.demo.world import DOCUMENTS
from xueyou.domains.plans.models import Item, Light, Plan
from xueyou.domains.plans.services.plan_versions import accept_rest
from xueyou.domains.plans.services.reviewing import accept


def five_year_plan() -> Path:
    """Return a county's plan of five years: Dongtou's where it lies beside the checkout."""
    if SHARED is not None:
        return SHARED / "documents" / "dongtou-2023-2027-plan.txt"
    return DOCUMENTS / "plan-2024-2028.txt"


def decide(page: Page, key: str) -> str:
    """Press a key of the review desk; return the item that comes up after it."""
    before = selected(page)
    page.keyboard.press(key)
    expect(page.locator("#panel")).not_to_have_attribute("data-item", before)
    return selected(page)


def decide_the_rest(plan: Plan) -> None:
    """Accept what is left as the second officer would, one by one."""
    actor = person("songli")
    accept_rest(actor=actor, plan_uid=plan.uid, key=str(uuid4()))
    for item in Item.objects.filter(version__plan=plan, state="open"):
        asks = item.content.get("comparator") == "approx"
        accept(
            actor=actor,
            item_uid=item.uid,
            revision=item.revision,
            tolerance=0 if asks else None,
            key=str(uuid4()),
        )


@pytest.mark.both
def test_from_upload_to_lights(visit: Visit) -> None:
    """Tests upload, two decisions by keyboard, the confirmation, and the board with its lights."""
    page = visit(NEW, login=OFFICER)
    hand_in(page, five_year_plan())
    wait_until_read(page)
    document = page.url.split("/")[-2]
    page.goto(page.url.split("/bureau/")[0] + f"/bureau/plans/{document}/open/")
    page.get_by_role("button", name="立为计划，开始核对").click()
    page.wait_for_url("**/review/**")

    first = selected(page)
    second = decide(page, "a")
    third = decide(page, "r")
    plan = Plan.objects.get(versions__document__uid=document)
    states = dict(Item.objects.filter(version__plan=plan).values_list("key", "state"))
    assert (states[first], states[second], states[third]) == ("accepted", "rejected", "open")

    decide_the_rest(plan)
    page.goto(page.url.split("/bureau/")[0] + f"/bureau/plans/plan/{plan.uid}/confirm/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="确认这份计划").click()
    page.wait_for_url(f"**/bureau/board/{plan.uid}/**")
    tasks = plan.tasks.exclude(state="dropped").count()
    expect(page.locator("body")).to_contain_text("没数据")
    assert tasks > 5
    assert Light.objects.filter(plan=plan, about_kind="task", current=True).count() == tasks


def test_a_stale_decision_shows_both_texts(visit: Visit) -> None:
    """Tests that two officers lose nothing: the later sees what the earlier made of it."""
    plan = Plan.objects.get(state="review", title__contains="2024—2028")
    document = plan.versions.get().document.uid
    page = visit(f"/bureau/plans/{document}/review/", login=OFFICER)
    key = selected(page)
    item = Item.objects.get(version__plan=plan, key=key)
    accept(actor=person("songli"), item_uid=item.uid, revision=item.revision, key=str(uuid4()))
    page.keyboard.press("r")
    expect(page.locator("#panel")).to_contain_text("宋立")
    expect_selected(page, key)
    item.refresh_from_db()
    assert item.state == "accepted"
