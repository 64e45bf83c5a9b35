"""Jobs that carry what was handed in are killed at six points: everything once, nothing half."""

import json
from pathlib import Path

import pytest

from tests.kill.admitting import (
    RUN_POINTS,
    SWAP,
    admitting,
    armed,
    faults_of_admission,
    kill_work,
    outlive_the_lease,
)
from tests.kill.mortals import after
from tests.kill.store import faults_of_store
from xueyou.kernel.calls.effective import effective
from xueyou.platform.accounts.codes import ask_for_code
from xueyou.platform.accounts.models import SignInCode
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.outbox import OutboxSms

pytestmark = pytest.mark.alone


@pytest.mark.parametrize("point", RUN_POINTS)
def test_a_run_killed(point: str, kept_alone: Path) -> None:
    """Tests that the second attempt ends it, and that nothing of the first counts."""
    here = admitting()
    run = here.prepared()
    kill_work(armed(point))
    assert effective(here.results.round) is None
    work_off()
    assert faults_of_admission(here, run, published=False) == []
    assert faults_of_store(kept_alone) == []


def test_a_run_whose_heartbeat_is_dead(kept_alone: Path) -> None:
    """Tests that a worker that lost its lease writes nothing more, though it lives on."""
    here = admitting()
    run = here.prepared()
    outlive_the_lease()
    assert faults_of_admission(here, run, published=False) == []
    assert set(Job.objects.filter(kind="calls.run").values_list("state", flat=True)) == {"done"}
    assert faults_of_store(kept_alone) == []


def test_a_publication_killed_mid_swap(kept_alone: Path) -> None:
    """Tests that nobody sees half of it, and that the second attempt shows all of it once."""
    here = admitting()
    run = here.prepared()
    work_off()
    here.ordered(run)
    kill_work(armed(SWAP))
    assert effective(here.results.round) is None
    work_off()
    assert effective(here.results.round) == run
    assert faults_of_admission(here, run, published=True) == []
    assert faults_of_store(kept_alone) == []


def test_a_message_sent_but_not_marked(kept_alone: Path) -> None:
    """Tests that the second sending carries the first one's identity: the gateway sees one."""
    ask_for_code("13800138000", address="127.0.0.1")
    kill_work(after(OutboxSms, "send"))
    assert SignInCode.objects.get().sent_at is None
    sent = [json.loads(one.read_text()) for one in (kept_alone / "outbox").glob("*.json")]
    work_off()
    again = [json.loads(one.read_text()) for one in (kept_alone / "outbox").glob("*.json")]
    assert len(sent) == len(again) == 1
    assert {**sent[0], "at": ""} == {**again[0], "at": ""}
    assert SignInCode.objects.get().sent_at is not None
    assert faults_of_store(kept_alone) == []
