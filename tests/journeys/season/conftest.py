"""The season's site, and phones and desks that are opened on it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.browsers import context_of
from tests.journeys.families import Phone
from tests.journeys.looking import LAPTOP, PHONE, Size
from tests.journeys.season.world import Season, login_of, season_site
from xueyou.platform.access.holdings import SignedIn

Take = Callable[..., Phone]


@pytest.fixture(scope="package")
def season(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Season]:
    """Serve the city."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), season_site(tmp_path_factory.mktemp("season")) as running:
        yield running


@pytest.fixture
def take(season: Season, browser: Browser) -> Iterator[Take]:
    """Return what opens an address on a phone of somebody, or at a desk: see `Phone`.

    What is wrong with any page that was looked at fails the test, and so does a fault of a script.
    """
    opened: list[BrowserContext] = []
    phones: list[Phone] = []
    faults: list[str] = []

    def go(
        path: str, who: SignedIn | None = None, *, script: bool = True, size: Size = PHONE
    ) -> Phone:
        context = context_of(browser, size, script=script)
        opened.append(context)
        if who is not None:
            context.add_cookies([season.served.session_of(login_of(who))])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        phone = Phone(page, season.served.data, script=script, touched=size.touched)
        phones.append(phone)
        page.goto(season.served.url + path)
        phone.look()
        return phone

    yield go
    wrong = [one for phone in phones for one in phone.wrong]
    for context in opened:
        context.close()
    assert (faults, wrong) == ([], [])


__all__ = ["LAPTOP", "Take"]
