"""From a telephone number to a receipt, with and without script: light, and without a barrier."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.families import FIRST_VIEW, LATER, WHOLE_PATH, Phone, opened_call
from tests.journeys.looking import PHONE
from tests.journeys.site import Site
from tests.kernel.calls.world import citizen_number


@pytest.fixture(scope="module")
def call(site: Site) -> str:
    """Open a city's enrolment once for the journeys of this file."""
    return str(opened_call(site.data))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_family_hands_in_and_sees_where_it_stands(
    site: Site, visit: Visit, call: str, script: bool
):
    """Twelve pages: each within its weight, the receipt the same on page, home and second phone."""
    number = "13800138001" if script else "13800138002"
    phone = Phone(visit("/", size=PHONE, script=script), site.data, script=script)
    phone.sign_in(number)
    first = phone.weights[0]
    phone.page.goto(f"{site.url}/family/calls/{call}/")
    phone.look()
    phone.page.fill("#name", "林知夏")
    phone.page.fill("#number", citizen_number(21 if script else 23))
    phone.press("保存，继续")
    phone.answer(("柳荫街小学", "文澜小学"))
    assert "柳荫街小学" in phone.page.inner_text("main")
    phone.press("提交申请")
    given = phone.page.inner_text("#receipt")
    phone.press("回首页")
    home = phone.page.inner_text("main")
    assert [part for part in (given, "正在核对信息", "您现在不用做什么") if part not in home] == []
    assert phone.wrong == []
    assert first <= FIRST_VIEW
    assert [weight for weight in phone.weights[1:] if weight > LATER] == []
    assert sum(phone.weights) <= WHOLE_PATH


def test_a_wrong_year_is_guessed_kindly_and_the_rest_is_kept(site: Site, visit: Visit, call: str):
    """The page says what is wrong and what is meant; home leads back to where it was left."""
    phone = Phone(visit("/", size=PHONE), site.data, script=True)
    phone.sign_in("13800138003")
    phone.page.goto(f"{site.url}/family/calls/{call}/")
    phone.page.fill("#name", "阿卜杜热合曼·艾则孜")
    phone.page.fill("#number", citizen_number(25))
    phone.press("保存，继续")
    for name, value in (("road", "桂园小区"), ("door", "7幢"), ("lived_year", "2027")):
        phone.page.fill(f"#{name}", value)
    phone.page.fill("#lived_month", "3")
    phone.press("保存，继续")
    assert "是2017年吗" in phone.page.inner_text("main")
    assert phone.page.title().startswith("有")
    assert phone.wrong == []
    phone.page.goto(f"{site.url}/family/")
    phone.press("接着填")
    assert phone.page.input_value("#road") == "桂园小区"
