"""How long a city's results take: a frozen call of 100,000 applications run, loaded and published.

`make bench NAME=call_results` makes 100,000 applications with six wishes among 120 schools in a
database of its own, then has one process run, load, stage and publish as a worker does. Printed
are seconds, computing and peak memory of each job. Exit 1 where all of it needs more than ten
minutes of computing, or the process more than 2 GiB. `--db postgres` asks PostgreSQL.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

EXIT_MISSED = 1
SECONDS, MEGABYTES = 600, 2048
OPTIONS, WISHES = 120, 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.call_results", description=__doc__)
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "XUEYOU_DATA": folder,
            "XUEYOU_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
            "XUEYOU_NOW": "2026-11-20T08:00:00+08:00!",
        }
        import django

        django.setup()
        from tests.databases import own_clone

        with own_clone(Path(folder), options.db):
            begun = time.perf_counter()
            _in_a_process_of_its_own(lambda: _make(options.applications))
            print(f"{options.applications} applications ({time.perf_counter() - begun:.0f} s)")
            return _measure()


def _in_a_process_of_its_own(work: Any) -> None:
    """Make the world where its memory does not count as the worker's."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
            connections.close_all()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
    if os.waitpid(pid, 0)[1] != 0:
        raise SystemExit("the world was not made")


def _make(people: int) -> None:
    from django.db import transaction

    from tests.kernel.calls.results_world import frozen_round
    from tests.kernel.papers.conftest import found_office

    chance = np.random.default_rng(2026)
    codes = [f"S{n:03d}" for n in range(OPTIONS)]
    mean = max(1, int(people * 0.95 / OPTIONS))
    places = chance.integers(max(1, mean * 2 // 5), mean * 8 // 5 + 1, OPTIONS).tolist()
    office = found_office()
    with transaction.atomic():
        frozen_round(
            dict(zip(codes, places, strict=True)), _wishes(chance, people, codes), office=office
        )


def _wishes(chance: Any, people: int, codes: list[str]) -> Iterator[tuple[int, list[str]]]:
    appeal = np.log(0.05 + 0.95 * chance.random(len(codes)) ** 4)
    for low in range(0, people, 10_000):
        some = min(10_000, people - low)
        wish = chance.gumbel(size=(some, len(codes))) + appeal
        listed = np.argsort(-wish, axis=1)[:, :WISHES].tolist()
        scores = chance.integers(300, 750, some).tolist()
        for score, row in zip(scores, listed, strict=True):
            yield score, [codes[one] for one in row]


def _measure() -> int:
    from django.db import transaction

    from tests.kernel.calls.publishing_world import key
    from tests.kernel.papers.conftest import Office
    from tests.kernel.papers.walk import walk
    from xueyou.kernel.calls.models import Decision, Offer, Round, Run, Waiting
    from xueyou.kernel.calls.services.ordering import draft_order, publish_run
    from xueyou.kernel.calls.services.runs import prepare_run
    from xueyou.kernel.papers.models import Paper
    from xueyou.platform.access.holdings import actor_for
    from xueyou.platform.accounts.models import User
    from xueyou.platform.orgs.models import Organisation

    people = {name: actor_for(User.objects.get(login_name=name)) for name in
              ("writer", "checker", "chief", "enroller", "dep", "county", "stranger")}  # fmt: skip
    office = Office(
        Organisation.objects.get(kind="bureau"),
        people["writer"], people["checker"], people["chief"], people["enroller"],
        people["dep"], people["county"], people["stranger"],
    )  # fmt: skip
    round_ = Round.objects.get()
    print(f"{'job':<12}{'wall s':>9}{'CPU s':>9}{'MB':>8}")
    uid = prepare_run(actor=office.enroller, round_uid=round_.uid, purpose="official", key=key())
    total = _job("run")
    run = Run.objects.get(uid=uid)
    assert (run.state, run.failure) == ("done", ""), run.failure
    paper = draft_order(actor=office.enroller, run_uid=uid, number_code="甲教招", key=key())
    signed = walk(office, Paper.objects.get(uid=paper), "sign")
    publish_run(actor=office.chief, run_uid=uid, paper_uid=signed.uid, key=key())
    total += _job("stage")
    total += _job("publish")
    assert Round.objects.get().effective_run_id == run.pk
    with transaction.atomic():
        held = Offer.objects.filter(holds_place=True).count()
        told = Decision.objects.filter(run=run).count()
        waiting = Waiting.objects.filter(run=run).count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{told} decisions, {held} places held, {waiting} places in waiting lists")
    print(f"computing {total:.0f} s of {SECONDS}, peak {peak} MB of {MEGABYTES}")
    return EXIT_MISSED if total > SECONDS or peak > MEGABYTES else 0


def _job(name: str) -> float:
    """Work one job off; return its seconds of computing."""
    from xueyou.platform.jobs.api import work_off

    wall, cpu = time.perf_counter(), time.process_time()
    work_off(limit=1)
    spent = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<12}{time.perf_counter() - wall:>9.1f}{spent:>9.1f}{peak:>8}", flush=True)
    return spent


if __name__ == "__main__":
    raise SystemExit(main())
