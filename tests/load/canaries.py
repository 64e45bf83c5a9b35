"""Families with a real browser among the others: what the hour feels like on a telephone.

A hundredth of the families, two at a time: Chromium walks the path of the others while they come,
and takes down when the first field of each page could be used, and how long it took from pressing
to the receipt. Only in the full form: a browser computes more than hundred families of the client.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from tests.journeys.browsers import context_of, launch
from tests.journeys.looking import PHONE
from tests.kernel.calls.world import citizen_number
from tests.load.measures import quantile
from tests.load.site import seconds_of
from tests.site.run.running import children_of

FROM_SECONDS = 60.0
"""Seconds of a turn from which on browsers walk along: the full form."""
SHARE, AT_ONCE = 0.01, 2
BORN_BEFORE = 500
"""Serial numbers of children that the other families do not use."""
PATIENCE = 60.0
NICE = 15
"""Of the browsers, as the scheduler counts (0: like all others, 19: last)."""
FIELD = ", ".join(
    f"{one}:visible" for one in ("main input", "main select", "main a.btn", "button.btn-main")
)


@dataclass
class Felt:
    """Seconds: to the first usable field by page, and from pressing to the receipt."""

    usable: dict[str, list[float]] = field(default_factory=dict)
    receipts: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return medians and the worst, in milliseconds."""
        every = [one for some in self.usable.values() for one in some]
        return {
            "families": len(self.receipts),
            "usable_ms": _spread(every)
            | {"pages": {page: _spread(some) for page, some in self.usable.items()}},
            "receipt_ms": _spread(self.receipts),
            "wrong": self.wrong,
        }


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "p50": round(1000 * quantile(seconds, 0.5)),
        "max": round(1000 * max(seconds, default=0.0)),
    }


class Canaries(AbstractContextManager["Canaries"]):
    """Two browsers beside a stage of so many seconds, in threads of their own, spread over it.

    `code` waits for the one-time code of a telephone number.
    """

    def __init__(
        self, port: int, call: str, families: int, seconds: float, code: Callable[[str], str]
    ) -> None:
        self.felt = Felt()
        self._port, self._call, self._code = port, call, code
        self._left = list(range(max(AT_ONCE, families)))
        self._every = seconds / len(self._left) * AT_ONCE
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._walk_all) for _ in range(AT_ONCE)]

    def __enter__(self) -> "Canaries":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let each finish the family under way, and only then close the browsers: see `cpu`."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _walk_all(self) -> None:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            _give_way()
            while self._left and not self._over.is_set():
                number, due = self._left.pop(), time.perf_counter() + self._every
                context = context_of(browser, PHONE)
                context.set_default_timeout(1000 * PATIENCE)
                try:
                    _Canary(context.new_page(), number, self).walk()
                except (Error, AssertionError, TimeoutError) as error:
                    self.felt.wrong.append(f"canary {number}: {error!r}")
                finally:
                    context.close()
                self._over.wait(max(0.0, due - time.perf_counter()))
            self._over.wait()
            browser.close()

    def cpu(self) -> float:
        """Return the CPU seconds of the browsers and of what drives them.

        What is closed has no file left to read this from: they stay open to the end of the stage,
        lest all that they computed be taken for somebody else's.
        """
        return sum(map(seconds_of, filter(_is_browser, children_of(os.getpid()))))

    def begin(self) -> tuple[str, str]:
        """Return the address of the site and of the call."""
        base = f"http://127.0.0.1:{self._port}"
        return base, f"{base}/family/calls/{self._call}/"

    def code_for(self, phone: str) -> str:
        """Return the code that was sent there."""
        return self._code(phone)


@dataclass
class _Canary:
    """One family with a browser."""

    page: Page
    number: int
    among: Canaries

    def walk(self) -> None:
        """Walk from the door to the receipt."""
        base, call = self.among.begin()
        phone = f"154{self.number:08d}"
        self._until_usable("sign in", lambda: self.page.goto(f"{base}/sign-in/"))
        self.page.fill("input[name=phone]", phone)
        self._until_usable("code", lambda: self._press("form[action='/sign-in/']"))
        self.page.fill("input[name=code]", self.among.code_for(phone))
        self._press("form[action='/sign-in/code/']")
        self.page.wait_for_url("**/family/")
        self._until_usable("call", lambda: self.page.goto(call))
        form = "details[open] form"
        self.page.fill(f"{form} [name=name]", "林知夏")
        self.page.fill(f"{form} [name=number]", citizen_number(BORN_BEFORE + self.number))
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
        self.among.felt.receipts.append(time.perf_counter() - pressed)

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
        self.among.felt.usable.setdefault(name, []).append(time.perf_counter() - began)

    def _press(self, form: str) -> None:
        self._press_main(f"{form} button")

    def _press_main(self, button: str) -> None:
        self.page.locator(button).first.click()


def _give_way() -> None:
    """Let the browsers compute only where the site leaves a core to them.

    A family's telephone computes elsewhere, and here it would take the site's own cores. A browser
    is a session of its own, which the scheduler weighs as one (autogroup), where it does that.
    """
    for pid in filter(_is_browser, children_of(os.getpid())):
        with suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(str(NICE))
        for task in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(task.name), NICE)


def _is_browser(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith(("chrom", "node", "google-chrome"))
    except OSError:
        return False
