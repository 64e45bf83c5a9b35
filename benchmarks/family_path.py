"""What one application costs the server: a family's whole path, each page through the whole stack.

`make bench NAME=family_path` lets 200 families walk the path of the opening hour (sign-in by code,
child, pages, wishes, handing in, receipt) in one process: WSGI, middleware, session, templates,
SQLite on disk; the job that sends the code counts too, the client does not. It prints user and
system milliseconds and queries by page, and the sum of one application. `--db postgres` adds what
the server of the database computes; `--profile FILE` writes what cProfile saw. Exit 1 above the
bar.
"""

import argparse
import cProfile
import io
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

EXIT_MISSED, EXIT_MACHINE = 1, 4
BAR_MS = 90.0
WARMING = 20
_SAID = {"zone": "东", "note": "没有别的"}
_QUERIES = re.compile(r'desc="(\d+) queries"')


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk, measure, print, and say by the exit code whether the bar holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.family_path", description=__doc__)
    parser.add_argument("--families", type=int, default=200)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--profile", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "XUEYOU_DATA": name,
            "XUEYOU_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
            "DB": options.db,
        }
        try:
            store = _store(options.db)
        except LookupError as missing:
            print(missing, file=sys.stderr)
            return EXIT_MACHINE
        import django

        django.setup()
        from django.conf import settings

        settings.WHITENOISE_AUTOREFRESH = False  # as a running site has it
        import tests.kernel.calls.room  # noqa: F401 - registers the kinds of call of the tests
        import xueyou.site.wsgi  # noqa: F401 - sets logging up once more
        from tests.databases import own_clone

        settings.XUEYOU_CODES_AN_ADDRESS = 10**9
        _keep_the_log_in(folder / "log")
        with own_clone(folder, options.db):
            return _measured(options.families, store, options.profile)


def _keep_the_log_in(path: Path) -> None:
    """Write log lines into a file, as a running site does."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(path.open("w"))


def _store(db: str) -> int | None:
    """Start PostgreSQL where it is asked for; return the process id of its parent."""
    if db == "sqlite":
        return None
    from tests.postgres import SOUND, Missing, start

    try:
        cluster = start(SOUND)
    except Missing as missing:
        raise LookupError(str(missing)) from None
    os.environ["XUEYOU_TEST_POSTGRES"] = cluster.url()
    return int((cluster.directory / "data" / "postmaster.pid").read_text().splitlines()[0])


@dataclass
class Costs:
    """Milliseconds and queries by page, one entry a request."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, list[int]] = field(default_factory=dict)
    profiler: cProfile.Profile | None = None

    def timed(self, page: str, work: Callable[[], Any]) -> Any:
        """Do the work and take down what it computed."""
        if self.profiler is not None:
            self.profiler.enable()
        started = time.process_time()
        done = work()
        self.ms.setdefault(page, []).append((time.process_time() - started) * 1000)
        if self.profiler is not None:
            self.profiler.disable()
        return done


def _measured(families: int, store: int | None, profile: Path | None) -> int:
    from tests.load.site import Site

    call = _found_call()
    _walk(range(WARMING), call, Costs())
    costs = Costs(profiler=cProfile.Profile() if profile else None)
    server = Site(0, os.getpid(), store) if store else None
    own, whole = time.process_time(), server.cpu() if server else 0.0
    _walk(range(WARMING, WARMING + families), call, costs)
    database = 0.0
    if server:
        database = server.cpu() - whole - (time.process_time() - own)
    if costs.profiler is not None and profile is not None:
        costs.profiler.dump_stats(profile)
    return _report(costs, families, 1000 * database / families)


def _found_call() -> str:
    """Found the county with its call open, and return the call's uid."""
    from django.test import override_settings

    from tests.kernel.calls.world import NOW, found_world
    from xueyou.platform.access.roles import roles
    from xueyou.platform.time import frozen_business

    with override_settings(XUEYOU_ROLES="tests.kill.roles"), frozen_business(NOW):
        roles.cache_clear()
        call = str(found_world().call.uid)
    roles.cache_clear()
    return call


def _walk(numbers: range, call: str, costs: Costs) -> None:
    for number in numbers:
        _Family(number, call, costs).walk()


