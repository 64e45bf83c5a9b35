"""Several requests for the same work at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.databases import OwnDatabase
from tests.waiting import PATIENCE
from xueyou.platform.jobs.api import RunningJob, enqueue, job_handler
from xueyou.platform.jobs.models import Job

pytestmark = pytest.mark.alone
AT_ONCE = 8


def test_eight_requests_with_one_key_are_one_job(own_database: OwnDatabase) -> None:
    """Whoever loses the race joins the winner's job; nobody sees an error."""

    @job_handler("test.once", payload={"document": str})
    def once(run: RunningJob) -> None:
        return None

    together = threading.Barrier(AT_ONCE)

    def ask(number: int) -> int:
        together.wait(timeout=PATIENCE)
        try:
            asked = enqueue("test.once", {"document": "d"}, actor="user:1", dedupe_key="d")
            return asked.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = set(pool.map(ask, range(AT_ONCE)))
    assert asked == set(Job.objects.values_list("pk", flat=True))
    assert len(asked) == 1
