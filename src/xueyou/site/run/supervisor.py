"""Keeps the children alive, and ends them all when told to, or when it cannot go on."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

from xueyou.site.run import children, folder
from xueyou.site.run.exits import OUR_FAULT, CannotRun

LOOK = 0.1
END_BY = 8.0
UP_WITHIN = 60.0
STEADY_AFTER = 10.0
LONGEST_WAIT = 30.0

Start = Callable[[str, socket.socket, Path], int]


@dataclass(slots=True)
class Child:
    """A child process, and when it may be started again."""

    name: str
    pid: int = 0
    born: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Web and worker on one machine."""

    data: Path
    door: socket.socket
    start: Start = children.start
    children: list[Child] = field(default_factory=lambda: [Child("web"), Child("worker")])
    leaving: bool = False

    def catch_signals(self) -> None:
        """Let SIGTERM, SIGINT and a closed terminal end everything in order."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._asked_to_leave)

    def start_all(self) -> None:
        """Start every child that is not running and may be."""
        for child in self.children:
            if not child.pid and time.monotonic() >= child.not_before:
                child.born = time.monotonic()
                child.pid = self.start(
                    child.name, self.door, folder.log_path(self.data, child.name)
                )

    def wait_until_up(self) -> None:
        """Wait until the web server answers; CannotRun where it does not."""
        end = time.monotonic() + UP_WITHIN
        while not self.leaving and not self._answers():
            self.bury()
            dead = any(child.deaths > 1 for child in self.children)
            if dead or time.monotonic() > end:
                log = self.data / folder.LOGS
                raise CannotRun(
                    f"学优没有能启动，数据没有改动。原因写在 {log} 里，请交给系统管理员。",
                    OUR_FAULT,
                )
            time.sleep(LOOK / 2)

    def keep(self) -> None:
        """Start children again when they die, until told to leave."""
        while not self.leaving:
            self.bury()
            self.start_all()
            time.sleep(LOOK)

    def bury(self) -> None:
        """Note which children have died; one that keeps dying is started later each time."""
        for child in self.children:
            if not child.pid or not os.waitpid(child.pid, os.WNOHANG)[0]:
                continue
            steady = time.monotonic() - child.born > STEADY_AFTER
            child.pid = 0
            child.deaths = 0 if steady else child.deaths + 1
            wait = min(LONGEST_WAIT, 0.5 * 2**child.deaths) if child.deaths else 0.0
            child.not_before = time.monotonic() + wait

    def end_all(self) -> None:
        """Ask every child to end, and kill with all its own children whoever takes too long."""
        self.leaving = True
        self._send(signal.SIGTERM)
        end = time.monotonic() + END_BY
        while any(child.pid for child in self.children):
            self.bury()
            if time.monotonic() > end:
                self._send(signal.SIGKILL)
            time.sleep(LOOK / 2)

    def _send(self, sign: int) -> None:
        for child in self.children:
            if not child.pid:
                continue
            try:
                if sign == signal.SIGKILL:
                    os.killpg(child.pid, sign)
                else:
                    os.kill(child.pid, sign)
            except ProcessLookupError:
                continue

    def _answers(self) -> bool:
        host, port = self.door.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        asking = http.client.HTTPConnection(host, port, timeout=2)
        try:
            asking.request("GET", "/healthz", headers=_as_the_proxy_asks())
            return asking.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            asking.close()

    def _asked_to_leave(self, _signal: int, _frame: FrameType | None) -> None:
        self.leaving = True


def _as_the_proxy_asks() -> dict[str, str]:
    """Return headers that every deployment lets in: a name of its own, over TLS."""
    name = settings.ALLOWED_HOSTS[0]
    host = "localhost" if name == "*" else name.removeprefix(".")
    return {"Host": host, "X-Forwarded-Proto": "https"}
