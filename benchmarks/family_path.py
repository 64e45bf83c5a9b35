"""What one application costs the server: a family's whole path, each page through the whole stack.

`make bench NAME=family_path` lets 200 families walk the path of the opening hour (sign-in by code,
child, pages, wishes, handing in, receipt) in one process: WSGI, middleware, session, templates,
SQLite on disk; the job that sends the code counts too, the client does not. It prints user and
system milliseconds and queries by page, and the sum of one application. `--db postgres` adds what
the server of the database computes; `--profile FILE` writes what cProfile saw. Exit 1 above the
bar.
"""

import argparse
import asyncio
import cProfile
import io
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

EXIT_MISSED, EXIT_MACHINE = 1, 4
BAR_MS = 90.0
WARMING = 20
_SERVING = ThreadPoolExecutor(1)
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

    async def timed(self, page: str, work: Callable[[], Any]) -> Any:
        """Do the work in the one thread that serves, and take down what it computed."""
        return await asyncio.get_running_loop().run_in_executor(_SERVING, self._timed, page, work)

    def _timed(self, page: str, work: Callable[[], Any]) -> Any:
        if self.profiler is not None:
            self.profiler.enable()
        started = time.thread_time()
        done = work()
        self.ms.setdefault(page, []).append((time.thread_time() - started) * 1000)
        if self.profiler is not None:
            self.profiler.disable()
        return done


def _measured(families: int, store: int | None, profile: Path | None) -> int:
    from tests.load.opening_hour import found_call
    from tests.load.site import Site

    call = found_call()
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


def _walk(numbers: range, call: str, costs: Costs) -> None:
    from tests.load.family import WAYS, Family, Visit

    async def one(number: int) -> None:
        family = Family(number, 1, call, _Codes(costs), lambda _page, _seconds: None)  # type: ignore[arg-type]
        visit = Visit(family, _in_process(costs))
        for step in WAYS["new"]:
            await step(visit)

    for number in numbers:
        asyncio.run(one(number))


@dataclass(frozen=True)
class _Codes:
    """Reads the code that was sent, after the worker has sent it."""

    costs: Costs

    async def code(self, _number: str) -> str:
        """Have the code sent, and return it."""
        from xueyou.platform.accounts.codes import SENT_TO
        from xueyou.platform.accounts.models import SignInCode
        from xueyou.platform.jobs.api import work_off

        def look() -> str:
            return SENT_TO.text(SignInCode.objects.latest("pk")).partition(" ")[2]

        code = await asyncio.get_running_loop().run_in_executor(_SERVING, look)
        await self.costs.timed("(job) send the code", lambda: work_off("quick"))
        return code


def _in_process(costs: Costs) -> Any:
    """Return a browser that calls the WSGI application instead of opening a connection."""
    from tests.load.browser import Answer, Browser
    from xueyou.site.wsgi import application

    class InProcess(Browser):
        async def _ask(self, method: str, path: str, body: bytes) -> Answer:
            environ = _environ(method, path, body, self.cookies)
            told: list[Any] = []

            def begin(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
                told[:] = [status, headers]

            def work() -> bytes:
                answer = application(environ, begin)
                try:
                    return b"".join(answer)
                finally:
                    answer.close()

            page = f"{method} {_page(path)}"
            text = await costs.timed(page, work)
            headers = {}
            for name, value in told[1]:
                if name == "Set-Cookie":
                    self._keep(value)
                headers[name.lower()] = value
            asked = _QUERIES.search(headers.get("server-timing", ""))
            costs.queries.setdefault(page, []).append(int(asked[1]) if asked else 0)
            return Answer(int(told[0].split()[0]), headers, text.decode(errors="replace"), path)

    return InProcess(0)


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
