"""Who comes in when too many come at once: decided by how busy this process is, before any work.

Whoever is inside stays inside: the server gives each visitor a signed *entry pass* with the first
answer, and nobody who shows one is sent away. Only those who have none wait, and only while too
many requests are under way in this process. Speed decides nothing: the room keeps no order.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_urlsafe

from django.core.signing import BadSignature, TimestampSigner

COOKIE = "entry_pass"
FREE = ("/static/", "/healthz", "/readyz")
"""Beginnings of addresses that nobody waits for."""
TICK = 0.5
CALM = 0.5
"""Part of what is busy below which more come in."""
COUNTED = 3.0
"""Seconds of a request that count: a long report is no crowd."""
INSIDE = 20.0
"""Seconds after which somebody who asked for nothing counts as gone."""
PASS_LIFE = 24 * 3600
"""Seconds: a pass taken on a calm day opens nothing in a crowd of another."""
PROVEN = 300.0
"""Seconds for which a pass that was looked at is not looked at again."""
OPEN_AGAIN = 15.0
"""Calm seconds without anybody sent away after which the room is closed."""
FASTER = 0.05
LEAST = 4
SOONEST, LATEST = 15, 60
SPREAD, STEPS = 0.3, 7
"""Those who were sent away together do not come back together."""
ASKED_AGAIN = 50.0
"""Answers of the room a second that a process gives at most, by asking people back later."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a request. `wait`: seconds to come back after, 0 where it may come in.

    `entry_pass`: the one to give with the answer, "" where there is one, or none is given.
    """

    wait: int = 0
    entry_pass: str = ""


COME_IN = Verdict()
verdict: ContextVar[Verdict] = ContextVar("verdict", default=COME_IN)
"""The verdict on the request of this thread, set by the web server."""


class Gate:
    """The gate of one process. Used by one thread only; times in seconds of a monotonic clock.

    `busy`: requests under way (mean of a tick) above which fewer people come in.
    """

    def __init__(self, busy: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._busy, self._calm = busy, CALM * busy
        self._clock = clock
        self._signer = TimestampSigner(salt="xueyou.site.entry-pass")
        self._inside: dict[str, float] = {}
        self._proven: dict[str, tuple[str, float]] = {}
        self._ticked = clock()
        self._worked = 0.0
        self._sent_away = 0
        self._calm_since = clock()
        self._wait = float(SOONEST)
        self.most: float | None = None
        """How many may be inside; None while everybody may."""

    def judge(self, path: str, shown: str) -> Verdict:
        """Say what becomes of a request for a path that shows an entry pass ("": none)."""
        now = self._clock()
        self._tick(now)
        if path.startswith(FREE):
            return COME_IN
        entry_pass = self._known(shown, now)
        if entry_pass:
            self._inside[entry_pass] = now
            return COME_IN
        if self.most is not None and len(self._inside) >= self.most:
            self._sent_away += 1
            apart = self._wait * SPREAD * (self._sent_away % STEPS) / STEPS
            return Verdict(wait=round(self._wait + apart))
        entry_pass = token_urlsafe(9)
        self._inside[entry_pass] = now
        return Verdict(entry_pass=self._signer.sign(entry_pass))

    def done(self, seconds: float) -> None:
        """Take down how long a request took that came in, from its last byte to its answer."""
        self._worked += min(seconds, COUNTED)
        self._tick(self._clock())

    def _known(self, shown: str, now: float) -> str:
        """Return the pass behind a signed one; of those who are inside it was looked at lately."""
        proven = self._proven.get(shown)
        if proven is not None and now - proven[1] < PROVEN:
            return proven[0]
        try:
            found = self._signer.unsign(shown, max_age=PASS_LIFE) if shown else ""
        except BadSignature:
            return ""
        if found:
            self._proven[shown] = found, now
        return found

    def _tick(self, now: float) -> None:
        """Now and then look how busy it was, and let more or fewer in."""
        passed = now - self._ticked
        if passed < TICK:
            return
        under_way = self._worked / passed
        away = self._sent_away / passed
        self._ticked, self._worked, self._sent_away = now, 0.0, 0
        self._inside = {
            entry_pass: seen for entry_pass, seen in self._inside.items() if now - seen < INSIDE
        }
        self._proven = {
            signed: proven for signed, proven in self._proven.items() if proven[0] in self._inside
        }
        if away or under_way > self._calm:
            self._calm_since = now
        if under_way > self._busy:
            fewer = max(float(LEAST), 0.9 * len(self._inside))
            self.most = fewer if self.most is None else min(self.most, fewer)
        elif self.most is not None and now - self._calm_since >= OPEN_AGAIN:
            self.most = None
        elif self.most is not None and under_way < self._calm and away:
            self.most = max(self.most, len(self._inside)) + max(1.0, FASTER * len(self._inside))
        self._wait = min(LATEST, max(SOONEST, self._wait * away / ASKED_AGAIN))
