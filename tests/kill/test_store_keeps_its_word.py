"""A receipt only for a row that is on the disk: disk full, read-only, a clock set wrong."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.kernel.calls.world import CLOSES, NOW, World, found_world
from tests.kill.conftest import kept_store
from tests.kill.handing_in import COMMITTED, FIRST, Family, family, faults_of, kill_while_handing_in
from tests.kill.store import faults_of_store, faults_of_sync
from xueyou.platform.time import frozen_business

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def world(kept: Path) -> World:
    """Found the county with its call open."""
    return found_world()


@pytest.fixture
def in_a_file(tmp_path: Path, django_db_blocker: Any) -> Iterator[World]:
    """Found the county in a SQLite file, whatever database the suite runs on."""
    with kept_store(tmp_path, None, django_db_blocker):
        yield found_world()


def sync_at_commit(one: Family, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hand in, and return what the connection that commits says against its own durability."""
    commit, found = BaseDatabaseWrapper._commit, []

    def asking(self: BaseDatabaseWrapper) -> None:
        found.append(faults_of_sync())
        commit(self)

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "_commit", asking)
        one.press()
    assert found, "handing in committed nothing"
    return [fault for faults in found for fault in faults]


def test_the_commit_of_a_receipt_is_synchronous(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the very connection that commits, at the moment before it does."""
    assert sync_at_commit(family(world), monkeypatch) == []


def test_the_proof_turns_red_without_synchronous_commits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the test: with synchronous commits switched off, the proof finds it."""
    off, on = (
        ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL")
        if connection.vendor == "sqlite"
        else ("SET synchronous_commit=off", "SET synchronous_commit=on")
    )
    one = family(world)
    with connection.cursor() as cursor:
        cursor.execute(off)
        assert sync_at_commit(one, monkeypatch) != []
        cursor.execute(on)


def test_a_full_disk_gives_no_receipt(in_a_file: World, tmp_path: Path) -> None:
    """Tests a file that may grow no further: who was refused is not in it, and comes in later."""
    families = [family(in_a_file) for _ in range(20)]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
        refused = [one for one in families if not heard(one)]
        with pytest.raises(OperationalError, match="full"):
            refused[0].press()
        cursor.execute("PRAGMA max_page_count=1073741823")
    assert {(one.acts(), one.row().receipt_no) for one in refused} == {(0, "")}
    for one in refused:
        assert heard(one)
    assert [faults_of(one) for one in families] == [[]] * len(families)
    assert faults_of_store(tmp_path) == []


def test_a_read_only_database_gives_no_receipt(world: World, kept: Path) -> None:
    """Tests a database that refuses to write: nothing is answered, and later it is handed in."""
    closing, opening = (
        ("PRAGMA query_only=ON", "PRAGMA query_only=OFF")
        if connection.vendor == "sqlite"
        else ("SET default_transaction_read_only=on", "SET default_transaction_read_only=off")
    )
    one = family(world)
    with connection.cursor() as cursor:
        cursor.execute(closing)
        assert not heard(one)
        cursor.execute(opening)
    assert (one.acts(), one.row().receipt_no) == (0, "")
    assert heard(one)
    assert faults_of(one) == []
    assert faults_of_store(kept) == []


def heard(one: Family) -> bool:
    """Press; return whether a receipt came. A refusal by the database is no receipt."""
    try:
        one.heard.append(one.press())
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_set_wrong_changes_no_receipt(hours: int, world: World, kept: Path) -> None:
    """Tests a retry an hour before or after the press it repeats: the same receipt and moment."""
    one = family(world)
    kill_while_handing_in(one, COMMITTED, FIRST)
    moment = one.row().submitted_at
    with frozen_business(NOW + timedelta(hours=hours)):
        one.heard.append(one.press())
    assert one.row().submitted_at == moment
    assert faults_of(one) == []
    assert faults_of_store(kept) == []


def test_a_retry_after_the_deadline_gets_the_receipt_of_before_it(world: World) -> None:
    """Tests an answer lost at the last moment: what was committed in time is answered in time."""
    one = family(world)
    with frozen_business(CLOSES - timedelta(seconds=1)):
        kill_while_handing_in(one, COMMITTED, FIRST)
    with frozen_business(CLOSES + timedelta(hours=1)):
        one.heard.append(one.press())
    assert faults_of(one) == []


def test_a_log_deleted_while_stopped_takes_nothing_along(in_a_file: World, tmp_path: Path) -> None:
    """Tests that after an orderly end nothing of a receipt stands in SQLite's write-ahead log."""
    families = [family(in_a_file) for _ in range(3)]
    for one in families:
        one.heard.append(one.press())
    connections.close_all()
    file = tmp_path / "own.sqlite3"
    assert file.exists()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    assert [faults_of(one) for one in families] == [[]] * len(families)
    assert faults_of_store(tmp_path) == []
