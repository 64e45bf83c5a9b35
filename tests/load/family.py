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

TRIES = 30
SIGN_INS = 4
_GIVEN = "安宁清和明远知行乐山若水"
MOST_PAGES = 12
_RECEIPT = re.compile(r'<output id="receipt"[^>]*>\s*([0-9A-Z-]+)\s*</output>')
_ALERT = re.compile(r'role="alert"[^>]*>(.*?)</section>', re.S)
_TAG = re.compile(r"<[^>]*>")
ROOM = "room"

Told = Callable[[str, float], None]
"""Called with the name of a page and the seconds from its scheduled moment to its whole answer."""


class WentWrong(Exception):
    """A page answered what it must not answer."""


class WentHome(Exception):
    """The family was still waiting to come in when the stage was over."""


def _never() -> bool:
    return False


@dataclass
class Family:
    """Who they are, what they fill in, and what came of it.

    `accepted`: receipt numbers of which a whole answer was read. `broken`: answers that broke off,
    `unanswered` those of presses. `pace` returns how many seconds they look at a page before going
    on, `over` whether those who wait to come in go home. A `stubborn` family asks again where an
    answer broke off or the server was at fault. `second_phone`: of the other guardian of a child
    that the registry knows. `handed_in_before` the hour, and sent back; `photographs` taken since.
    """

    number: int
    seed: int
    call: str
    outbox: Outbox
    told: Told
    kind: str = "new"
    pace: Callable[[], float] = lambda: 0.0
    over: Callable[[], bool] = _never
    hurry: float = 1.0
    stubborn: bool = False
    own_phone: str = ""
    second_phone: str = ""
    handed_in_before: int = 0
    photographs: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    wishes: dict[str, list[str]] = field(default_factory=dict)
    accepted: list[str] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    broken: int = 0
    unanswered: int = 0
    requests: int = 0
    posts: int = 0
    application: str = ""
    scheduled: float = 0.0

    @property
    def phone(self) -> str:
        """Return a made mobile number, one a family."""
        return self.own_phone or f"13{self.seed % 10}{self.number:08d}"

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
    phone: str
    page: Answer | None = None

    def elsewhere(self, phone: str) -> "Visit":
        """Return another device, which nobody has signed in on yet."""
        return Visit(self.family, Browser(self.browser.port), phone)

    async def get(self, name: str, path: str) -> Answer:
        """Open a page, following at most three redirections; the whole counts as this page."""
        answer = await self.timed(name, lambda: self.browser.get(path))
        for _ in range(3):
            if not answer.location:
                break
            self.family.requests += 1
            answer = await self._asked(lambda path=answer.location: self.browser.get(path))  # type: ignore[misc]
        if answer.status != 200:
            raise WentWrong(f"{name}: {answer.status} at {answer.path}")
        self.page = answer
        await self._look()
        return answer

    async def come_in(self, name: str, path: str) -> Answer:
        """Open a page at which a newcomer may have to wait; come back when the room says."""
        family = self.family
        while True:
            begun = time.perf_counter()
            answer = await self._asked(lambda: self.browser.get(path))
            if answer.status != 503 or "retry-after" not in answer.headers:
                break
            family.told(ROOM, time.perf_counter() - begun)
            family.rooms.append(answer.size)
            await asyncio.sleep(float(answer.headers["retry-after"]) * family.hurry)
            family.scheduled = 0.0
            if family.over():
                raise WentHome
        family.told(name, time.perf_counter() - (family.scheduled or begun))
        family.scheduled = 0.0
        family.requests += 1
        if answer.status != 200:
            raise WentWrong(f"{name}: {answer.status} at {answer.path}")
        self.page = answer
        await self._look()
        return answer

    async def post(self, name: str, form: Form, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form with its hidden fields; a refusal is wrong here."""
        whole = [*form.hidden.items(), *fields]
        self.family.posts += 1
        answer = await self.timed(name, lambda: self.browser.post(form.action, whole))
        if not answer.location:
            raise WentWrong(f"{name}: {answer.status} at {form.action}{_said_in(answer)}")
        return answer

    async def timed(self, name: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask, and tell how long it took from the moment at which it was due."""
        family = self.family
        due = family.scheduled or time.perf_counter()
        family.scheduled = 0.0
        family.requests += 1
        answer = await self._asked(ask)
        family.told(name, time.perf_counter() - due)
        return answer

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask; the stubborn ask again where no whole answer came, or the server was at fault."""
        heard: list[str] = []
        for attempt in range(TRIES):
            try:
                answer = await ask()
            except Broken as broken:
                self.family.broken += 1
                if not self.family.stubborn:
                    raise
                heard.append(str(broken))
            else:
                fault = answer.status >= 500 and "retry-after" not in answer.headers
                if not (fault and self.family.stubborn):
                    return answer
                heard.append(f"{answer.status} at {answer.path}")
            await asyncio.sleep(min(2.0, 0.1 * 2**attempt))
        raise WentWrong(f"no whole answer, however often asked: {heard[0]}, …, {heard[-1]}")

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
    """Enter by the one-time code that the outbox holds.

    Whoever does not know whether a code was used up asks for another one, as often as he may.
    """
    for attempt in range(SIGN_INS):
        try:
            await _sign_in(visit)
        except (WentWrong, LookupError):
            if not visit.family.stubborn:
                raise
            if attempt == SIGN_INS - 1:  # the process died under each code: tomorrow then
                raise WentHome from None
        else:
            return


async def _sign_in(visit: Visit) -> None:
    family = visit.family
    page = await visit.come_in("sign-in page", "/sign-in/")
    family.outbox.forget(visit.phone)
    sent = await visit.post("ask for code", page.form("/sign-in/"), [("phone", visit.phone)])
    page = await visit.get("code page", sent.location)
    code = await family.outbox.code(visit.phone)
    family.scheduled = 0.0
    await visit.post("sign in", page.form("/sign-in/code/"), [("code", code)])
    page = await visit.get("home", "/family/")
    if page.path != "/family/":
        raise WentWrong(f"sign in: ended at {page.path}")


async def begin(visit: Visit) -> None:
    """Open the call and begin the form: for the child that is known, else for one by its number."""
    family = visit.family
    page = await visit.get("call", f"/family/calls/{family.call}/")
    form = page.form(
        f"/family/calls/{family.call}/start/", having="child" if family.own_phone else ""
    )
    known = "child" in form.hidden
    fields = [] if known else [(one, family.said(one)) for one in ("name", "kind", "number")]
    begun = await visit.post("begin", form, fields)
    family.application = begun.location.split("/")[3]
    await visit.get("step", begun.location)


async def fill_in(visit: Visit, pages: int = MOST_PAGES) -> None:
    """Fill in page after page, whatever pages the kind of call asks, up to checking."""
    family = visit.family
    for _ in range(pages):
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
    if pages == MOST_PAGES:
        raise WentWrong("the form never ends")


async def fill_in_a_page(visit: Visit) -> None:
    """Fill in the first page only."""
    await fill_in(visit, 1)


async def hand_in(visit: Visit) -> None:
    """Press until a whole answer came, always with the same code; then read the receipt."""
    assert visit.page is not None
    form = visit.page.form(visit.page.path)
    presses = [_press(visit, visit.browser, form)]
    if visit.family.kind == "double":
        presses.append(_press(visit, visit.browser.beside(), form))
    await asyncio.gather(*presses)
    await _read_receipt(visit)


async def _read_receipt(visit: Visit) -> None:
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
            family.broken += 1
            family.unanswered += 1
            await asyncio.sleep(min(2.0, 0.1 * 2**attempt))
            continue
        if answer.status >= 500 and family.stubborn:
            await asyncio.sleep(min(2.0, 0.1 * 2**attempt))
            continue
        family.told("submit", time.perf_counter() - due)
        number = answer.headers.get("x-receipt", "")
        if not number:
            raise WentWrong(f"submit: {answer.status} without a receipt{_said_in(answer)}")
        family.accepted.append(number)
        return
    raise WentWrong("submit: no whole answer")


async def look_again(visit: Visit) -> None:
    """Come back to see how it stands."""
    await visit.get("status", f"/family/applications/{visit.family.application}/?look=1")


async def go_on_elsewhere(visit: Visit) -> None:
    """Leave it, sign in on another device, and go on with the page that is not done."""
    visit.browser.close()
    other = visit.elsewhere(visit.phone)
    visit.browser, visit.page = other.browser, None
    await sign_in(visit)
    await visit.get("step", f"/family/applications/{visit.family.application}/")


async def hand_in_both(visit: Visit) -> None:
    """Let the other guardian sign in and look; both press at once, and read one receipt."""
    other = visit.elsewhere(visit.family.second_phone)
    try:
        await sign_in(other)
        await other.get("step", f"/family/applications/{visit.family.application}/")
        assert visit.page is not None
        assert other.page is not None
        await asyncio.gather(
            _press(visit, visit.browser, visit.page.form(visit.page.path)),
            _press(other, other.browser, other.page.form(other.page.path)),
        )
        await asyncio.gather(_read_receipt(visit), _read_receipt(other))
    finally:
        other.browser.close()
