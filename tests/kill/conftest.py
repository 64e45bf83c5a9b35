"""A store that keeps what it promised: SQLite in a file, or a PostgreSQL cluster with fsync on."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from tests.databases import Server, chosen, own_clone, pointed_at
from tests.postgres import SOUND, start
from xueyou.platform.access.roles import roles
from xueyou.platform.time import frozen_business


@pytest.fixture(scope="session")
def sound_server() -> Server | None:
    """Start a cluster as a deployment has it: the suite's own is fast and promises nothing."""
    return Server(start(SOUND).url()) if chosen() == "postgres" else None


@contextmanager
def store(folder: Path, server: Server | None) -> Iterator[None]:
    """Point Django at a clone whose commits are on the disk when they return."""
    if server is None:
        with own_clone(folder, "sqlite"):
            yield
        return
    name = f"xueyou_kill_{uuid4().hex[:12]}"
    server.clone(name)
    try:
        with pointed_at(server.place(name)):
            yield
    finally:
        server.drop(name)


@contextmanager
def kept_store(folder: Path, server: Server | None, blocker: Any) -> Iterator[Path]:
    """Give a store, a data folder, the roles, and the morning of 20 November."""
    from tests.conftest import DEMO_MORNING

    with ExitStack() as stack:
        stack.enter_context(blocker.unblock())
        stack.enter_context(override_settings(XUEYOU_ROLES="tests.kill.roles", DATA=folder))
        roles.cache_clear()
        stack.callback(roles.cache_clear)
        stack.enter_context(store(folder, server))
        stack.enter_context(frozen_business(DEMO_MORNING))
        yield folder


@pytest.fixture(scope="module")
def kept(
    tmp_path_factory: pytest.TempPathFactory, sound_server: Server | None, django_db_blocker: Any
) -> Iterator[Path]:
    """Give a whole module one store; return the data folder."""
    folder = tmp_path_factory.mktemp("kept")
    with kept_store(folder, sound_server, django_db_blocker) as found:
        yield found


@pytest.fixture
def kept_alone(
    tmp_path: Path, sound_server: Server | None, django_db_blocker: Any
) -> Iterator[Path]:
    """Give one test a store of its own; return the data folder."""
    with kept_store(tmp_path, sound_server, django_db_blocker) as found:
        yield found
