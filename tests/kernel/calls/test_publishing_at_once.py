"""While a result is published everybody sees all of it or nothing; killed anywhere, never half."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connections, transaction

from tests.databases import OwnDatabase
from tests.kernel.calls.publishing_world import order, run
from tests.kernel.calls.results_world import Results, frozen_round
from tests.waiting import PATIENCE
from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.models import Decision, Offer, Run
from xueyou.kernel.calls.selectors.given import round_given
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services import loading, publishing, run_folders, running
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.publications.selectors import Served, served, standing_of
from xueyou.platform.access.roles import roles
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.jobs import leases
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job

pytestmark = pytest.mark.alone

READERS = 50
LOOKING = 8
"""Of the readers, how many look in the same moment: all fifty would only keep the job waiting."""
PEOPLE = 120
PLACES = {"S1": 40, "S2": 40}


@pytest.fixture
def results(
    own_database: OwnDatabase, settings: Any, tmp_path: Path, business_clock: object
) -> Iterator[Results]:
    """Freeze a round in a database of the test's own."""
    settings.DATA = tmp_path
    roles.cache_clear()
    wishes = [(PEOPLE - n, ["S1", "S2"]) for n in range(PEOPLE)]
    yield frozen_round(PLACES, wishes, guardians=8)
    connections.close_all()