@dataclass
class _Family:
    """A family with one phone and one child, and the page it looks at."""

    number: int
    call: str
    costs: Costs
    cookies: dict[str, str] = field(default_factory=dict)
    at: Any = None

    def walk(self) -> None:
        """Sign in, begin, fill in page after page, hand in, and read the receipt."""
        from tests.kernel.calls.world import citizen_number

        self.get("/sign-in/")
        self.get(self.post("/sign-in/", phone=f"139{self.number:08d}"))
        code = self._code_sent()
        self.post("/sign-in/code/", code=code)
        self.get("/family/")
        self.get(f"/family/calls/{self.call}/")
        born = date(2019, 9, 1) + timedelta(days=self.number // 1000)
        number = citizen_number(self.number % 1000, born)
        begin = f"/family/calls/{self.call}/start/"
        self.get(self.post(begin, name="林明远", kind="citizen", number=number))
        while not self.at.path.endswith("/check/"):
            form = self.at.form()
            said = {name: _SAID.get(name, "") for name in form.names if name not in form.hidden}
            self.get(self.post("", **said | ({"wish": form.choices[:2]} if form.choices else {})))
        self.get(self.post(self.at.path))
        if not self.at.path.endswith("/receipt/"):
            raise RuntimeError(f"family {self.number} ended at {self.at.path}")

    def _code_sent(self) -> str:
        from xueyou.platform.accounts.codes import SENT_TO
        from xueyou.platform.accounts.models import SignInCode
        from xueyou.platform.jobs.api import work_off

        code = SENT_TO.text(SignInCode.objects.latest("pk")).partition(" ")[2]
        self.costs.timed("(job) send the code", lambda: work_off("quick"))
        return code

    def get(self, path: str) -> None:
        """Open a page, also where it leads on to another."""
        self.at = self._ask("GET", path, b"")
        if self.at.location:
            self.at = self._ask("GET", self.at.location, b"")
        if self.at.status != 200:
            raise RuntimeError(f"GET {path}: {self.at.status}")

    def post(self, action: str, **fields: Any) -> str:
        """Send the page's form, and return where the answer leads."""
        form = self.at.form(action)
        whole = urlencode({**form.hidden, **fields}, doseq=True).encode()
        answer = self._ask("POST", form.action, whole)
        if not answer.location:
            raise RuntimeError(f"POST {form.action}: {answer.status}")
        return str(answer.location)

    def _ask(self, method: str, path: str, body: bytes) -> Any:
        from tests.load.browser import Answer
        from xueyou.site.wsgi import application

        environ = _environ(method, path, body, self.cookies)
        told: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told[:] = [status, headers]

        def work() -> bytes:
            answer: Any = application(environ, begin)
            try:
                return b"".join(answer)
            finally:
                answer.close()

        page = f"{method} {_page(path)}"
        text = self.costs.timed(page, work)
        headers = {name.lower(): value for name, value in told[1]}
        for name, value in told[1]:
            if name == "Set-Cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        asked = _QUERIES.search(headers.get("server-timing", ""))
        self.costs.queries.setdefault(page, []).append(int(asked[1]) if asked else 0)
        return Answer(int(told[0].split()[0]), headers, text.decode(errors="replace"), path)


def _page(path: str) -> str:
    """Return the address without what names a row."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path.partition("?")[0])


def _environ(method: str, path: str, body: bytes, cookies: dict[str, str]) -> dict[str, Any]:
    where, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if cookies:
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if method == "POST":
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _report(costs: Costs, families: int, database: float) -> int:
    print(f"{'page':<46}{'times':>6}{'ms (median)':>12}{'ms a family':>12}{'queries':>8}")
    for page, found in costs.ms.items():
        asked = costs.queries.get(page, [0])
        times, each = len(found) / families, sum(found) / families
        row = f"{page:<46}{times:>6.1f}{median(found):>12.2f}{each:>12.2f}{median(asked):>8.0f}"
        print(row)
    total = sum(map(sum, costs.ms.values())) / families
    medians = sum(median(one) * len(one) / families for one in costs.ms.values())
    requests = sum(map(len, costs.queries.values())) / families
    asked = sum(map(sum, costs.queries.values())) / families
    print(f"{requests:.1f} requests, {asked:.0f} queries")
    print(f"{total:.1f} ms by sum, {medians:.1f} by medians")
    if database:
        print(f"and {database:.1f} ms of the database's server")
    return EXIT_MISSED if total + database > BAR_MS else 0


if __name__ == "__main__":
    sys.exit(main())
