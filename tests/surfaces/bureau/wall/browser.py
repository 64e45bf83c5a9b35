"""A browser without a network: it is shown what the test client was answered before it opened.

The database cannot be asked while the browser's loop runs in this thread, so every answer is
fetched first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from tests.journeys.browsers import launch

HOST = "http://wall.test"


@dataclass
class Screen:
    """What the site answers: a page, and to the page's own question what hangs there now."""

    path: str
    page: HttpResponse
    now: HttpResponse | None = None
    reachable: bool = True

    def answer(self, route: Route) -> None:
        """Answer a request of the browser."""
        asked = route.request
        path = asked.url.removeprefix(HOST)
        if not self.reachable:
            route.abort()
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/").partition("?")[0]))
        elif asked.headers.get("hx-request") == "true" and self.now is not None:
            same = asked.headers.get("if-none-match") == self.now["ETag"]
            _give(route, self.now, 304 if same else 200)
        else:
            _give(route, self.page, 200)


def screen(client: Client, path: str) -> Screen:
    """Fetch a page for a browser."""
    found = client.get(path)
    assert found.status_code == 200
    return Screen(path, found)


@contextmanager
def window(shown: Screen, width: int = 1920, height: int = 1080) -> Iterator[Page]:
    """Open a window on a screen. Its clock stands until it is moved."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(20_000)
        page.route("**/*", shown.answer)
        page.clock.install()
        page.goto(HOST + shown.path)
        yield page
        browser.close()


def _give(route: Route, found: HttpResponse, status: int) -> None:
    body = found.content if status == 200 else b""
    route.fulfill(status=status, headers=dict(found.items()), body=body)
