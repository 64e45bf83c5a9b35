"""The morning's site, and what opens it as one of its people."""

import os
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.browsers import context_of
from tests.journeys.classes.world import Morning, morning_site
from tests.journeys.looking import Size
from tests.journeys.season.world import login_of


class Open(Protocol):
    """Opens an address as one of the morning's people; {names} in it are the morning's."""

    def __call__(self, who: str, path: str, size: Size, *, script: bool = True) -> Page:
        """Return the page."""


@pytest.fixture(scope="package")
def morning(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Morning]:
    """Serve it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), morning_site(tmp_path_factory.mktemp("morning")) as running:
        yield running


@pytest.fixture
def open_as(morning: Morning, browser: Browser) -> Iterator[Open]:
    """Return what opens an address, each time in a browser of its own."""
    contexts: list[BrowserContext] = []

    def go(who: str, path: str, size: Size, *, script: bool = True) -> Page:
        context = context_of(browser, size, script=script)
        contexts.append(context)
        cookie = morning.served.session_of(login_of(morning.people[who]))
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        answer = page.goto(morning.served.url + path.format(**morning.uids))
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        return page

    yield go
    for context in contexts:
        context.close()
