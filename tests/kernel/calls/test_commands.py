"""Running and publishing a round from the server's console."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.kernel.calls.publishing_world import signed_order
from tests.kernel.calls.results_world import TAKEN, Results, frozen_round
from xueyou.kernel.calls.models import Round, Run


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Return a frozen round of three applicants and two schools."""
    settings.DATA = tmp_path
    TAKEN.clear()
    return frozen_round({"A": 1, "B": 1}, [(600, ["A", "B"]), (590, ["A"]), (580, ["A", "B"])])


def said(name: str, *arguments: Any, by: str) -> Any:
    """Run a command for an officer and return what it answers."""
    out = io.StringIO()
    call_command(name, *map(str, arguments), "--by", by, stdout=out)
    return json.loads(out.getvalue())


def exit_code(name: str, *arguments: Any, by: str) -> int:
    """Return how a command ends that is not taken."""
    with pytest.raises(CommandError) as refused:
        call_command(name, *map(str, arguments), "--by", by)
    return refused.value.returncode


def test_run_then_signed_then_published(results: Results) -> None:
    """A second official run and a publication without a signature are forbidden: exit 6."""
    call, office = results.round.call.uid, results.office
    by, chief = office.enroller.user.login_name, office.chief.user.login_name  # type: ignore[union-attr]
    rehearsed = said("call_run", call, "--purpose", "rehearsal", by=by)
    assert (rehearsed["purpose"], rehearsed["ordinal"]) == ("rehearsal", 1)
    assert exit_code("call_publish", call, by=chief) == 6

    ran = said("call_run", call, by=by)
    run = Run.objects.get(uid=ran["run"])
    assert (run.state, ran["result_sha256"]) == ("done", run.result_sha256)
    assert exit_code("call_run", call, by=by) == 6
    assert exit_code("call_publish", call, by=chief) == 6
    assert Round.objects.get().effective_run is None

    paper = signed_order(results, run)
    published = said("call_publish", call, by=chief)
    assert published["order"] == str(paper.uid)
    assert Round.objects.get().effective_run == run


def test_neither_for_whom_it_is_not(results: Results) -> None:
    """Tests unknown calls, unknown accounts, and an officer of another place: exit 3."""
    call, office = results.round.call.uid, results.office
    by, other = office.enroller.user.login_name, office.stranger.user.login_name  # type: ignore[union-attr]
    assert exit_code("call_run", results.round.uid, by=by) == 3
    assert exit_code("call_run", call, by="nobody") == 3
    assert exit_code("call_run", call, by=other) == 3
    assert not Run.objects.exists()


def test_a_file_that_is_there_is_kept(results: Results, tmp_path: Path) -> None:
    """The answer goes into a new file only."""
    by = results.office.enroller.user.login_name  # type: ignore[union-attr]
    out = tmp_path / "run.json"
    rehearse = ("call_run", str(results.round.call.uid), "--purpose", "rehearsal", "--by", by)
    call_command(*rehearse, "--json", str(out))
    first = out.read_text(encoding="utf-8")
    assert json.loads(first)["ordinal"] == 1
    with pytest.raises(CommandError):
        call_command(*rehearse, "--json", str(out))
    assert out.read_text(encoding="utf-8") == first
