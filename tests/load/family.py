"""A family's way through the opening hour, as a list of steps; what it sent, and what it heard."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.kernel.calls.world import citizen_number
from tests.load.browser import Answer, Broken, Browser, Form
from tests.load.outbox import Outbox

TRIES = 5
_GIVEN = "安宁清和明远知行乐山若水"
MOST_PAGES = 12
_RECEIPT = re.compile(r'<output id="receipt"[^>]*>\s*([0-9A-Z-]+)\s*</output>')
_ALERT = re.compile(r'role="alert"[^>]*>(.*?)</section>', re.S)
_TAG = re.compile(r"<[^>]*>")

Told = Callable[[str, float], None]
"""Called with the name of a page and the seconds from its scheduled moment to its whole answer."""


class WentWrong(Exception):
    """A page answered what it must not answer."""


@dataclass
class Family:
    """Who they are, what they fill in, and what came of it.

    `accepted`: receipt numbers of which a whole answer was read. `unanswered`: presses whose
    answer broke off. `pace` returns how many seconds they look at a page before going on.
    """

    number: int
    seed: int
    call: str
    outbox: Outbox
    told: Told
    kind: str = "new"
    pace: Callable[[], float] = lambda: 0.0
    answers: dict[str, str] = field(default_factory=dict)
    wishes: dict[str, list[str]] = field(default_factory=dict)
    accepted: list[str] = field(default_factory=list)
    unanswered: int = 0
    requests: int = 0
    posts: int = 0
    application: str = ""
    scheduled: float = 0.0

    @property
    def phone(self) -> str:
        """Return a made mobile number, one a family."""
        return f"13{self.seed % 10}{self.number:08d}"

    def said(self, name: str) -> str:
        """Return what this family writes into a field; nobody else writes the same note."""
        day = date(2019, 9, 1) + timedelta(days=self.number // 1000 % 360)
        written = {
            "name": f"林{_GIVEN[self.number % len(_GIVEN)]}",
            "kind": "citizen",
            "number": citizen_number(self.number % 1000, day),
            "zone": "东" if self.number % 2 else "西",
            "note": f"备注{self.seed}-{self.number}",
        }
        return written.get(name, "")


@dataclass
class Visit:
    """One device of a family on its way."""

    family: Family
    browser: Browser
    page: Answer | None = None

    async def get(self, name: str, path: str) -> Answer:
        """Open a page, following at most three redirections; the whole counts as this page."""
        answer = await self._timed(name, lambda: self.browser.get(path))
        for _ in range(3):
            if not answer.location:
                break
            path = answer.location
            self.family.requests += 1
            answer = await self.browser.get(path)
        if answer.status != 200:
            raise WentWrong(f"{name}: {answer.status} at {answer.path}")
        self.page = answer
        await self._look()
        return answer

    async def post(self, name: str, form: Form, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form with its hidden fields; a refusal is wrong here."""
        whole = [*form.hidden.items(), *fields]
        self.family.posts += 1
        answer = await self._timed(name, lambda: self.browser.post(form.action, whole))
        if not answer.location:
            raise WentWrong(f"{name}: {answer.status} at {form.action}{_said_in(answer)}")
        return answer

    async def _timed(self, name: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        family = self.family
        due = family.scheduled or time.perf_counter()
        family.scheduled = 0.0
        family.requests += 1
        answer = await ask()
        family.told(name, time.perf_counter() - due)
        return answer

    async def _look(self) -> None:
        """Look at the page. The next click is due after that, however busy we are (omission)."""
        seconds = self.family.pace()
        if seconds:
            self.family.scheduled = time.perf_counter() + seconds
            await asyncio.sleep(seconds)


def _said_in(answer: Answer) -> str:
    """Return what a page says is wrong, tags left out."""
    found = _ALERT.search(answer.text)
    return ": " + " ".join(_TAG.sub(" ", found[1]).split()) if found else ""


async def sign_in(visit: Visit) -> None:
    """Enter by the one-time code that the outbox holds."""
    family = visit.family
    page = await visit.get("sign-in page", "/sign-in/")
    sent = await visit.post("ask for code", page.form("/sign-in/"), [("phone", family.phone)])
    page = await visit.get("code page", sent.location)
    code = await family.outbox.code(family.phone)
    family.scheduled = 0.0
    await visit.post("sign in", page.form("/sign-in/code/"), [("code", code)])
    await visit.get("home", "/family/")


async def begin(visit: Visit) -> None:
    """Open the call and begin the form for a child by its number."""
    family = visit.family
    page = await visit.get("call", f"/family/calls/{family.call}/")
    form = page.form(f"/family/calls/{family.call}/start/")
    fields = [(name, family.said(name)) for name in ("name", "kind", "number")]
    begun = await visit.post("begin", form, fields)
    family.application = begun.location.split("/")[3]
    await visit.get("step", begun.location)


async def fill_in(visit: Visit) -> None:
    """Fill in page after page, whatever pages the kind of call asks, up to checking."""
    family = visit.family
    for _ in range(MOST_PAGES):
        assert visit.page is not None
        if visit.page.path.endswith("/check/"):
            return
        form = visit.page.form()
        fields = [(n, family.said(n)) for n in form.names if n not in form.hidden and n != "wish"]
        if "wish" in form.names:
            chosen = list(form.choices[:2])
            family.wishes[visit.page.path.rstrip("/").rpartition("/")[2]] = chosen
            fields += [("wish", uid) for uid in chosen]
        family.answers |= {n: text for n, text in fields if text and n != "wish"}
        saved = await visit.post("save step", form, fields)
        await visit.get("step", saved.location)
    raise WentWrong("the form never ends")


async def hand_in(visit: Visit) -> None:
    """Press until a whole answer came, always with the same code; then read the receipt."""
    assert visit.page is not None
    form = visit.page.form(visit.page.path)
    presses = [_press(visit, visit.browser, form)]
    if visit.family.kind == "double":
        presses.append(_press(visit, visit.browser.beside(), form))
    await asyncio.gather(*presses)
    page = await visit.get("receipt", f"/family/applications/{visit.family.application}/receipt/")
    shown = _RECEIPT.search(page.text)
    if shown is None:
        raise WentWrong("the receipt page shows no receipt")
    visit.family.accepted.append(shown[1])


async def _press(visit: Visit, browser: Browser, form: Form) -> None:
    family = visit.family
    for attempt in range(TRIES):
        due = family.scheduled or time.perf_counter()
        family.scheduled = 0.0
        family.requests += 1
        family.posts += 1
        try:
            answer = await browser.post(form.action, list(form.hidden.items()))
        except Broken:
            family.unanswered += 1
            await asyncio.sleep(min(2.0, 0.1 * 2**attempt))
            continue
        family.told("submit", time.perf_counter() - due)
        number = answer.headers.get("x-receipt", "")
        if not number:
            raise WentWrong(f"submit: {answer.status} without a receipt")
        family.accepted.append(number)
        return
    raise WentWrong("submit: no whole answer")


async def look_again(visit: Visit) -> None:
    """Come back to see how it stands."""
    await visit.get("status", f"/family/applications/{visit.family.application}/?look=1")


WAYS: dict[str, Sequence[Callable[[Visit], Awaitable[None]]]] = {
    "new": (sign_in, begin, fill_in, hand_in),
    "double": (sign_in, begin, fill_in, hand_in),
    "status": (sign_in, begin, fill_in, hand_in, look_again),
    "abandon": (sign_in, begin),
}
"""The way of each kind of family: to change the path, change these lists."""
SHARES = {"new": 0.84, "double": 0.06, "status": 0.06, "abandon": 0.04}


async def walk(family: Family, port: int) -> None:
    """Walk the family's way. Raises WentWrong, Broken, LookupError."""
    visit = Visit(family, Browser(port))
    try:
        for step in WAYS[family.kind]:
            await step(visit)
    finally:
        visit.browser.close()
