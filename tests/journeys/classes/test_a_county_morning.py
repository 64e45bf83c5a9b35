"""Pages of classes as they are met, and a draw in the hall that needs no script."""

import pytest
from playwright.sync_api import Browser

from tests.domains.classes.grade import CALLED, WITNESSES
from tests.journeys.browsers import context_of
from tests.journeys.classes.world import Morning
from tests.journeys.looking import LAPTOP, PHONE, WIDE, Size, enlarge, faults
from tests.journeys.season.world import login_of
from tests.waiting import until

PAGES = {
    "list": ("clerk", "/classes/"),
    "draft": ("clerk", "/classes/{draft}/"),
    "trying": ("clerk", "/classes/{draft}/trying/"),
    "issued": ("clerk", "/classes/{issued}/"),
    "sealed": ("stage", "/classes/{sealed}/"),
    "commit": ("stage", "/classes/lots/{open_lot}/commit/"),
    "committed": ("stage", "/classes/lots/{lot}/commit/"),
    "drawn": ("clerk", "/classes/lots/{drawn}/stage/"),
    "stage": ("stage", "/classes/lots/{lot}/stage/"),
    "principal": ("principal", "/classes/{issued}/"),
    "watch": ("county", "/classes/watch/"),
    "above": ("county", "/classes/{issued}/"),
    "open": ("parent", "/divisions/{issued}/"),
    "own": ("parent", "/family/classes/{place}/"),
    "child": ("parent", "/family/children/{child}/"),
}


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=lambda size: size.name)
def test_no_page_of_classes_has_a_barrier(morning: Morning, browser: Browser, size: Size) -> None:
    """Nothing runs sideways, also in large type; targets are large enough; axe finds nothing."""
    wrong = []
    for name, (who, path) in PAGES.items():
        context = context_of(browser, size)
        cookie = morning.served.session_of(login_of(morning.people[who]))
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        answer = page.goto(morning.served.url + path.format(**morning.uids))
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{name}: answers {answer.status}")
        wrong += [f"{name}: {one}" for one in faults(page, touched=size.touched)]
        enlarge(page)
        wrong += [
            f"{name} in large type: {one}"
            for one in faults(page, touched=size.touched, rules=False)
        ]
        context.close()
    assert wrong == [], "\n".join(wrong)


def test_a_name_dragged_to_another_class_says_what_it_would_do(
    morning: Morning, browser: Browser
) -> None:
    """Dragged, measured in place, taken back; the list itself stands as it was."""
    context = context_of(browser, LAPTOP)
    cookie = morning.served.session_of(login_of(morning.people["clerk"]))
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(morning.served.url + "/classes/{draft}/trying/".format(**morning.uids))
    name = page.locator("[data-class='1'] [data-code]").first
    code = name.get_attribute("data-code")
    name.drag_to(page.locator("[data-class='2']"))
    page.locator(f"[data-class='2'] [data-code='{code}']").wait_for()
    assert "13人" in page.inner_text("#trial [role=status]")
    page.click("text=退回")
    page.locator(f"[data-class='1'] [data-code='{code}']").wait_for()
    assert page.locator("input[name=move]").count() == 0
    context.close()


def test_a_draw_in_the_hall(morning: Morning, browser: Browser) -> None:
    """A parent presses the key, no script needed; the list is there before anybody sits down."""
    context = context_of(browser, WIDE, script=False)
    cookie = morning.served.session_of(login_of(morning.people["stage"]))
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    address = morning.served.url + "/classes/lots/{lot}/stage/".format(**morning.uids)
    page.goto(address)
    assert "请录入" in page.inner_text("main")
    page.fill("#published", CALLED[:3])
    page.fill("#witnesses", "\n".join(WITNESSES))
    page.click("text=请家长代表按键揭晓")
    assert "没有" in page.inner_text(".stage [role=alert]")
    page.fill("#published", CALLED)
    page.click("text=请家长代表按键揭晓")
    assert page.locator(".stage-digits li").all_inner_texts() == CALLED.split()

    def done() -> bool:
        page.goto(address)
        return page.locator("main").get_attribute("data-lot-state") == "done"

    until(done, "the list is made")
    for person in morning.there.people:
        assert person.name not in page.content()
    context.close()
