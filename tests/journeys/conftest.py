"""One browser and one site a test process; `visit` opens pages as somebody, at some size."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.looking import LAPTOP, Size
from tests.journeys.site import Site, running_site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve 临澄市 from a database of this process's own."""
    # Playwright's sync API runs inside an event loop, where Django would refuse its own database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine: run `make system`"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
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
        context = browser.new_context(
            viewport={"width": size.width, "height": size.height},
            has_touch=size.touched,
            is_mobile=size.touched,
            java_script_enabled=script,
            locale="zh-CN",
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
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


def _note(complaints: list[str], said: Any) -> None:
    """Keep what the console calls an error, but for answers that a test asked for (4xx)."""
    if said.type == "error" and "status of 4" not in said.text:
        complaints.append(said.text)


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Return a folder for pictures of this test."""
    return tmp_path
