"""Where tests get their database: migrated once into a template, copied for each worker.

DB=sqlite (default) or DB=postgres chooses. Templates lie in `.cache/testdb`, named by a digest of
all migrations: SQLite as a file, PostgreSQL as a dump that a fresh cluster reads back.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg import sql

from tests.paths import ROOT
from tests.postgres import Cluster, find_binaries, start
from xueyou.site.settings.environment import databases

TEMPLATES = ROOT / ".cache" / "testdb"
SERVER_VARIABLE = "XUEYOU_TEST_POSTGRES"
WORLD = "world.sqlite3"


def chosen() -> str:
    """Return "sqlite" or "postgres", as the environment variable DB says."""
    database = os.environ.get("DB", "sqlite")
    assert database in {"sqlite", "postgres"}, "DB is sqlite or postgres"
    return database


def postgres_server() -> str:
    """Return the URL of the server's maintenance database; start a cluster where none is given.

    The environment carries it to xdist's workers and to servers that tests start.
    """
    given = os.environ.get(SERVER_VARIABLE) or os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        cluster: Cluster = start()
        given = cluster.url()
    os.environ[SERVER_VARIABLE] = given
    return given


def migrations_digest() -> str:
    """Return a digest of everything that decides what a migrated database looks like."""
    total = hashlib.sha256(django.get_version().encode())
    ours = ROOT / "src" / "xueyou" / "platform" / "db"
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()] + [ours]
    for folder in sorted(folders):
        for path in sorted(folder.glob("*.py")):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


@contextmanager
def _only_one(name: str) -> Iterator[None]:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def pointed_at(place: dict[str, Any]) -> Iterator[None]:
    """Point Django's default database elsewhere, for every thread, and back again."""
    settings = connections.settings["default"]
    before, kept = dict(settings), connections["default"]
    settings.update(place)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        _close_for_good()
        settings.clear()
        settings.update(before)
        connections["default"] = kept


def _close_for_good() -> None:
    """Close the connection, also one to a database in memory (which Django keeps open)."""
    connection = connections["default"]
    connection.close()
    if connection.connection is not None:
        connection.connection.close()
        connection.connection = None


def migrate_from_zero() -> None:
    """Run every migration on the database that Django is pointed at."""
    call_command("migrate", verbosity=0, interactive=False)


# --- SQLite ---------------------------------------------------------------------------------


def in_memory(name: str) -> str:
    """Return SQLite's name of a database in memory that all connections of a process share."""
    return f"file:{name}?mode=memory&cache=shared"


def sqlite_place(name: str) -> dict[str, Any]:
    """Return where a SQLite database is, in Django's words, with the product's own options."""
    return databases(TEMPLATES, "sqlite:///unset")["default"] | {"NAME": name}


def sqlite_template() -> Path:
    """Return the migrated SQLite file, made where it is not there yet."""
    path = TEMPLATES / f"{migrations_digest()}.sqlite3"
    with _only_one("sqlite"):
        if not path.exists():
            with pointed_at(sqlite_place(in_memory(f"template_{uuid4().hex}"))):
                migrate_from_zero()
                unfinished = path.with_suffix(".tmp")
                unfinished.unlink(missing_ok=True)
                _copy_sqlite(connections["default"].connection, unfinished)
                unfinished.replace(path)
            _forget_old("*.sqlite3")
    return path


def _forget_old(pattern: str) -> None:
    """Remove templates of migrations long past; the newest eight stay."""
    found = sorted(TEMPLATES.glob(pattern), key=lambda path: path.stat().st_mtime)
    for path in found[:-8]:
        path.unlink(missing_ok=True)


