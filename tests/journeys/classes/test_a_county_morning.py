"""Pages of classes as they are met, and a draw in the hall that needs no script."""

import pytest

from tests.domains.classes.grade import CALLED, WITNESSES
from tests.journeys.classes.conftest import Open
from tests.journeys.classes.world import Morning
from tests.journeys.looking import LAPTOP, PHONE, WIDE, Size, enlarge, faults
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
def test_no_page_of_classes_has_a_barrier(open_as: Open, size: Size) -> None:
    """Nothing runs sideways, also in large type; targets are large enough; axe finds nothing."""
    wrong = []
    for name, (who, path) in PAGES.items():
        page = open_as(who, path, size)
        wrong += [f"{name}: {one}" for one in faults(page, touched=size.touched)]
        enlarge(page)
        wrong += [
            f"{name} in large type: {one}"
            for one in faults(page, touched=size.touched, rules=False)
        ]
        page.context.close()
    assert wrong == [], "\n".join(wrong)


def test_a_name_dragged_to_another_class_says_what_it_would_do(open_as: Open) -> None:
    """Dragged, measured in place, taken back; the list itself stands as it was."""
    page = open_as("clerk", "/classes/{draft}/trying/", LAPTOP)
    name = page.locator("[data-class='1'] [data-code]").first
    code = name.get_attribute("data-code")
    name.drag_to(page.locator("[data-class='2']"))
    page.locator(f"[data-class='2'] [data-code='{code}']").wait_for()
    assert "13人" in page.inner_text("#trial [role=status]")
    page.click("text=退回")
    page.locator(f"[data-class='1'] [data-code='{code}']").wait_for()
    assert page.locator("input[name=move]").count() == 0


def test_a_draw_in_the_hall(morning: Morning, open_as: Open) -> None:
    """A parent presses the key, no script needed; the list is there before anybody sits down."""
    page = open_as("stage", "/classes/lots/{lot}/stage/", WIDE, script=False)
    address = page.url
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
