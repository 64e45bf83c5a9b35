"""Statements that PostgreSQL keeps answer as psycopg's own cursor does, and break as it does."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, connections, transaction
from django.db.utils import NotSupportedError

from tests.databases import own_clone
from xueyou.platform.db.sending import sent

TABLE = (
    "CREATE TABLE kept (id bigserial PRIMARY KEY, n bigint UNIQUE, t text, at timestamptz, u uuid)"
)
INSERT = "INSERT INTO kept (n, t, at, u) VALUES (%s, %s, %s, %s) RETURNING id"
BY_NUMBER = "SELECT n, t, at, u FROM kept WHERE n = %s"
AT = datetime(2026, 8, 12, 9, 0, 0, 5, tzinfo=UTC)
ONE = UUID(int=7)


@pytest.fixture
def table(tmp_path: Any, django_db_blocker: Any) -> Iterator[None]:
    """Make a table in a PostgreSQL database, whatever the suite runs on."""
    with django_db_blocker.unblock(), own_clone(tmp_path, "postgres"):
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        yield
        connections.close_all()


def prepared() -> int:
    """Return how many statements the server keeps for this session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("number", [1, 40_000, 3_000_000_000, None])
def test_values_of_every_size_come_back(table: None, number: int | None) -> None:
    """Tests small and large whole numbers, which are of different types, and nothing at all."""
    for text in ("林%s", None, ""):
        sent(connection, "DELETE FROM kept", [])
        ((pk,),), changed = sent(connection, INSERT, [number, text, AT, ONE])
        assert (changed, pk > 0) == (1, True)
        rows, _ = sent(connection, "SELECT n, t, at, u FROM kept WHERE id = %s", [pk])
        assert rows == [(number, text, AT, ONE)]


def test_what_a_column_is_may_hang_on_the_value(table: None) -> None:
    """Tests a text that gives its value back: a number of any size, a moment, a uid, a word."""
    for value in (1, 3_000_000_000, AT, ONE, "林", 1):
        assert sent(connection, "SELECT %s", [value])[0] == [(value,)]


def test_a_text_is_prepared_once_for_each_kind_of_value(table: None) -> None:
    """Tests that the server keeps one for small numbers, and one more for large."""
    sent(connection, BY_NUMBER, [1])
    before = prepared()
    for number in range(50):
        sent(connection, BY_NUMBER, [number])
    assert prepared() == before
    sent(connection, BY_NUMBER, [3_000_000_000])
    assert prepared() == before + 1


def test_what_is_rolled_back_was_not_written(table: None) -> None:
    """Tests that the first statement of a transaction begins it, and that errors end it."""
    with transaction.atomic():
        sent(connection, INSERT, [1, "", AT, ONE])
        transaction.set_rollback(True)
    assert sent(connection, BY_NUMBER, [1])[0] == []
    with transaction.atomic():
        sent(connection, INSERT, [1, "", AT, ONE])
        with pytest.raises(IntegrityError), transaction.atomic():
            sent(connection, INSERT, [1, "", AT, ONE])
    assert len(sent(connection, BY_NUMBER, [1])[0]) == 1


def test_a_transaction_of_another_kind_is_begun_as_it_was_told(table: None) -> None:
    """Tests that a session told to read only writes nothing."""
    connection.ensure_connection()
    connection.connection.read_only = True
    with pytest.raises(DatabaseError, match="read-only"), transaction.atomic():
        sent(connection, INSERT, [1, "", AT, ONE])
    connection.connection.read_only = None
    sent(connection, INSERT, [1, "", AT, ONE])


def test_errors_are_those_of_django(table: None) -> None:
    """Tests a value of the wrong kind, at the first call and at a later one."""
    for _ in range(2):
        with pytest.raises(DataError):
            sent(connection, "SELECT n FROM kept WHERE u = %s", ["no uuid"])
    assert sent(connection, "SELECT n FROM kept WHERE u = %s", [str(uuid4())])[0] == []


def test_a_table_that_was_changed_is_read_anew(table: None) -> None:
    """Tests that a statement whose columns are others fails once, not for as long as a session."""
    text = "SELECT * FROM kept WHERE n = %s"
    sent(connection, text, [1])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kept ADD COLUMN more text")
    with pytest.raises(NotSupportedError):
        sent(connection, text, [1])
    assert sent(connection, text, [1])[0] == []


def test_a_session_that_ended_fails_nobody(table: None) -> None:
    """Tests that a look at the line, which asks nothing, sees that the server ended a session."""
    sent(connection, BY_NUMBER, [1])
    connection.health_check_enabled, connection.health_check_done = True, False
    asked: list[str] = []
    with connection.execute_wrapper(lambda go, sql, *rest: asked.append(sql) or go(sql, *rest)):
        connection.close_if_health_check_failed()
    assert asked == []
    session = connection.connection
    other = connections.create_connection("default")
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [session.info.backend_pid])
    connection.health_check_done = False
    connection.close_if_health_check_failed()
    assert connection.connection is None
    assert sent(connection, BY_NUMBER, [1])[0] == []
    assert connection.connection is not session


@pytest.mark.parametrize(
    "written",
    [
        "2026-08-12 09:00:00+00",
        "2026-08-12 09:00:00.1+00",
        "2026-08-12 09:00:00.000005+00",
        "2026-08-12 17:00:00+08",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
    ],
)
def test_moments_are_read_as_psycopg_reads_them(table: None, written: str) -> None:
    """Tests moments of every length, in UTC and in a session that was told another zone."""
    for zone in ("UTC", "Asia/Shanghai"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, false)", [zone])
            cursor.execute("SELECT extract(epoch FROM %s::timestamptz)", [written])
            ((epoch,),) = cursor.fetchall()
        if written.startswith(("0001", "9999")) and zone != "UTC":
            continue
        ((found,),), _ = sent(connection, "SELECT %s::timestamptz", [written])
        assert found.tzinfo is UTC
        assert found == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            microseconds=int(epoch * 10**6)
        )
