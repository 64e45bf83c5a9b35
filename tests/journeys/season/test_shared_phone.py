"""A telephone that is handed on: signed out, it holds and shows nothing of the family before."""

from playwright.sync_api import expect

from tests.journeys.season.conftest import Take
from tests.journeys.season.world import Season
from tests.kernel.calls.world import citizen_number
from xueyou.domains.enrolment.rulebooks import forms

NAME, NUMBER = "阿卜杜热合曼·艾则孜", citizen_number(27)
KEPT = """async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), document.cookie,
  window.caches ? await caches.keys() : [],
  indexedDB.databases ? (await indexedDB.databases()).map((one) => one.name) : [],
])"""


def test_a_family_signs_out_and_the_phone_is_empty(season: Season, take: Take) -> None:
    """No storage of the browser holds the child; going back leads to the door."""
    asked = season.asks("2026年小学入学（共用手机）", forms.THREE, [("LY", "planned", 1)])
    phone = take("/")
    phone.sign_in("13800138027")
    page = phone.page
    page.goto(season.served.url + asked.path)
    page.fill("#name", NAME)
    page.fill("#number", NUMBER)
    phone.press("保存，继续")
    page.fill("#road", "桂园小区")
    page.dispatch_event("#road", "change")
    expect(page.locator("#saved")).to_contain_text("自动保存")
    form = page.url
    page.evaluate("localStorage.setItem('planted', 'x')")
    assert "planted" in page.evaluate(KEPT)
    page.goto(f"{season.served.url}/family/me/")
    phone.press("退出登录")
    kept = page.evaluate(KEPT)
    assert [part for part in (NAME, NUMBER, "桂园", "planted") if part in kept] == []
    page.go_back()
    assert NAME not in page.content()
    page.goto(form)
    assert "/sign-in/" in page.url
