"""One family with a real browser, in a process of its own: what the hour feels like on a telephone.

Nothing here knows the product: the process starts quickly and computes beside the client, not
within it, whose own loop must not wait for a browser.
"""

import ctypes
import os
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from playwright.sync_api import Error, Page, sync_playwright

from tests.journeys.browsers import context_of, launch
from tests.journeys.looking import PHONE

PATIENCE = 180.0
"""Seconds for a page: the waiting room asks whoever is new to come back after up to a minute."""
NICE = 15
"""Of the browsers, as the scheduler counts (0: like all others, 19: last)."""
PR_CAPBSET_DROP, CAP_SYS_NICE = 24, 23
"""prctl(2), capabilities(7)."""
FIELD = ", ".join(
    f"{one}:visible" for one in ("main input", "main select", "main a.btn", "button.btn-main")
)


@dataclass(frozen=True)
class Family:
    """A family that will come: its telephone, and the number of its child."""

    number: int
    phone: str
    child: str


@dataclass(frozen=True)
class Way:
    """Where families go, and how many seconds apart they set out."""

    base: str
    call: str
    every: float


@dataclass
class Felt:
    """Seconds: to the first usable field by page, and from pressing to the receipt."""

    usable: dict[str, list[float]] = field(default_factory=dict)
    receipts: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Felt") -> None:
        """Take in what another browser felt."""
        for page, seconds in other.usable.items():
            self.usable.setdefault(page, []).extend(seconds)
        self.receipts += other.receipts
        self.wrong += other.wrong


def walk_all(way: Way, families: list[Family], over: Event, line: Connection) -> None:
    """Walk one family after the other, send what was felt down the line, and wait for `over`.

    The line asks, too: a telephone number goes up, its code comes down, empty where none came. The
    browser stays open to the end: what is closed has no file left to read its computing from.
    """
    _give_way()
    felt = Felt()

    def code(phone: str) -> str:
        line.send(phone)
        return str(line.recv())

    with sync_playwright() as playwright:
        browser = launch(playwright)
        line.send(None)  # it stands
        for family in families:
            if over.is_set():
                break
            due = time.perf_counter() + way.every
            context = context_of(browser, PHONE)
            context.set_default_timeout(1000 * PATIENCE)
            try:
                _Canary(context.new_page(), family, way, felt, code).walk()
            except (Error, AssertionError, TimeoutError) as error:
                felt.wrong.append(f"canary {family.number}: {error!r}")
            finally:
                with suppress(Error):
                    context.close()
            over.wait(max(0.0, due - time.perf_counter()))
        line.send(felt)
        over.wait()
        browser.close()


def _give_way() -> None:
    """Let this process, and all that it starts, compute only where the site leaves a core to them.

    A family's telephone computes elsewhere, and here it would take the site's own cores. Chromium
    raises some of its processes again where it may: so none of them may, root's neither.
    """
    resource.setrlimit(resource.RLIMIT_NICE, (0, 0))
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_SYS_NICE, 0, 0, 0)
    os.nice(NICE)


@dataclass
class _Canary:
    page: Page
    family: Family
    way: Way
    felt: Felt
    code: Callable[[str], str]

    def walk(self) -> None:
        """Walk from the door to the receipt."""
        base, call = self.way.base, self.way.call
        self._until_usable("sign in", lambda: self.page.goto(f"{base}/sign-in/"))
        self.page.fill("input[name=phone]", self.family.phone)
        self._until_usable("code", lambda: self._press("form[action='/sign-in/']"))
        given = self.code(self.family.phone)
        assert given, f"no code for {self.family.phone}"
        self.page.fill("input[name=code]", given)
        self._press("form[action='/sign-in/code/']")
        self.page.wait_for_url("**/family/")
        self._until_usable("call", lambda: self.page.goto(call))
        form = "details[open] form"
        self.page.fill(f"{form} [name=name]", "林知夏")
        self.page.fill(f"{form} [name=number]", self.family.child)
        self._until_usable("page 1", lambda: self._press(form))
        pages = 1
        while not self.page.url.endswith("/check/"):
            self._fill()
            pages += 1
            name = f"page {pages}"
            self._until_usable(name, lambda: self._press_main("button[form=page]"))
        pressed = time.perf_counter()
        self._press_main(".actions button.btn-main")
        self.page.wait_for_url("**/receipt/**")
        self.page.locator("#receipt").wait_for()
        self.felt.receipts.append(time.perf_counter() - pressed)

    def _fill(self) -> None:
        wishes = self.page.locator("select[name=wish]")
        if wishes.count():
            wishes.first.select_option(index=1)
            return
        zone = self.page.locator("#page [name=zone]")
        if zone.count() > 1:
            zone.first.check()
        elif zone.count():
            zone.fill("东")

    def _until_usable(self, name: str, go: Callable[[], object]) -> None:
        """Go to a page, and take down when something on it could be used."""
        began, before = time.perf_counter(), self.page.url
        go()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.page.locator(FIELD).first.wait_for()
        self.felt.usable.setdefault(name, []).append(time.perf_counter() - began)

    def _press(self, form: str) -> None:
        self._press_main(f"{form} button")

    def _press_main(self, button: str) -> None:
        self.page.locator(button).first.click()