def _copy_sqlite(source: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()


def fill_from_template() -> None:
    """Copy the SQLite template into the (empty) database that Django is pointed at."""
    fill_from(sqlite_template())


def fill_from(path: Path) -> None:
    """Copy a SQLite file into the (empty) database that Django is pointed at."""
    template = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connections["default"].ensure_connection()
        template.backup(connections["default"].connection)
    finally:
        template.close()


# --- PostgreSQL -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on which databases may be made and dropped."""

    url: str

    def place(self, name: str) -> dict[str, Any]:
        """Return where one of its databases is, in Django's words."""
        return databases(TEMPLATES, self.url)["default"] | {"NAME": name}

    def database_url(self, name: str) -> str:
        """Return the DATABASE_URL of one of its databases."""
        return self.url.rpartition("/")[0] + "/" + name

    @contextmanager
    def administered(self) -> Iterator[psycopg.Connection[Any]]:
        """Open a connection in which each statement stands alone."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    def clone(self, name: str) -> None:
        """Make a database from the migrated template."""
        template = postgres_template(self)
        with self.administered() as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
            if connection.info.server_version >= 150000:
                words += sql.SQL(" STRATEGY file_copy")
            connection.execute(words)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        with self.administered() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def postgres_template(server: Server) -> str:
    """Return the name of the migrated template database on this server, made where missing."""
    name = f"xueyou_template_{migrations_digest()}"
    with _only_one("postgres"), server.administered() as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            major = connection.info.server_version // 10000
            _make_template(server, name, TEMPLATES / f"{migrations_digest()}.{major}.pg")
    return name


def _make_template(server: Server, name: str, dump: Path) -> None:
    building = f"{name}_building"
    server.drop(building)
    with server.administered() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(building))
        )
    url = server.database_url(building)
    if dump.exists():
        _run("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(dump), url)
    else:
        with pointed_at(server.place(building)):
            migrate_from_zero()
        unfinished = dump.with_suffix(".tmp")
        _run("pg_dump", "--no-owner", "-f", str(unfinished), url)
        unfinished.replace(dump)
        _forget_old("*.pg")
    with server.administered() as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            )
        )


def _run(program: str, *arguments: str) -> None:
    command = [str(find_binaries() / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


# --- what conftest uses ---------------------------------------------------------------------


@contextmanager
def worker_database() -> Iterator[None]:
    """Give this process its database: SQLite in memory, or a database of its own on the server."""
    name = f"xueyou_test_{os.getpid()}_{uuid4().hex[:6]}"
    if chosen() == "sqlite":
        with pointed_at(sqlite_place(in_memory(name))):
            fill_from_template()
            yield
        return
    server = Server(postgres_server())
    server.clone(name)
    try:
        with pointed_at(server.place(name)):
            yield
    finally:
        server.drop(name)


@contextmanager
def world_in_memory(data: Path | None = None) -> Iterator[Path]:
    """Point Django at a fresh SQLite database in memory, with its data in a folder of its own.

    For worlds that a whole file of tests reads: whatever DB says, and gone at the end. `data`: the
    folder to use; where `save_world` left a database in it, that one is in memory then.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = data or Path(folder)
        with (
            override_settings(DATA=data),
            pointed_at(sqlite_place(in_memory(f"world_{uuid4().hex}"))),
        ):
            fill_from(data / WORLD if (data / WORLD).exists() else sqlite_template())
            yield data


def save_world(data: Path) -> None:
    """Leave a copy of the database in memory in its folder of data, for later files of tests."""
    _copy_sqlite(connections["default"].connection, data / WORLD)


@dataclass(frozen=True)
class OwnDatabase:
    """A test's own clone: `url` is the DATABASE_URL that reaches it from other processes."""

    url: str
    vendor: str
    path: Path | None = None


@contextmanager
def own_clone(folder: Path, vendor: str | None = None) -> Iterator[OwnDatabase]:
    """Point Django at a fresh clone of the template: a file in `folder`, or a server database."""
    vendor = vendor or chosen()
    if vendor == "sqlite":
        path = folder / "own.sqlite3"
        with pointed_at(sqlite_place(str(path))):
            fill_from_template()
            yield OwnDatabase(f"sqlite:///{path}", vendor, path)
        return
    server = Server(postgres_server())
    name = f"xueyou_own_{uuid4().hex[:12]}"
    server.clone(name)
    try:
        with pointed_at(server.place(name)):
            yield OwnDatabase(server.database_url(name), vendor)
    finally:
        with suppress(psycopg.OperationalError):
            server.drop(name)
