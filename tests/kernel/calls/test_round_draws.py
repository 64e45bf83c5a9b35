"""A round's lottery from rehearsal to publication: one draw over the sealed input of all lanes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import key, order, run
from tests.kernel.calls.results_world import Results, frozen_round, rules
from xueyou.kernel.calls.models import Decision
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.round_draws import commit_round_draw
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.revealing import reveal_draw, void_draw
from xueyou.platform.jobs.api import work_off


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Freeze a round of two lanes in which everybody is tied."""
    settings.DATA = tmp_path
    return frozen_round(
        {"A1": 1, "B1": 1},
        [(90, ["A1", "B1"]), (90, ["A1", "B1"]), (90, ["A1"])],
        text=rules(("mon", "tue"), tie="lottery"),
        kind="calls.lanes_test",
        lanes={"A1": "mon", "B1": "tue"},
    )


def rehearsed(results: Results) -> None:
    """Rehearse, which seals the input."""
    prepare_run(
        actor=results.office.enroller, round_uid=results.round.uid, purpose="rehearsal", key=key()
    )
    work_off()


def committed(results: Results, clock: Any) -> Any:
    """Commit the round's draw for an hour from now."""
    return commit_round_draw(
        actor=results.office.enroller,
        round_uid=results.round.uid,
        sources=[Source("公证处号码", "digits:7")],
        not_before=clock.moment + timedelta(hours=1),
        key=key(),
    )


def test_before_the_input_is_sealed_there_is_nothing_to_draw_for(
    results: Results, business_clock: Any
) -> None:
    """A rehearsal seals it."""
    with pytest.raises(CallRefused, match="演练"):
        committed(results, business_clock)


def test_from_rehearsal_to_publication(results: Results, business_clock: Any) -> None:
    """Each lane is decided by the draw's tickets, and the family reads why."""
    rehearsed(results)
    uid = committed(results, business_clock)
    with pytest.raises(CallRefused, match="揭晓"):
        run(results, draw_uid=uid)
    business_clock.advance(timedelta(hours=2))
    reveal_draw(actor=results.office.enroller, draw_uid=uid, published="8830271", key=key())
    found = run(results, draw_uid=uid)
    assert (found.state, found.failure) == ("done", "")
    assert found.draw is not None
    placed = Decision.objects.filter(run=found, verdict="placed")
    assert sorted(placed.values_list("lane", flat=True)) == ["mon", "tue"]
    order(results, found)
    work_off()
    told = result_of(results.family, results.applications["R00000000"].uid)
    assert [one.lane for one in told] == ["mon", "tue"]
    assert {one.publication_id for one in told} == {found.uid}


def test_a_voided_draw_cannot_be_run_with(results: Results, business_clock: Any) -> None:
    """Also one that had been revealed."""
    rehearsed(results)
    uid = committed(results, business_clock)
    business_clock.advance(timedelta(hours=2))
    reveal_draw(actor=results.office.enroller, draw_uid=uid, published="8830271", key=key())
    void_draw(actor=results.office.enroller, draw_uid=uid, why="公证员没有到场", key=key())
    with pytest.raises(CallRefused, match="作废"):
        run(results, draw_uid=uid)
