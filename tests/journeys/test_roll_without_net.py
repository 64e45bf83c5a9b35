"""A teacher's phone loses the net in mid-lesson: nothing is lost, doubled, or left on the phone."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.afternoon import Afternoon, Lesson, afternoon_site
from tests.journeys.browsers import context_of
from tests.journeys.line import Line, line_to
from tests.journeys.looking import PHONE, faults
from tests.waiting import until
from xueyou.domains.clubs.models import HandOver

KEPT = "caches.open('clubs-pages').then((one) => one.keys()).then((all) => all.length)"
STORED = "JSON.stringify(Object.entries(localStorage))"


@pytest.fixture(scope="module")
def afternoon(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Afternoon]:
    """Serve a school with clubs today."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with (
        django_db_blocker.unblock(),
        afternoon_site(tmp_path_factory.mktemp("school")) as running,
    ):
        yield running


class Phones:
    """Telephones in a teacher's hands, each with a line of its own; a script's fault is kept."""

    def __init__(self, afternoon: Afternoon, browser: Browser, opened: ExitStack) -> None:
        self.afternoon, self.browser, self.opened = afternoon, browser, opened
        self.faults: list[str] = []
        self._lines: dict[BrowserContext, Line] = {}

    def __call__(
        self, lesson: Lesson, page: str = "roll", *, before: Callable[[Page], None] | None = None
    ) -> Page:
        """Open a page of a lesson on another telephone."""
        context = context_of(self.browser, PHONE)
        self.opened.callback(context.close)
        site = self.afternoon.site
        assert site is not None
        self._lines[context] = self.opened.enter_context(line_to(site.url))
        context.add_cookies([site.session_of(self.afternoon.teacher)])  # type: ignore[list-item]
        shown = context.new_page()
        shown.on("pageerror", lambda error: self.faults.append(str(error)))
        if before is not None:
            before(shown)
        shown.goto(self.address(shown, lesson, page))
        comes(shown, KEPT)  # kept for a time without net
        return shown

    def address(self, page: Page, lesson: Lesson, name: str = "roll") -> str:
        """Return where this telephone finds a page of a lesson."""
        site = self.afternoon.site
        assert site is not None
        return self.afternoon.roll(lesson, name).replace(site.url, self._lines[page.context].url)

    def cut(self, page: Page) -> None:
        """Take the net away: the browser is told, and nothing gets through."""
        self._lines[page.context].cut()
        page.context.set_offline(True)

    def mend(self, page: Page) -> None:
        """Give the net back."""
        self._lines[page.context].mend()
        page.context.set_offline(False)


@pytest.fixture
def phone(afternoon: Afternoon, browser: Browser) -> Iterator[Phones]:
    """Return what opens a lesson's page on a phone; a fault of a script fails the test."""
    with ExitStack() as opened:
        phones = Phones(afternoon, browser, opened)
        yield phones
    assert phones.faults == []


def comes(page: Page, script: str) -> None:
    """Wait until a script of one's own gives something; `wait_for_function` may not run here."""
    until(lambda: page.evaluate(script) or page.wait_for_timeout(50), script)


def tap(page: Page, lesson: Lesson, name: str, mark: str) -> None:
    """Mark a child."""
    page.check(f"input[name='mark-{lesson.places[name]}'][value={mark}]")


def says(page: Page, words: str) -> None:
    """Wait until the line of the page says so."""
    expect(page.locator("#roll-state")).to_contain_text(words)


