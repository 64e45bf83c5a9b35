"""/healthz and /readyz: what they promise, and every reason for not being ready."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from xueyou.platform.jobs.models import WorkerBeat
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat() -> WorkerBeat:
    """Let a worker be seen just now."""
    return WorkerBeat.objects.create(name="here:1:1", queues="default")


def test_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: object
) -> None:
    """The process answers even where the database does not."""
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


def test_ready_with_database_tables_and_worker(client: Client, beat: WorkerBeat) -> None:
    """All three are there."""
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


def test_a_silent_worker_is_a_reason(client: Client, beat: WorkerBeat) -> None:
    """No heartbeat for a quarter of a minute."""
    WorkerBeat.objects.update(seen_at=wall_now() - timedelta(seconds=16))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["worker: 后台处理程序没有在运行"]


def test_a_missing_migration_is_a_reason(client: Client, beat: WorkerBeat) -> None:
    """The tables are older than the program."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["migrations: 数据库的表还没有更新到这个版本"]


def test_a_lost_database_is_a_reason(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, not thrown."""

    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["database: 数据库连不上"]
