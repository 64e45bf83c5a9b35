"""One browser and one site a test process; `visit` opens pages as somebody, at some size."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.browsers import context_of, launch
from tests.journeys.looking import LAPTOP, Size
from tests.journeys.pages import uids
from tests.journeys.site import Site, running_site

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve 临澄市 from a database of this process's own."""
    # Playwright's sync API runs inside an event loop, where Django would refuse its own database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), running_site(tmp_path_factory.mktemp("site")) as running:
        uids()
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Return what opens an address as somebody; console errors and crashes fail the test."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def go(
        path: str = "/",
        *,
        login: str = "",
        size: Size = LAPTOP,
        large: bool = False,
        script: bool = True,
    ) -> Page:
        context = context_of(browser, size, script=script)
        opened.append(context)
        if login:
            context.add_cookies([site.session_of(login)])  # type: ignore[list-item]
        if large:
            context.add_cookies([{"name": "type_size", "value": "large", "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note(complaints, said))
        page.goto(site.url + path)
        return page

    yield go
    for context in opened:
        context.close()
    assert not complaints, complaints


class Windows:
    """Windows that stay open from test to test, one of each size, with script and without.

    To open one costs more than the page in it. Whoever looks in brings cookies of his own.
    """

    def __init__(self, site: Site, browser: Browser) -> None:
        self._site, self._browser = site, browser
        self._pages: dict[tuple[Size, bool], Page] = {}
        self.complaints: list[str] = []

    def visit(
        self, path: str, *, login: str = "", size: Size = LAPTOP, script: bool = True
    ) -> Page:
        """Open an address as somebody who comes for the first time."""
        page = self._pages.get((size, script)) or self._opened(size, script)
        page.context.clear_cookies()
        if login:
            page.context.add_cookies([self._site.session_of(login)])  # type: ignore[list-item]
        page.goto(self._site.url + path)
        return page

    def _opened(self, size: Size, script: bool) -> Page:
        page = context_of(self._browser, size, script=script).new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: _note(self.complaints, said))
        self._pages[size, script] = page
        return page

    def close(self) -> None:
        """Close them all."""
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="module")
def windows(site: Site, browser: Browser) -> Iterator[Windows]:
    """Keep windows open for the tests of a file."""
    kept = Windows(site, browser)
    yield kept
    kept.close()


@pytest.fixture
def look_in(windows: Windows) -> Iterator[Visit]:
    """Return what opens an address in a window that is open; complaints fail the test as ever."""
    windows.complaints.clear()
    yield windows.visit
    assert not windows.complaints, windows.complaints


def _note(complaints: list[str], said: Any) -> None:
    """Keep what the console calls an error, but for answers that a test asked for (4xx)."""
    if said.type == "error" and "status of 4" not in said.text:
        complaints.append(said.text)