def test_marks_wait_through_a_closed_page_and_arrive_once(afternoon: Afternoon, phone: Phones):
    """Also where the answer was lost: the same sending again, under the same key."""
    lesson = afternoon.lessons["棋"]
    page = phone(lesson)
    tap(page, lesson, "林一", "present")
    says(page, "都上传了")
    phone.cut(page)
    for name in ("陈二", "周三", "吴四"):
        tap(page, lesson, name, "late")
    says(page, "未上传3条")
    assert list(faults(page, touched=True)) == []
    page.reload()
    says(page, "未上传3条")
    assert page.locator("input[value=late]:checked").count() == 3
    assert page.locator("input[value=present]:checked").count() == 1
    expect(page.locator("#roll-count")).to_have_text("4人，到了4人")
    assert lesson.recorded() == [("林一", "present")]
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST":
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                route.fetch()
                return route.abort()
        return route.continue_()

    page.context.route("**/api/v1/**", lose_the_first_answer)
    phone.mend(page)
    says(page, "都上传了")
    # What was lost goes again under its key; marks tapped slowly may have made a second sending.
    assert keys[0] == keys[1]
    assert len(set(keys)) == len(keys) - 1
    late = {(name, "late") for name in ("陈二", "周三", "吴四")}
    assert set(lesson.recorded()) == late | {("林一", "present")}
    assert len(lesson.recorded()) == 4
    assert "uid" not in page.evaluate(STORED)


def test_a_roll_that_was_never_opened_opens_without_net(afternoon: Afternoon, phone: Phones):
    """In the office the day's list was looked at; in the gymnasium the roll is called."""
    lesson = afternoon.lessons["琴"]
    page = phone(lesson, "today")
    whole = 1 + len(afternoon.lessons)  # the list itself and each roll
    comes(page, f"{KEPT}.then((many) => many === {whole})")
    script = "caches.match('/static/clubs/offline/roll.js').then((found) => Boolean(found))"
    comes(page, script)
    phone.cut(page)
    page.click(f"a[href*='{lesson.session.uid}']")
    tap(page, lesson, "周三", "late")
    says(page, "未上传1条")
    phone.mend(page)
    says(page, "都上传了")
    assert ("周三", "late") in lesson.recorded()


def test_a_roll_opens_by_itself_without_net(afternoon: Afternoon, phone: Phones):
    """Looked at before its class it cannot be called; when the time comes, no net is needed."""
    lesson = afternoon.lessons["鼓"]
    page = phone(lesson, before=lambda page: page.clock.install())
    assert not page.is_visible(".clubs-marks")
    assert page.is_visible("[data-early=until]")
    phone.cut(page)
    page.clock.fast_forward("03:05:00")
    expect(page.locator(".clubs-marks").first).to_be_visible()
    assert not page.is_visible("[data-early=until]")
    tap(page, lesson, "林一", "present")
    says(page, "未上传1条")
    assert lesson.recorded() == []


def test_what_another_device_recorded_is_told(afternoon: Afternoon, phone: Phones):
    """Both lines stay, the later received counts, and the teacher reads both."""
    lesson = afternoon.lessons["书"]
    page, desk = phone(lesson), phone(lesson)
    phone.cut(page)
    tap(page, lesson, "林一", "present")
    tap(desk, lesson, "林一", "absent")
    says(desk, "都上传了")
    phone.mend(page)
    says(page, "都上传了")
    told = page.locator(f"li[data-place='{lesson.places['林一']}'] .kept")
    expect(told).to_contain_text("别处记的是“缺席”")
    expect(told).to_contain_text("现在算“到”")
    assert lesson.recorded() == [("林一", "absent"), ("林一", "present")]


@pytest.mark.parametrize(("club", "hours"), [("画", -26), ("琴", 26)])
def test_a_wrong_clock_is_put_right(afternoon: Afternoon, phone: Phones, club: str, hours: int):
    """A day behind or ahead, the marks stand on the day of the lesson."""
    lesson = afternoon.lessons[club]
    shift = f"const Real = Date; const off = {hours} * 3600000; Date = class extends Real {{" + (
        "constructor(...given) { given.length ? super(...given) : super(Real.now() + off); }"
        "static now() { return Real.now() + off; } };"
    )
    page = phone(lesson, before=lambda shown: shown.add_init_script(shift))
    phone.cut(page)
    tap(page, lesson, "林一", "present")
    says(page, "未上传1条")
    phone.mend(page)
    says(page, "都上传了")
    assert ("林一", "present") in lesson.recorded()


