"""How soon enrolment's tables are in: 20,000 rows refused for one, and taken when it is put right.

`make bench NAME=imports` founds a small city in a database of its own for each table (a roll of
pupils, the ledger of homes, a county's zones), writes a workbook of 20,000 rows with one wrong in
row 17,233, hands it in, sees that this cell alone is named and that no table has changed, puts it
right and takes it in. Every table is a process of its own; the process that reads the file counts
in both. Exit 1 where a step computes longer than 30 s or needs more than 600 MB. `--rows 5000` asks
less, `--room roll` one table.
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
from datetime import date, timedelta
from pathlib import Path
from typing import Any

EXIT_MISSED = 1
ROWS, BAD = 20_000, 17_233
SECONDS, MEGABYTES = 30, 600
WRONG_NUMBER = "350504202003050000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each table, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--room", choices=list(ROOMS))
    parser.add_argument("--folder", type=Path, help="of one table, where it is measured")
    options = parser.parse_args(arguments)
    if options.folder:
        _begin(options.folder)
        print(json.dumps(ROOMS[options.room](options.folder, options.rows)))
        return 0
    heads = ("rows", "wall s", "CPU s", "MB")
    print(f"{'table':<8}{'step':<10}" + "".join(f"{head:>9}" for head in heads))
    missed = False
    for room in [options.room] if options.room else list(ROOMS):
        for step, figures in _apart(room, options.rows).items():
            over = figures["CPU s"] > SECONDS or figures["MB"] > MEGABYTES
            missed |= over
            row = "".join(f"{figures[head]:>9}" for head in heads)
            print(f"{room:<8}{step:<10}{row}{'  MISSED' * over}")
    return EXIT_MISSED if missed else 0


def _apart(room: str, rows: int) -> dict[str, dict[str, Any]]:
    folder = Path(tempfile.mkdtemp())
    command = [sys.executable, "-m", "benchmarks.imports", "--room", room]
    command += ["--folder", os.fspath(folder), "--rows", str(rows)]
    try:
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    finally:
        shutil.rmtree(folder)
    found: dict[str, dict[str, Any]] = json.loads(said.splitlines()[-1])
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
    from django.conf import settings
    from django.core.management import call_command

    from xueyou.platform.acts import writing

    writing.LONGEST_SECONDS = 600  # computing is measured: a busy machine's clock says nothing
    settings.XUEYOU_ROLES = "tests.domains.enrolment.roles"
    call_command("migrate", verbosity=0)


@contextmanager
def _measured(told: dict[str, dict[str, Any]], step: str, rows: int) -> Iterator[None]:
    begun, computed = time.perf_counter(), _computed()
    yield
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    told[step] = {
        "rows": rows,
        "wall s": round(time.perf_counter() - begun, 1),
        "CPU s": round(_computed() - computed, 1),
        "MB": (own + reader) // 1024,
    }


def _computed() -> float:
    """Return the seconds computed by this process and by those that it waited for."""
    return sum(os.times()[:4])


def _bad(rows: int) -> int:
    """Return the row of the workbook that is wrong, as a spreadsheet numbers it."""
    return min(BAD, rows + 1)


def _number(n: int) -> str:
    from tests.kernel.registry.people_world import citizen_number

    return citizen_number(n % 900 + 1, date(2015, 9, 1) + timedelta(days=n // 900))


def _roll(folder: Path, rows: int) -> dict[str, dict[str, Any]]:
    """A school's roll: handed in, confirmed, recorded by a job."""
    from tests.domains.roll.files import found, pupil, wrong_cells

    school = found(folder / "名册.xlsx")
    facts = {"性别": None, "出生日期": None}
    listed = [
        pupil(1, 证件号码=_number(n), 监护人1手机号=f"138{n:08d}", 班级=f"{n % 400}班", **facts)
        for n in range(rows)
    ]
    right = listed[_bad(rows) - 2]["证件号码"]
    listed[_bad(rows) - 2]["证件号码"] = WRONG_NUMBER
    told: dict[str, dict[str, Any]] = {}
    before = _tables("registry_", "roll_rollline")
    with _measured(told, "refused", rows):
        refused = school.hand_in(listed)
    assert set(wrong_cells(refused)) == {f"C{_bad(rows)}"}
    assert _tables("registry_", "roll_rollline") == before
    listed[_bad(rows) - 2]["证件号码"] = right
    with _measured(told, "taken", rows):
        taken = school.take_in(school.hand_in(listed))
    assert taken.state == "done", taken.state
    return told


def _homes(folder: Path, rows: int) -> dict[str, dict[str, Any]]:
    """A county's ledger of homes."""
    from tests.domains.enrolment.test_twelve_files import homes_of
    from tests.domains.enrolment.world import found_world

    room = homes_of(found_world(), folder / "住址.xlsx")
    listed = [room.good(n % 900 + 1) | {"孩子证件号码": _number(n)} for n in range(rows)]
    for n, row in enumerate(listed):
        row["住址"] = f"桂园小区{n}幢2单元501"
    return _ledger(room, listed, "孩子证件号码", WRONG_NUMBER)


def _zones(folder: Path, rows: int) -> dict[str, dict[str, Any]]:
    """A county's zone table."""
    from tests.domains.enrolment.test_twelve_files import zones_of
    from tests.domains.enrolment.world import found_world

    room = zones_of(found_world(), folder / "划片.xlsx")
    return _ledger(room, [room.good(n) for n in range(rows)], "起", "一号")


def _ledger(room: Any, listed: list[dict[str, Any]], head: str, wrong: str) -> Any:
    from tests.domains.enrolment.test_twelve_files import Sheet, letters

    bad, told = _bad(len(listed)), {}
    right = listed[bad - 2][head]
    listed[bad - 2][head] = wrong
    before = _tables("enrolment_")
    with _measured(told, "refused", len(listed)):
        found = room.says(Sheet(room.heads, listed))
    assert set(found) == {f"{letters(room.heads)[head]}{bad}"}, list(found)[:5]
    assert _tables("enrolment_") == before
    listed[bad - 2][head] = right
    with _measured(told, "taken", len(listed)):
        found = room.says(Sheet(room.heads, listed))
    assert found == {}, list(found.items())[:3]
    return told


def _tables(*prefixes: str) -> Any:
    from tests.dumps import dump

    return dump(prefixes)


ROOMS: dict[str, Callable[[Path, int], dict[str, dict[str, Any]]]] = {
    "roll": _roll,
    "homes": _homes,
    "zones": _zones,
}


if __name__ == "__main__":
    sys.exit(main())
