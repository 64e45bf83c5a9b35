"""What asking costs: a family's path, and the input folder of a frozen round of 100,000.

`make bench NAME=call_inputs` has 200 families begin, save eight times and hand in, by the verbs
alone (no page, no session), and prints milliseconds of computing and statements for each. Then a
process of its own writes the input folder of 100,000 applications with six wishes and what two
sources say, and `xueyou admit check` reads it. Exit 1 where a folder needs more than 60 s of
computing or 1 GiB, or is refused. `--db postgres` asks PostgreSQL (its own computing not counted).
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

EXIT_MISSED = 1
SECONDS, MEGABYTES = 60, 1024
OPTIONS, WISHES, FAMILIES, AT_ONCE = 60, 6, 200, 5000


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.call_inputs", description=__doc__)
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "XUEYOU_DATA": name,
            "XUEYOU_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
            "XUEYOU_NOW": "2026-11-20T08:00:00+08:00!",
        }
        import django

        django.setup()
        from django.conf import settings

        from tests.databases import own_clone

        settings.XUEYOU_ROLES = "tests.kernel.calls.room"
        import_module(settings.XUEYOU_ROLES)  # registers the kinds, in every process from here on
        with own_clone(folder, options.db):
            _apart(lambda: _path(options.applications))
            return _apart(lambda: _folder(folder / "in"))


def _apart(work: Callable[[], int]) -> int:
    """Do it in a process of its own, so that its memory is its own; return its exit code."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        code = EXIT_MISSED
        try:
            code = work()
            connections.close_all()
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _path(applications: int) -> int:
    from tests.kernel.calls.world import child_of, found_world, parent

    world = found_world()
    families = [(one := parent(f"家长{chr(0x4E00 + n)}"), child_of(one)) for n in range(FAMILIES)]
    costs: dict[str, list[float]] = {}
    for family, child in families:
        _family(world, family, child, costs)
    print(f"{'step':<8}{'CPU ms':>8}{'statements':>12}")
    for name in ("begin", "save", "submit"):
        times = sorted(costs[name])
        print(f"{name:<8}{times[len(times) // 2]:>8.1f}{int(costs[name + ' asked'][-1]):>12}")
    _rows(world, applications)
    return 0


def _family(world: Any, family: Any, child: Any, costs: dict[str, list[float]]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.kernel.calls.world import hand_in
    from xueyou.kernel.calls.services.drafts import save_draft

    last = len(costs.get("submit", ())) == FAMILIES - 1

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        if last:  # one family in debug mode: it counts statements, and is not timed
            with CaptureQueriesContext(connection) as found:
                done = work()
            costs.setdefault(name + " asked", []).append(len(found))
            return done
        done = work()
        costs.setdefault(name, []).append((time.process_time() - started) * 1000)
        return done

    draft = timed("begin", lambda: world.draft(family, child))
    for number in range(8):
        timed(
            "save",
            lambda number=number: save_draft(
                actor=family,
                application_uid=draft.uid,
                answers={"zone": "东", "note": f"第 {number} 页"},
                choices=world.wishes(公办=["S1", "S2"]),
            ),
        )
    timed("submit", lambda: hand_in(family, draft))


def _rows(world: Any, applications: int) -> None:
    """Add bare rows: what verbs would have written, a hundred thousand times."""
    from datetime import timedelta

    from django.db import transaction

    from tests.kernel.calls.world import AFTER, NOW, key, offer
    from xueyou.kernel.calls.models import Round, RoundState
    from xueyou.kernel.calls.services.freezing import freeze

    Round.objects.update(state=RoundState.DRAFT)
    world.round.refresh_from_db()
    keys = []
    for n in range(OPTIONS):
        option = offer(
            world, f"X{n:03d}", world.schools[n % 2], 40, batch="公办", attributes={"area": "东"}
        )
        keys.append(option.pk)
    Round.objects.update(state=RoundState.ANNOUNCED)
    for low in range(0, applications, AT_ONCE):
        with transaction.atomic():
            _some(world, range(low, min(applications, low + AT_ONCE)), keys, NOW)
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER + timedelta(days=1))


def _some(world: Any, numbers: range, keys: list[int], now: Any) -> None:
    from uuid import uuid4

    from xueyou.kernel.calls.answers import sealed_answers, sealed_facts
    from xueyou.kernel.calls.models import Application, Attestation, Choice
    from xueyou.kernel.registry.models import Person
    from xueyou.platform.db import uuid7

    people = Person.objects.bulk_create(
        Person(name="林小满", search_key="林小满", recorded_at=now) for _ in numbers
    )
    rows = []
    for number, person in zip(numbers, people, strict=True):
        uid = uuid7()
        answers = {"zone": "东" if number % 3 else "西", "since": "2020-01-31", "note": "x" * 60}
        rows.append(
            Application(
                uid=uid, receipt_no=f"N{number:010d}", call=world.call, year=2026, person=person,
                home_path=world.county.path, state="submitted", draft_key=uuid4(),
                round=world.round, submitted_at=now, drafted_by=world.officer.user,
                drafted_at=now, saved_at=now, traced_at=now,
                **sealed_answers(uid, answers, {}),
            )
        )  # fmt: skip
    made = Application.objects.bulk_create(rows)
    Choice.objects.bulk_create(
        Choice(
            application=one, round=world.round, batch="公办", rank=rank,
            option_id=keys[(one.pk * 7 + rank * 11) % len(keys)],
        )
        for one in made
        for rank in range(1, WISHES + 1)
    )  # fmt: skip
    said = []
    for one in made:
        for source, facts, hidden in (
            ("police", {"local": "yes", "since": "2019-05-01"}, {}),
            ("document", {}, {"illness": "asthma"}),
        ):
            uid = uuid7()
            told = {n: {"v": v, "s": "stated", "why": ""} for n, v in facts.items()}
            kept = {n: {"v": v, "s": "stated", "why": ""} for n, v in hidden.items()}
            said.append(
                Attestation(
                    uid=uid, application=one, source=source, body=told, observed_at=now,
                    recorded_at=now, act_uid=uid, **sealed_facts(uid, kept),
                )
            )  # fmt: skip
    Attestation.objects.bulk_create(said)


def _folder(folder: Path) -> int:
    from xueyou.kernel.calls.models import Round
    from xueyou.kernel.calls.services.input_folder import input_folder

    folder.mkdir()
    begun, computed = time.perf_counter(), time.process_time()
    found = input_folder(Round.objects.get(), "", folder)
    seconds, wall = time.process_time() - computed, time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"folder of {found.applicants} applications, {found.choices} wishes:")
    print(f"{wall:.0f} s, {seconds:.0f} s of computing of {SECONDS}, {peak} MB of {MEGABYTES}")
    checked = subprocess.run(
        [sys.executable, "-m", "xueyou.cli", "admit", "check", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    print((checked.stdout or checked.stderr).strip())
    missed = seconds > SECONDS or peak > MEGABYTES or checked.returncode
    return EXIT_MISSED if missed else 0


if __name__ == "__main__":
    sys.exit(main())
