"""A workbook of many rows asks the database as often as one of few, but for batches of writing."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.formats.progress_files import filled
from tests.many_plans import Size, add_plans
from xueyou.domains.plans.models import Light, Plan, ProgressImport, TaskIndicator
from xueyou.domains.plans.services.hand_in_progress import hand_in_progress, take_in_progress
from xueyou.kernel.indicators.models import Target, Value
from xueyou.platform.accounts.models import User
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation

FEW, MANY, SHARES = 2, 60, 3
WRITTEN_AT_ONCE = 50
"""Rows of a batch where a statement takes the fewest parameters (SQLite, figures)."""
MORE_BATCHES = 2 * (MANY * (SHARES + 1) // WRITTEN_AT_ONCE + 1)
"""Of figures and of lights, those of the tasks too."""


def _plan(city: City, number: int, tasks: int) -> Plan:
    """Return a plan whose every task is shared out to two counties, each with an old figure."""
    bureau = Organisation.objects.get(path=city.officer.org_path)
    counties = list(Organisation.objects.filter(kind="county").order_by("pk"))
    user = city.officer.user
    assert isinstance(user, User)
    size = Size(plans=1, first=number, tasks=tasks, projects=0)
    return add_plans(bureau, counties, user, size)[0]


def _workbook(plan: Plan, path: Path) -> int:
    """Fill every row: half restate a figure of that day, half are of a new day."""
    links = TaskIndicator.objects.filter(task__plan=plan)
    targets = Target.objects.filter(indicator__in=links.values("indicator")).order_by("pk")
    rows = [
        {
            "id": str(target.uid),
            "value": 100 + number,
            "as_of": "2026-11-16" if number % 2 else "2026-11-19",
            "words": "验收单",
        }
        for number, target in enumerate(targets)
    ]
    filled(path, rows)
    return len(rows)


def _asked(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


def test_queries_do_not_grow_with_rows(city: City, tmp_path: Path) -> None:
    """Handing in asks as often for 180 rows as for six; taking in adds only its batches."""
    path = tmp_path / "进度.xlsx"
    handing, taking = [], []
    for number, tasks in enumerate((FEW, FEW, MANY)):  # the first warms what is read once
        plan = _plan(city, number, tasks)
        rows = _workbook(plan, path)
        assert rows == tasks * SHARES

        def hand_in(plan: Plan = plan) -> None:
            with path.open("rb") as file:
                upload, key = File(file, path.name), str(uuid4())
                hand_in_progress(actor=city.officer, plan_uid=plan.uid, upload=upload, key=key)

        def take_in(plan: Plan = plan) -> None:
            uid = ProgressImport.objects.get(plan=plan).uid
            take_in_progress(actor=city.officer, import_uid=uid, key=str(uuid4()))
            work_off()

        handing.append(_asked(hand_in))
        taking.append(_asked(take_in))
        done = ProgressImport.objects.get(plan=plan)
        assert (done.state, done.counts["new"]) == ("done", rows // 2)
        assert done.counts["restated"] == rows // 2
        assert Value.objects.current().filter(source_uid=done.uid).count() == rows
        judged = Light.objects.filter(plan=plan, current=True, about_kind="indicator")
        assert judged.filter(light="done").count() == rows
    assert handing[1] == handing[2]
    assert taking[2] - taking[1] <= MORE_BATCHES
