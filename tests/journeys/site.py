"""The site under test: gunicorn and a worker on a database of their own, as `make run` has them."""

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings

from tests import databases
from tests.paths import ROOT
from xueyou.demo.handlers import REPLAY
from xueyou.demo.replay.enrolment_open import enrolment_open
from xueyou.demo.replay.telling import tell
from xueyou.demo.world import HANDED_IN, found_city, hand_in
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.session_store import SessionStore
from xueyou.platform.accounts.sessions import DEMO
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import enqueue, work_off
from xueyou.platform.time import wall_now

YEAR_FROM = "2026-11-01"
"""Routine reports before this day are left out: today's wall is the same, its history shorter."""
FEW = 2
"""Families of the open call beside those with names: as many as a list needs."""
MORNING = "2026-11-20T08:00:00+08:00"
PR_SET_PDEATHSIG = 1
LISTENING = re.compile(r"Listening at: (http://\S+)")


@dataclass(frozen=True)
class Site:
    """Where the site is, and where its data lies."""

    url: str
    data: Path

    def session_of(self, login_name: str) -> dict[str, str]:
        """Return the cookie of somebody who is signed in, made without going through the door."""
        user = User.objects.get(login_name=login_name)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[DEMO] = user.pk
        session.save()
        assert session.session_key
        return {
            "name": settings.SESSION_COOKIE_NAME,
            "value": session.session_key,
            "url": self.url,
        }


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Found 临澄市 in a clone of the template, replay its year from November, and serve it."""
    with serving(folder, _city) as site:
        yield site


@contextmanager
def serving(folder: Path, found: Callable[[], None]) -> Iterator[Site]:
    """Found a world in a clone of the template, and serve it."""
    with databases.own_clone(folder) as own, override_settings(DATA=folder):
        found()
        with _processes(own.url, folder) as url:
            yield Site(url, folder)


def _city() -> None:
    found_city()
    for login_name, file_name, at in HANDED_IN:
        hand_in(login_name, file_name, at)
    work_off()
    enqueue(REPLAY, {"routine_from": YEAR_FROM, "part": 0}, actor=SYSTEM)
    work_off()
    tell(enrolment_open(FEW), seconds=600, say=lambda *_: None)


@contextmanager
def _processes(database_url: str, folder: Path) -> Iterator[str]:
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "XUEYOU_DATA": str(folder),
        "XUEYOU_ENV": "test",
        "XUEYOU_NOW": MORNING,
        # Both processes show the same moment: what one publishes is past for the other.
        "XUEYOU_NOW_AT": wall_now().isoformat(),
        # What this process seals, the site opens.
        "XUEYOU_FIELD_KEYS": str(settings.XUEYOU_FIELD_KEYS),
        "XUEYOU_INDEX_KEY_FILE": str(settings.XUEYOU_INDEX_KEY_FILE),
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
        "XUEYOU_TEST_LOAD": "1",  # static files found once, as in production
    }
    web = _start(
        folder / "web.log",
        environment,
        "-m",
        "gunicorn",
        "xueyou.site.wsgi:application",
        f"--bind=127.0.0.1:{_free_port()}",
        "--worker-class=gthread",
        "--threads=4",
        "--log-level=info",
    )
    worker = _start(folder / "worker.log", environment, str(ROOT / "manage.py"), "worker")
    try:
        yield _address(web, folder / "web.log")
    finally:
        for process in (worker, web):
            process.send_signal(signal.SIGTERM)
        for process in (worker, web):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(log: Path, environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, *command],
            env=environment,
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            preexec_fn=_goes_with_its_starter,
        )


def _goes_with_its_starter() -> None:
    """Ask Linux to end this process when the test process ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(web: subprocess.Popen[bytes], log: Path) -> str:
    """Return where gunicorn listens, as soon as it says so."""
    with log.open() as said:
        while web.poll() is None:
            found = LISTENING.search(said.readline())
            if found:
                return found.group(1)
    raise AssertionError(f"the site did not start:\n{log.read_text()}")
