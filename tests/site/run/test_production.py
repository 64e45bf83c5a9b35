"""`XUEYOU_ENV=prod`: comes up behind a proxy, knows no demonstration, never by an oversight."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.site.run.running import Running
from tests.waiting import PATIENCE
from xueyou.platform.crypto.key_files import make_field_keys, make_index_keys

pytestmark = pytest.mark.alone


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Write a signing key that production accepts."""
    path = tmp_path / "signing-key"
    path.write_text("0123456789abcdefghij" * 3)
    return path


@pytest.fixture
def production(tmp_path: Path, key: Path) -> Iterator[Running]:
    """Describe a production site on a data folder of its own; end it afterwards."""
    make_field_keys(tmp_path / "fields")
    make_index_keys(tmp_path / "index")
    site = Running(
        tmp_path / "data",
        {
            "XUEYOU_ENV": "prod",
            "XUEYOU_SECRET_KEY_FILE": str(key),
            "XUEYOU_FIELD_KEYS": str(tmp_path / "fields"),
            "XUEYOU_INDEX_KEY_FILE": str(tmp_path / "index"),
            "XUEYOU_HOSTS": ".xueyou.example,other.example",
            "XUEYOU_PROXIES": "1",
        },
    )
    yield site
    site.make_sure_it_ends()


def test_production_comes_up(production: Running) -> None:
    """The supervisor sees it answer, though only named hosts over TLS are let in."""
    record = production.start().record
    assert (record["env"], record["persons"]) == ("prod", [])
    proxied = {"Host": "www.xueyou.example", "X-Forwarded-Proto": "https"}
    assert production.get("/healthz", **proxied)[0] == 200
    assert production.get("/healthz", Host="www.xueyou.example")[0] == 301
    assert production.get("/healthz", **proxied | {"Host": "evil.example"})[0] == 400
    assert production.end() == 0


def test_a_database_by_url_asks_for_the_deployment(tmp_path: Path) -> None:
    """A forgotten XUEYOU_ENV is a sentence and exit 2, before the database is touched."""
    database = tmp_path / "city.sqlite3"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("XUEYOU") and name != "DJANGO_SETTINGS_MODULE"
    } | {"DATABASE_URL": f"sqlite:///{database}", "XUEYOU_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert "XUEYOU_ENV" in done.stderr
    assert "Traceback" not in done.stderr
    assert not database.exists()


def test_an_unnamed_run_founds_its_city_only_where_nothing_is(
    tmp_path: Path, production: Running
) -> None:
    """`make run` with DATABASE_URL: a demonstration in an empty database, no city in another's."""
    place = {"XUEYOU_ENV": "", "DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}"}
    production.more |= place | {"XUEYOU_ENV": "prod"}
    production.start().end()
    unnamed = Running(tmp_path / "elsewhere", place)
    done = unnamed.command()
    assert done.returncode == 2
    assert "XUEYOU_ENV" in done.stderr

    empty = {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    fresh = Running(tmp_path / "fresh", place | empty)
    try:
        for _ in range(2):  # the second start finds its own city
            assert fresh.start().record["env"] == "demo"
            fresh.end()
    finally:
        fresh.make_sure_it_ends()
