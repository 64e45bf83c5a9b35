"""How soon a workbook of progress is in: 20,000 rows handed in, confirmed, recorded and judged.

`make bench NAME=progress` builds a plan of 4,000 tasks whose indicator each is shared out to four
counties (20,000 targets, each with a figure and a light) in a database of its own, exports its
workbook, fills every row, hands it in, and takes it in. Every phase is a process of its own, so
that its computing and memory are its own; the process that reads the file counts in both. Exit 1
where handing in and taking in compute longer than 30 s together, or one of them needs more than
600 MB. `--rows 5000` asks a smaller workbook, `--phase take-in --folder …` one phase again (with
`python -m cProfile -o …` before it, under a profiler).
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

EXIT_MISSED = 1
ROWS, SHARES = 20_000, 5
SECONDS, MEGABYTES = 30, 600
BARRED = ("hand-in", "take-in")
OFFICER, AS_OF = "hanwei", "2026-11-19"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.progress", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--phase", choices=list(PHASES))
    parser.add_argument("--folder", type=Path, help="where an earlier run with --keep built")
    parser.add_argument("--keep", action="store_true", help="leave the folder, with a copy a phase")
    options = parser.parse_args(arguments)
    if options.phase:
        _begin(options.folder)
        print(json.dumps(PHASES[options.phase](options.folder, options.rows)))
        return 0
    folder = options.folder or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    try:
        told = {name: _apart(name, folder, options) for name in PHASES}
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    return _say(told)


def _say(told: dict[str, dict[str, Any]]) -> int:
    heads = ("rows", "queries", "wall s", "CPU s", "MB")
    print(f"{'phase':<10}" + "".join(f"{head:>10}" for head in heads))
    for name, figures in told.items():
        print(f"{name:<10}" + "".join(f"{figures[head]:>10}" for head in heads))
    seconds = sum(told[name]["CPU s"] for name in BARRED)
    most = max(told[name]["MB"] for name in BARRED)
    missed = seconds > SECONDS or most > MEGABYTES
    print(f"{' + '.join(BARRED)}: {seconds:.1f} s of computing, {most} MB{'  MISSED' * missed}")
    return EXIT_MISSED if missed else 0


def _apart(name: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.progress", "--phase", name]
    command += ["--folder", os.fspath(folder), "--rows", str(options.rows)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if options.keep:
        shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}"), dirs_exist_ok=True)
    found: dict[str, Any] = json.loads(said)
    return found


def _begin(folder: Path) -> None:
    os.environ |= {
        "XUEYOU_DATA": os.fspath(folder),
        "XUEYOU_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
        "XUEYOU_NOW": "2026-11-20T08:00:00+08:00!",
    }
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


@contextmanager
def _measured(figures: dict[str, Any]) -> Iterator[None]:
    """Count the queries, seconds and megabytes of what is done within."""
    from django.db import connection

    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    begun, computed = time.perf_counter(), _computed()
    with connection.execute_wrapper(count):
        yield
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    figures |= {
        "queries": queries,
        "wall s": round(time.perf_counter() - begun, 1),
        "CPU s": round(_computed() - computed, 1),
        "MB": (own + reader) // 1024,
    }


def _computed() -> float:
    """Return the seconds computed by this process and by those that it waited for."""
    return sum(os.times()[:4])


def _build(folder: Path, rows: int) -> dict[str, Any]:
    """Found the demonstration city, without its year, and one very large plan."""
    from django.core.management import call_command
    from django.db import transaction

    from tests.many_plans import Size, add_plans
    from xueyou.demo.world import found_city
    from xueyou.platform.accounts.models import User
    from xueyou.platform.orgs.models import Organisation

    figures: dict[str, Any] = {"rows": rows}
    with _measured(figures):
        call_command("migrate", verbosity=0)
        found_city()
        counties = list(Organisation.objects.filter(kind="county").order_by("code"))
        with transaction.atomic():
            add_plans(
                Organisation.objects.get(code="LC"),
                counties[: SHARES - 1],
                User.objects.get(login_name=OFFICER),
                Size(plans=1, tasks=rows // SHARES),
            )
    return figures


def _export(folder: Path, rows: int) -> dict[str, Any]:
    """Write the workbook that goes out."""
    from xueyou.domains.plans.services.hand_in_progress import blank_workbook

    figures: dict[str, Any] = {"rows": rows}
    with _measured(figures):
        _, data = blank_workbook(_officer(), _plan())
    _workbook(folder).write_bytes(data)
    return figures


def _fill(folder: Path, rows: int) -> dict[str, Any]:
    """Fill every row with a figure of its own, half of them below and half above the last one."""
    from xueyou.formats.filled_sheet import RawCell
    from xueyou.formats.progress_reader import read_progress
    from xueyou.formats.progress_workbook import Line, progress_workbook

    figures: dict[str, Any] = {}
    with _measured(figures):
        sheet = read_progress(_workbook(folder))
        lines = [
            Line(
                {code: row.text(code) for code in row.cells} | {"id": row.id},
                {
                    "value": RawCell("number", str(60 + row.number % 50)),
                    "as_of": RawCell("date", AS_OF),
                    "words": RawCell("text", f"验收单第{row.number}号"),
                },
            )
            for row in sheet.rows
        ]
        _workbook(folder).write_bytes(progress_workbook(lines))
    return figures | {"rows": len(lines)}


def _hand_in(folder: Path, rows: int) -> dict[str, Any]:
    """Hand the filled workbook in: read, held against the plan, kept."""
    from django.core.files.base import File

    from xueyou.domains.plans.models import ProgressImport
    from xueyou.domains.plans.services.hand_in_progress import hand_in_progress

    actor, plan = _officer(), _plan()
    figures: dict[str, Any] = {}
    with _measured(figures), _workbook(folder).open("rb") as file:
        upload = File(file, "进度.xlsx")
        uid = hand_in_progress(actor=actor, plan_uid=plan, upload=upload, key="bench")
    found = ProgressImport.objects.get(uid=uid)
    assert found.state == "ready", found.shown
    return figures | {"rows": found.counts["new"] + found.counts["restated"]}


def _take_in(folder: Path, rows: int) -> dict[str, Any]:
    """Confirm, and work the job off: read again, compared again, recorded, the plan judged."""
    from xueyou.domains.plans.models import Light, ProgressImport
    from xueyou.domains.plans.services.hand_in_progress import take_in_progress
    from xueyou.kernel.indicators.models import Value
    from xueyou.platform.jobs.api import work_off

    actor, found = _officer(), ProgressImport.objects.get()
    figures: dict[str, Any] = {}
    with _measured(figures):
        take_in_progress(actor=actor, import_uid=found.uid, key="bench")
        work_off()
    found.refresh_from_db()
    assert found.state == "done", found.state
    day = date.fromisoformat(AS_OF)
    judged = Light.objects.filter(plan=found.plan, current=True, about_kind="indicator")
    assert judged.filter(arithmetic__as_of=AS_OF).count() == rows
    return figures | {"rows": Value.objects.filter(source_uid=found.uid, as_of=day).count()}


PHASES: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "build": _build,
    "export": _export,
    "fill": _fill,
    "hand-in": _hand_in,
    "take-in": _take_in,
}


def _workbook(folder: Path) -> Path:
    return folder / "progress.xlsx"


def _officer() -> Any:
    from xueyou.platform.access.holdings import actor_for
    from xueyou.platform.accounts.models import User

    return actor_for(User.objects.get(login_name=OFFICER))


def _plan() -> str:
    from tests.many_plans import uid

    return str(uid("plan", 0))


if __name__ == "__main__":
    raise SystemExit(main())