def test_signing_out_empties_the_phone(afternoon: Afternoon, phone: Phones):
    """A sign-in that ran out keeps the marks; signing out tells of them, then all is gone."""
    lesson = afternoon.lessons["球"]
    page = phone(lesson)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    tap(page, lesson, "林一", "absent")
    says(page, "登录已经过期")
    assert lesson.recorded() == []
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    phone.cut(page)
    page.reload()
    phone.mend(page)
    says(page, "都上传了")
    assert lesson.recorded() == [("林一", "absent")]
    page.route("**/api/v1/**", lambda route: route.abort())
    tap(page, lesson, "陈二", "late")
    says(page, "未上传1条")
    assert "陈二" not in page.evaluate(STORED)
    page.goto(phone.address(page, lesson).split("/clubs/")[0] + "/me/")
    leave = page.locator("form[action$='/sign-out/'] button")
    leave.click()
    expect(page.locator("[role=alert]")).to_contain_text("还有1条点名没有上传")
    with page.expect_navigation():
        leave.click()
    assert page.evaluate(STORED) == "[]"
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_copies_go_with_the_right_to_see_them(afternoon: Afternoon, phone: Phones):
    """When another account opens such a page, and when the server asks to sign in."""
    page = phone(afternoon.lessons["书"])
    page.evaluate(
        "caches.open('clubs-pages').then((one) => one.put('/of/another', new Response('林一')))"
    )
    page.evaluate("localStorage.setItem('xueyou.clubs-owner', 'another')")
    page.reload()
    gone = "caches.match('/of/another').then((found) => !found)"
    comes(page, gone)
    comes(page, KEPT)
    page.context.clear_cookies(name="sessionid")
    page.reload()
    assert "/account/sign-in/" in page.url
    assert page.evaluate(KEPT) == 0


def test_a_full_phone_says_so_and_loses_nothing(afternoon: Afternoon, phone: Phones):
    """And what another account left behind is told, not sent as one's own."""
    lesson = afternoon.lessons["舞"]
    page = phone(lesson)
    page.evaluate("localStorage.setItem('xueyou.clubs.other.one', '{\"items\":[{}]}')")
    page.evaluate(
        "let size = 4e6; while (size >= 1)"
        " try { localStorage.setItem('fill' + size + Math.random(), 'x'.repeat(size)); }"
        " catch { size = Math.floor(size / 2); }"
    )
    phone.cut(page)
    tap(page, lesson, "周三", "late")
    says(page, "存不下了")
    says(page, "还有别的账号没上传的1条")
    phone.mend(page)
    says(page, "都上传了")
    assert lesson.recorded() == [("周三", "late")]


def test_a_hand_over_waits_but_a_code_does_not(afternoon: Afternoon, phone: Phones):
    """A guardian is noted without net; a code cannot be checked, and is nowhere kept."""
    lesson = afternoon.lessons["舞"]
    roll = phone(lesson)
    roll.click("button[name=rest]")
    says(roll, "都上传了")
    assert {mark for name, mark in lesson.recorded() if name != "周三"} == {"present"}
    page = phone(lesson, "leaving")
    phone.cut(page)
    second = page.locator(f"li[data-place='{lesson.places['陈二']}']")
    second.locator("summary").click()
    second.locator("input[value=code]").check()
    second.locator("input[name=code]").fill("123456")
    second.locator("button").click()
    expect(second.locator(".kept")).to_contain_text("核对不了接送码")
    first = page.locator(f"li[data-place='{lesson.places['林一']}']")
    first.locator("summary").click()
    first.locator("input[name=to]").first.check()
    first.locator("button").click()
    says(page, "未上传1条")
    assert "123456" not in page.evaluate(STORED)
    page.route("**/api/v1/**", lambda route: route.fulfill(status=200, body="<p>欢迎上网</p>"))
    phone.mend(page)
    says(page, "服务器暂时没有答复")
    assert HandOver.objects.count() == 0
    page.goto("about:blank")  # closed, or its next try might be the one that arrives
    page.unroute("**/api/v1/**")
    page.goto(phone.address(page, lesson))  # the other page of the lesson sends it just as well
    says(page, "都上传了")
    assert [row.place.person.name for row in HandOver.objects.all()] == ["林一"]
