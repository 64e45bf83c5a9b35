"""What a family does on its phone."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response

from tests.domains.enrolment.world import HOME
from tests.journeys.looking import faults
from tests.waiting import until

FIRST_VIEW = 100_000
LATER = 30_000
WHOLE_PATH = 300_000
"""Bytes of answers as they are served: the first page with all it needs, each later one, all."""


class Phone:
    """A family's phone: one page, what every step weighed, and what was wrong with it."""

    def __init__(self, page: Page, data: Path, *, script: bool, touched: bool = True) -> None:
        self.page, self._data, self.script, self._touched = page, data, script, touched
        self.weights: list[int] = []
        self.wrong: list[str] = []
        self._bytes = 0
        page.on("response", self._weigh)

    def _weigh(self, response: Response) -> None:
        size = response.request.sizes() if response.status != 302 else {}
        self._bytes += size.get("responseBodySize", 0) + size.get("responseHeadersSize", 0)

    def look(self) -> None:
        """Note what the page weighed and what is wrong with it."""
        self.page.wait_for_load_state("networkidle")
        self.weights.append(self._bytes)
        self._bytes = 0
        title = self.page.title()
        self.wrong += [
            f"{title}: {fault}"
            for fault in faults(self.page, touched=self._touched, rules=self.script)
        ]

    def open(self, address: str) -> int:
        """Go to an address, and look; return the status of the answer."""
        answer = self.page.goto(address)
        self.look()
        assert answer is not None
        return answer.status

    def put(self, name: str, value: str) -> None:
        """Write, tick or choose what a control of this name takes, where the page has one."""
        box = self.page.locator(f"main [name='{name}']")
        if box.count() == 0:
            return
        if box.first.get_attribute("type") == "radio":
            self.page.check(f"main [name='{name}'][value='{value}']")
        elif box.first.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)

    def press(self, words: str) -> None:
        """Press the button or follow the link with these words."""
        found = self.page.locator("main button, main a, .actions button").filter(has_text=words)
        with self.page.expect_navigation():
            found.first.click()
        self.look()

    def sign_in(self, number: str) -> None:
        """Sign in with the code that comes to the phone."""
        self.page.goto(self.page.evaluate("location.origin") + "/sign-in/")
        self.look()
        self.page.fill("#phone", number)
        self.press("发验证码")
        self.page.fill("#code", self._code(number))
        self.press("登录")

    def _code(self, number: str) -> str:
        """Return the newest code sent to a number: the worker writes it to the outbox."""
        own = until(lambda: self._sent_to(number), "the code")
        return str(max(own, key=lambda one: one["at"])["params"]["code"])

    def _sent_to(self, number: str) -> list[dict[str, Any]]:
        sent = [json.loads(file.read_text()) for file in (self._data / "outbox").glob("*.json")]
        return [one for one in sent if one.get("to") == number]

    def answer(self, wishes: Sequence[str], **answers: str) -> None:
        """Answer every page of the form, until everything stands to be checked.

        HOME with other answers; of the wishes those that a page offers, in their order.
        """
        while "/check/" not in self.page.url:
            here = self.page.url
            for name, value in {**HOME, **answers}.items():
                self.put(name, value)
            offered = self.page.locator("#wish-1 option").all_inner_texts()
            listed = [title for title in wishes if title in offered]
            slots = self.page.locator("#page select[name=wish]")
            for slot, title in zip(slots.all(), listed, strict=False):
                slot.select_option(label=title)
            self.press("保存，继续")
            assert self.page.url != here, self.page.locator("main").inner_text()
