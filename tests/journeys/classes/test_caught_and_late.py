"""A preset that is caught; a child who comes when the list hangs already."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.domains.classes.grade import CALLED, WITNESSES, classes_of
from tests.journeys.classes.conftest import Open
from tests.journeys.classes.world import LATE, Morning
from tests.journeys.looking import LAPTOP, PHONE
from tests.waiting import until
from xueyou.domains.classes.models import Division, Lot
from xueyou.platform.time import business_now, frozen_business


def test_a_caught_preset(morning: Morning, open_as: Open) -> None:
    """The nephew is asked into class 1; nothing binds, and the county answers it on a telephone."""
    why = "他舅舅打过招呼"
    page = open_as("clerk", "/classes/{draft}/", LAPTOP)
    page.click("text=登记一项要求")
    page.select_option("#kind", "fixed")
    page.select_option("#ground", "other")
    page.fill("#reason", why)
    page.fill("#class_number", "1")
    page.locator(".classes-who input").nth(5).check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text(why)
    asked = page.locator(".cell", has_text=why)
    expect(asked).to_contain_text("没有采纳")
    board = open_as("county", "/classes/watch/", PHONE)
    alarms = board.locator("[aria-labelledby=alarms-h] .cell")
    open_ones = alarms.filter(has_text="没处理").count()
    answered = alarms.filter(has=board.locator("form")).first
    answered.get_by_label("查的结果").fill("已约谈，没有预留位置")
    answered.get_by_role("button", name="记下查的结果").click()
    expect(alarms.filter(has_text="没处理")).to_have_count(open_ones - 1)
    expect(alarms.filter(has_text="已约谈，没有预留位置")).to_have_count(1)


def test_a_late_arrival(morning: Morning, open_as: Open) -> None:
    """Taken in at the desk, sealed, drawn on the stage; nobody who has a class is moved."""
    division = Division.objects.get(uid=morning.uids["issued"])
    before = classes_of(division)
    page = open_as("clerk", "/classes/{issued}/", LAPTOP)
    expect(page.locator("main")).not_to_contain_text(LATE)
    page.click("text=后来的学生进名单")
    expect(page.locator("main")).to_contain_text(LATE)
    page.click("text=封存后来的学生，准备抽签")
    expect(page.locator("h1")).to_contain_text("后来的学生")
    expect(page.locator("main")).not_to_contain_text(LATE)
    lot = Lot.objects.get(division=division, purpose="late")
    with frozen_business(business_now() - timedelta(hours=2)):  # its hour is over
        morning.here.commit(lot)
    page.goto(morning.served.url + f"/classes/lots/{lot.uid}/stage/")
    page.fill("#published", CALLED)
    page.fill("#witnesses", "\n".join(WITNESSES))
    page.click("text=请家长代表按键揭晓")

    def done() -> bool:
        page.goto(morning.served.url + f"/classes/lots/{lot.uid}/stage/")
        return page.locator("main").get_attribute("data-lot-state") == "done"

    until(done, "the late one has a class")
    after = classes_of(division)
    assert {code: after[code] for code in before} == before
    (new,) = (given for code, given in after.items() if code not in before)
    assert new in (1, 2)
    page.goto(morning.served.url + "/classes/{issued}/".format(**morning.uids))
    expect(page.locator("tr", has_text=LATE)).to_contain_text(f"{new}班")
