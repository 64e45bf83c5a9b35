"""The wall in a browser: it fits its screen, renews itself, and says when nobody answers."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, expect

from tests.journeys.looking import faults
from tests.surfaces.bureau.wall.browser import screen, window
from tests.surfaces.bureau.wall.conftest import Wall
from tests.wall_counties import found_counties
from tests.wall_world import item, target_of, uid
from xueyou.domains.plans.models import Light

MINUTE = 61_000


def smallest(page: Page) -> float:
    """Return the smallest size of visible text, in pixels of the screen."""
    found: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".wall-page *")]
          .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .filter((e) => e.getClientRects().length && !e.closest(".vh,title,[hidden],.seal,.mark"))
          .map((e) => parseFloat(getComputedStyle(e).fontSize)
            * (e.ownerSVGElement ? e.getScreenCTM().a : 1)))"""
    )
    return found


def overflowing(page: Page) -> list[str]:
    """Return parts of the wall that reach beyond its edges or into its foot."""
    found: list[str] = page.evaluate(
        """() => { const foot = document.querySelector(".wall-foot").getBoundingClientRect().top;
          return [...document.querySelectorAll(".wall *")]
            .filter((e) => !e.closest(".vh") && e.getClientRects().length)
            .filter((e) => e.getBoundingClientRect().bottom > foot + 1
                        || e.getBoundingClientRect().right > innerWidth)
            .map((e) => e.outerHTML.slice(0, 80)) }"""
    )
    return found


LONG = (
    "留样上传率：目标为 98%，实到 96.8%，差 1.2 个百分点，差距没有缩小（11月8日为 97.2%）；"
    "10月31日曾经达到"
)


def test_long_sentences_leave_the_counties_their_room(officer: Client, wall: Wall) -> None:
    """Tests that three sentences of several lines push nothing off the screen."""
    Light.objects.filter(about_kind="task", light="bad").update(sentence=LONG, arithmetic={})
    with window(screen(officer, wall.address())) as page:
        assert overflowing(page) == []
        assert page.locator(".owe p[title]").first.inner_text().endswith("差 1.2 个百分点。")


@pytest.mark.parametrize("tone", ["paper", "board"])
def test_it_fits_a_screen_and_is_read_from_afar(officer: Client, wall: Wall, tone: str) -> None:
    """Tests 1920 × 1080: no scrolling either way, no text under 20 px, no barrier, both tones."""
    with window(screen(officer, f"{wall.address()}?tone={tone}")) as page:
        assert page.evaluate("document.documentElement.scrollHeight") == 1080
        assert overflowing(page) == []
        assert smallest(page) >= 20
        assert list(faults(page, touched=False)) == []


def test_twice_the_screen_is_twice_the_wall(officer: Client, wall: Wall) -> None:
    """Tests a screen 3840 wide: the same picture, larger."""
    with window(screen(officer, wall.address()), 3840, 2160) as page:
        assert overflowing(page) == []
        assert smallest(page) >= 40


def test_ten_counties_and_fifty_tasks_still_fit(officer: Client, wall: Wall) -> None:
    """Tests a larger city: more marks and more rows, on the same screen."""
    target = wall.hung.targets["明厨亮灶"]
    for county in found_counties(wall.bureau, [f"第{n}区" for n in range(6)]).values():
        target_of(target.indicator, county, "10", wall.hung.tasks[1].thread)
    version = wall.hung.plan.versions.get()
    for number in range(29, 51):
        wall.hung.plan.tasks.create(
            thread=uid(f"more {number}"),
            item=item(version, f"M{number}"),
            number=number,
            title="更多",
            theme=("学位", "公平", "职教", "治理")[number % 4],
            due_on=date(2026, 12, 31),
        )
    with window(screen(officer, wall.address())) as page:
        assert page.locator(".versus tbody tr").count() == 10
        assert page.evaluate("document.documentElement.scrollHeight") == 1080
        assert overflowing(page) == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_on_small_screens_it_is_a_list(
    officer: Client, wall: Wall, width: int, height: int
) -> None:
    """Tests that nothing scrolls sideways and that a finger finds every link."""
    with window(screen(officer, wall.address()), width, height) as page:
        assert list(faults(page, touched=width < 500)) == []


def asked(officer: Client, wall: Wall) -> HttpResponse:
    """Return what the page hears when it asks."""
    path = wall.address() + "?hangs=paper"
    return officer.get(path, headers={"HX-Request": "true"})  # type: ignore[return-value]


def test_it_renews_itself(officer: Client, wall: Wall) -> None:
    """Tests that a light that turned shows within a minute, and that it goes on asking."""
    shown = screen(officer, wall.address())
    three = asked(officer, wall)
    Light.objects.filter(about_uid=wall.hung.tasks[3].uid).update(light="bad")
    four = asked(officer, wall)
    four["X-Business-Time"] = "8:02"
    shown.now = three
    with window(shown) as page:
        red = page.locator(".strip28 li.bad")
        page.clock.run_for(MINUTE)
        expect(red).to_have_count(3)
        shown.now = four
        page.clock.run_for(MINUTE)
        expect(red).to_have_count(4)
        expect(page.locator("#seen")).to_have_text("8:02")
        shown.now = three
        page.clock.run_for(MINUTE)
        expect(red).to_have_count(3)


def test_what_is_the_same_is_not_drawn_again(officer: Client, wall: Wall) -> None:
    """Tests that the page asks with its tag and is left alone on 304, but for the time."""
    shown = screen(officer, wall.address())
    shown.now = asked(officer, wall)
    shown.now["X-Business-Time"] = "8:01"
    with window(shown) as page:
        page.evaluate("document.querySelector('.wall h1').dataset.kept = 'yes'")
        page.clock.run_for(MINUTE)
        expect(page.locator("#seen")).to_have_text("8:01")
        assert page.locator(".wall h1[data-kept]").count() == 1


def test_nobody_answering_is_said(officer: Client, wall: Wall) -> None:
    """Tests the words and the time of the last good picture, and that they go when it is back."""
    shown = screen(officer, wall.address())
    shown.now = asked(officer, wall)
    with window(shown) as page:
        shown.reachable = False
        page.clock.run_for(MINUTE)
        lost = page.get_by_text("连不上服务器。这是8:00的画面，连上后自己会更新")
        expect(lost).to_be_visible()
        expect(page.locator(".strip28 li")).to_have_count(28)
        shown.reachable = True
        page.clock.run_for(MINUTE)
        expect(lost).to_be_hidden()