def test_fifty_readers_see_all_before_or_all_after(results: Results) -> None:
    """Whatever door is looked through first: once one says published, every later one does."""
    found = run(results)
    order(results, found)
    doors = _doors(results, found)
    over, ready = threading.Event(), threading.Barrier(READERS + 1)
    looking = threading.Semaphore(LOOKING)
    halves: list[str] = []
    seen: set[bool] = set()

    def look(seed: int) -> None:
        chance, published = np.random.default_rng(seed), False
        ready.wait()
        while True:
            last = over.is_set()
            for name in chance.permutation(sorted(doors)).tolist():
                with looking:
                    after = doors[name]()
                if after is None or (published and not after):
                    halves.append(name)
                published = published or bool(after)
                seen.add(bool(after))
            if last:
                connections.close_all()
                return

    readers = [threading.Thread(target=_guarded(look, halves), args=(n,)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    ready.wait()
    work_off()
    over.set()
    for reader in readers:
        reader.join(PATIENCE)
    assert halves == []
    assert seen == {False, True}
    assert all(doors[name]() for name in doors)


def _doors(results: Results, found: Run) -> dict[str, Callable[[], bool | None]]:
    """Return the ways to look: True after, False before, None for anything between."""
    now = results.round.reply_by
    families = cycle(results.families.items())
    placed = sum(PLACES.values())

    def family() -> bool | None:
        receipt, actor = next(families)
        told = result_of(actor, results.applications[receipt].uid, now)
        if not told:
            return False
        whole = told[0].publication_id == found.uid and told[0].offer is not None
        return True if whole else None

    def board() -> bool | None:
        held = Offer.objects.filter(holds_place=True).count()
        return {0: False, placed: True}.get(held)

    def public() -> bool | None:
        uids = standing_of("run", found.uid, now)
        if not uids:
            return False
        page = served(uids[0], now)
        return True if isinstance(page, Served) and len(page.rows) == placed else None

    def door() -> bool | None:
        return effective(results.round, now) is not None

    def program() -> bool | None:
        told = round_given(results.office.enroller, results.round.uid, now)
        given = [one.given for one in told.options]
        if told.publication_id is None:
            return False if given == [None] * len(PLACES) else None
        return True if (told.publication_id, sum(map(int, given))) == (found.uid, placed) else None

    doors = {"family": family, "board": board, "public": public, "door": door}
    return {**doors, "program": program}


def _guarded(look: Callable[[int], None], halves: list[str]) -> Callable[[int], None]:
    def guarded(seed: int) -> None:
        try:
            look(seed)
        except Exception as error:
            halves.append(repr(error))
            raise

    return guarded


RUN_POINTS = ("sealing", "sealed", "first rows", "last rows", "bundle", "act", "committed")
STATEMENTS = 20
PUBLISH_POINTS = ("staging", "half staged", "queued", "locked", "opened", "pointed", "act", "done")


def test_killed_at_any_point_of_the_run_it_ends_whole(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it counts until the last act; then each application has one decision."""
    uid = prepare_run(
        actor=results.office.enroller, round_uid=results.round.uid, purpose="official", key="r"
    )
    monkeypatch.setattr(loading, "AT_ONCE", 50)
    for point in RUN_POINTS:
        assert _killed(lambda patch, p=point: _at_run(patch, p))
        assert effective(results.round) is None
    work_off()
    found = Run.objects.get(uid=uid)
    assert (found.state, found.failure) == ("done", "")
    assert Decision.objects.filter(run=found).count() == PEOPLE
    assert Act.objects.filter(verb="calls.run.finish").count() == 1
    assert run_folders.sweep_work(keep=set()) == 1


def test_killed_at_any_point_of_the_publication_it_is_never_half(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All before up to the commit, all after from then on; a second try changes nothing."""
    found = run(results)
    order(results, found)
    doors = _doors(results, found)
    monkeypatch.setattr(publishing, "AT_ONCE", 30)
    for point in PUBLISH_POINTS:
        assert _killed(lambda patch, p=point: _at_publish(patch, p))
        assert {doors[name]() for name in doors} == {point == "done"}
    work_off()
    assert {doors[name]() for name in doors} == {True}
    assert Act.objects.filter(verb="calls.run.publish").count() == 1
    assert Offer.objects.count() == sum(PLACES.values())


def test_killed_at_twenty_statements_of_the_publication_it_is_never_half(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time at another share of the statements that are left, from the first to the last."""
    found = run(results)
    order(results, found)
    doors = _doors(results, found)
    monkeypatch.setattr(publishing, "AT_ONCE", 30)
    for point in range(STATEMENTS):
        left = _statements_left()
        assert _killed(lambda patch, n=left * point // STATEMENTS: _at_statement(n))
        assert {doors[name]() for name in doors} == {False}
    work_off()
    assert {doors[name]() for name in doors} == {True}
    assert Act.objects.filter(verb="calls.run.publish").count() == 1
    assert Offer.objects.count() == sum(PLACES.values())


def _statements_left() -> int:
    """Return how many statements the work takes up to its last act, at which it is killed, too."""
    reader, writer = os.pipe()

    def arm(patch: pytest.MonkeyPatch) -> None:
        counted = count()
        connections["default"].execute_wrappers.append(
            lambda execute, *given: (next(counted), execute(*given))[1]
        )

        def last_act(act: ActInProgress, *given: Any, **named: Any) -> Any:
            if act.verb == "calls.run.publish":
                os.write(writer, str(next(counted)).encode())
                _die()
            return written(act, *given, **named)

        written = ActInProgress.write
        patch.setattr(ActInProgress, "write", last_act)

    assert _killed(arm)
    os.close(writer)
    with os.fdopen(reader) as said:
        return int(said.read())


def _at_statement(number: int) -> None:
    connections["default"].execute_wrappers.append(
        _after(number, lambda execute, *given: execute(*given))
    )


def _killed(arm: Callable[[pytest.MonkeyPatch], None]) -> bool:
    """Work the queue off in a process that is killed where `arm` says; free what it held."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            arm(pytest.MonkeyPatch())
            work_off()
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    leases.release_held_by("inline")
    Job.objects.filter(state="queued").update(attempts=0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(times: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """Return what works `times` times and dies then."""
    left = [times]

    def counted(*given: Any, **named: Any) -> Any:
        if left[0] == 0:
            _die()
        left[0] -= 1
        return real(*given, **named)

    return counted


def _at_run(patch: pytest.MonkeyPatch, point: str) -> None:
    if point == "sealing":
        patch.setattr(run_folders, "keep_archive", _die)
    elif point == "sealed":
        patch.setattr(running, "_run_lane", _die)
    elif point == "first rows":
        patch.setattr(Decision.objects, "bulk_create", _die)
    elif point == "last rows":
        patch.setattr(Decision.objects, "bulk_create", _after(2, Decision.objects.bulk_create))
    elif point == "bundle":
        patch.setattr(run_folders, "open_archive", _die)
    elif point == "act":
        patch.setattr(ActInProgress, "write", _die)
    else:
        described = running.describe_run

        def then_die(*given: Any) -> None:
            described(*given)
            transaction.on_commit(_die)

        patch.setattr(running, "describe_run", then_die)


def _at_publish(patch: pytest.MonkeyPatch, point: str) -> None:
    real = Offer.objects.bulk_create
    if point == "staging":
        patch.setattr(Offer.objects, "bulk_create", _die)
    elif point == "half staged":
        patch.setattr(Offer.objects, "bulk_create", _after(1, real))
    elif point == "queued":
        patch.setattr(publishing, "_queue", _die)
    elif point == "locked":
        patch.setattr(publishing, "_end_replaced", _die)
    elif point == "opened":
        patch.setattr(publishing, "_cover_overflow", _die)
    elif point == "pointed":
        patch.setattr(publishing, "_publish_list", _die)
    elif point == "act":
        patch.setattr(ActInProgress, "write", _die)
    else:
        listed = publishing._publish_list

        def then_die(*given: Any) -> None:
            listed(*given)
            transaction.on_commit(_die)

        patch.setattr(publishing, "_publish_list", then_die)
