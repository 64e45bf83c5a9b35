"""An open enrolment on the site under test, and what a family does on its phone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import override_settings
from playwright.sync_api import Page, Response

from tests.domains.enrolment.world import HOME, rules
from tests.journeys.looking import faults
from tests.kernel.calls.world import CLOSES, NOW, OPENS, appoint, key, organisation
from tests.waiting import until
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.platform.access.roles import roles
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import frozen_business

FIRST_VIEW = 100_000
LATER = 30_000
WHOLE_PATH = 300_000
"""Bytes of answers as they are served: the first page with all it needs, each later one, all."""


def opened_call(data: Path) -> UUID:
    """Open the enrolment of a city of its own, by its verbs, on the site's database."""
    with tests_roles(data):
        return open_enrolment(Organisation.objects.get(parent=None))


@contextmanager
def tests_roles(data: Path) -> Iterator[None]:
    """Let an officer of tests work beside the site's roles, on the morning of all journeys."""
    with (
        override_settings(XUEYOU_ROLES="tests.domains.enrolment.roles", DATA=data),
        _other_roles(),
        frozen_business(NOW),
    ):
        yield


def open_enrolment(city: Organisation, year: int = 2026) -> UUID:
    """Open the enrolment of a city whose children all belong to one zone; return the call."""
    officer = appoint("officer_of_tests", city)
    call = open_call(
        actor=officer,
        kind="enrolment.school",
        organisation_uid=city.uid,
        year=year,
        title=f"{year}年小学入学",
        settings={"stage": "primary"},
        key=key(),
    )
    times = Times(OPENS, CLOSES, reply_by=CLOSES + timedelta(days=20))
    round_ = add_round(actor=officer, call_uid=call, times=times, key=key())
    for code, name in (("LY", "柳荫街小学"), ("WL", "文澜小学")):
        school = organisation(name, "school", city)
        option = add_option(
            actor=officer,
            call_uid=call,
            organisation_uid=school.uid,
            code=code,
            title=name,
            attributes={"zone": "LY", "school": code},
            key=key(),
        )
        add_line(
            actor=officer,
            round_uid=round_,
            option_uid=option,
            kind="planned",
            delta=30,
            reason="招生计划",
            key=key(),
        )
    announce_round(
        actor=officer, round_uid=round_, rules=rules(), source="甲教〔2026〕5号", key=key()
    )
    return call


@contextmanager
def _other_roles() -> Iterator[None]:
    roles.cache_clear()
    try:
        yield
    finally:
        roles.cache_clear()


class Phone:
    """A family's phone: one page, what every step weighed, and what was wrong with it."""

    def __init__(self, page: Page, data: Path, *, script: bool) -> None:
        self.page, self._data, self._script = page, data, script
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
            f"{title}: {fault}" for fault in faults(self.page, touched=True, rules=self._script)
        ]

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

    def answer(self, wishes: tuple[str, ...]) -> None:
        """Answer every page of the form with HOME, until everything stands to be checked."""
        while "/check/" not in self.page.url:
            here = self.page.url
            for name, value in HOME.items():
                box = self.page.locator(f"#page [name={name}]")
                if box.count() == 0:
                    continue
                if box.first.get_attribute("type") == "radio":
                    self.page.check(f"#page [name={name}][value={value}]")
                else:
                    box.fill(value)
            for rank, title in enumerate(wishes, start=1):
                if self.page.locator(f"#wish-{rank}").count():
                    self.page.select_option(f"#wish-{rank}", label=title)
            self.press("保存，继续")
            assert self.page.url != here, self.page.locator("main").inner_text()
