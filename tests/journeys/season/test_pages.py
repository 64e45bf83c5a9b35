"""Every page of enrolment, full and refused, on a telephone and at a desk: without a barrier."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsers import context_of
from tests.journeys.looking import LAPTOP, PHONE, Size, enlarge, faults
from tests.journeys.season.furnishing import Furnished, furnished
from tests.journeys.season.pages import PAGES, Met
from tests.journeys.season.world import Season, login_of

PRESS = "one => { one.closest('details')?.setAttribute('open', ''); one.click(); }"
LEAST = 40
"""Pages and their states that are looked at, at each size."""


@pytest.fixture(scope="module")
def city(season: Season) -> Furnished:
    """Fill the desks."""
    return furnished(season)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=lambda size: size.name)
def test_no_page_of_enrolment_has_a_barrier(
    season: Season, city: Furnished, browser: Browser, size: Size
) -> None:
    """Nothing runs sideways, also in large type; targets are large enough; axe finds nothing."""
    wrong: list[str] = []
    seen: set[str] = set()
    page = context_of(browser, size).new_page()
    for name, met in PAGES.items():
        page.context.clear_cookies()  # the next one comes on a phone of its own, in normal type
        if met.who:
            cookie = season.served.session_of(login_of(city.people[met.who]))
            page.context.add_cookies([cookie])  # type: ignore[list-item]
        wrong += [f"{name}: {one}" for one in _wrong(season, city, page, met, size)]
        seen.add(f"{page.url} {page.title()}")
    page.context.close()
    assert wrong == []
    assert len(seen) >= LEAST


def _wrong(season: Season, city: Furnished, page: Page, met: Met, size: Size) -> Iterator[str]:
    """Yield what is wrong with a page as it is met; a refused one is pressed into being."""
    answer = page.goto(season.served.url + met.path.format(**city.uids))
    if met.press:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        button = page.locator("main button, .actions button").filter(has_text=met.press)
        if not button.count():
            yield f"has no button “{met.press}”"
            return
        with page.expect_navigation() as moved:
            button.first.evaluate(PRESS)
        answer = moved.value
    assert answer is not None
    if page.url.endswith("/sign-in/") or "/sign-in/?" in page.url:
        yield "asks to sign in"
    if answer.status != met.status:
        yield f"answers {answer.status}"
    yield from faults(page, touched=size.touched)
    if not met.press:
        enlarge(page)
        yield from (
            f"in large type {one}" for one in faults(page, touched=size.touched, rules=False)
        )
