"""What every test stands on: its database, the business clock, and no way out to the network."""

import signal
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as properties

from tests.depth import DEEP
from tests.longest import longest_first
from tests.postgres import Missing

# A suite started in the background inherits an ignored Ctrl-C; tests of it need the plain one.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TESTS = Path(__file__).parent
WITHOUT_DATABASE = {"engines", "formats", "cli"}
# The same examples in every run, however slow the machine; XUEYOU_DEEP=1 looks further.
properties.register_profile("ci", derandomize=True, max_examples=50, deadline=None)
properties.register_profile("deep", max_examples=2000, deadline=None, print_blob=True)
properties.load_profile("deep" if DEEP else "ci")

DEMO_MORNING = datetime.fromisoformat("2026-11-20T08:00:00+08:00")


def pytest_configure(config: pytest.Config) -> None:
    """Start the PostgreSQL cluster once, before xdist's workers, where DB=postgres asks for it."""
    from tests import databases

    if databases.chosen() == "postgres" and not hasattr(config, "workerinput"):
        try:
            databases.postgres_server()
        except Missing as missing:
            pytest.exit(str(missing), returncode=4)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Send tests with their own clone to the end, and databases out of rooms that have none.

    The longest files begin, whatever order others give: see `tests.longest`.
    """
    for item in items:
        own = "own_database" in getattr(item, "fixturenames", ())
        if own:
            item.add_marker("alone")
        database = own or item.get_closest_marker("django_db") is not None
        if database and item.path.is_relative_to(TESTS) and _room(item.path) in WITHOUT_DATABASE:
            raise pytest.UsageError(f"{item.nodeid}: {_room(item.path)} know no database")
    yield
    longest_first(items)


def _room(path: Path) -> str:
    return path.relative_to(TESTS).parts[0]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process a copy of the migrated template (pytest-django asks for it by name)."""
    from tests import databases

    with django_db_blocker.unblock():
        database = databases.worker_database()
        database.__enter__()
    yield
    with django_db_blocker.unblock():
        database.__exit__(None, None, None)


@pytest.fixture
def own_database(django_db_blocker: Any, tmp_path: Path) -> Iterator[Any]:
    """Give this test a clone of its own that other threads and processes can reach."""
    from tests import databases

    with django_db_blocker.unblock(), databases.own_clone(tmp_path) as own:
        yield own


@pytest.fixture
def business_clock() -> Iterator[Any]:
    """Freeze the business clock at 2026-11-20 08:00 in the city; the handle moves it."""
    from xueyou.platform.time import frozen_business

    with frozen_business(DEMO_MORNING) as clock:
        yield clock


class NetworkRefused(RuntimeError):
    """A test tried to leave the machine."""


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a path: a socket of this machine
    host = str(address[0])
    return host in {"localhost", "::1", ""} or host.startswith("127.")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection and look-up that is not loopback or a local socket."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def only_local(host: Any, *arguments: Any, **options: Any) -> Any:
        if not _is_local((host or "",)):
            raise NetworkRefused(f"no network in tests: {host}")
        return look_up(host, *arguments, **options)

    patch.setattr(socket, "getaddrinfo", only_local)
    yield
    patch.undo()


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_local(address):
            raise NetworkRefused(f"no network in tests: {address}")
        return connect(self, address)

    return guarded
