"""A report judges its own task at once; the other lights of the plan wait for the day's look."""

from datetime import date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import FEBRUARY, Steered, indicator, steer, task
from xueyou.domains.plans.models import Light
from xueyou.domains.plans.services.judge_daily import judge_daily
from xueyou.domains.plans.services.reporting import report_value
from xueyou.kernel.indicators.models import Target
from xueyou.platform.time import CITY

REPORTED = datetime(2026, 11, 20, 9, tzinfo=CITY)
EVENING = datetime(2026, 11, 20, 20, tzinfo=CITY)


def items(tasks: int) -> list[dict[str, object]]:
    """Describe so many tasks with one target each."""
    found = []
    for n in range(1, tasks + 1):
        found.append(task(f"T{n}", f"第{n}项", "规划科", due_on="2026-12-31"))
        found.append(indicator(f"F{n}", f"第{n}个数", "100", "个", f"T{n}"))
    return found


def report(city: City, target: Target) -> None:
    """Report what keeps pace, on a day in November."""
    report_value(
        actor=city.officer,
        target_uid=target.uid,
        value="95",
        as_of=date(2026, 11, 20),
        words="台账",
        key=f"report {target.uid}",
        at=REPORTED,
    )


def target_of(steered: Steered, number: int) -> Target:
    """Return the target of the n-th task."""
    return Target.objects.get(indicator__name=f"第{number}个数", superseded_at=None)


def light_of(target: Target) -> Light:
    """Return the owner's light of a target."""
    return Light.objects.get(about_uid=target.uid, current=True)


def test_other_lights_stay_until_the_day_is_judged(city: City) -> None:
    """The reported task turns; the other keeps its light and its day, until the duty looks."""
    steered = steer(city, items(2), FEBRUARY)
    mine, other = target_of(steered, 1), target_of(steered, 2)
    before = light_of(other)
    report(city, mine)
    assert light_of(mine).light == "good"
    after = light_of(other)
    assert (after.pk, after.arithmetic) == (before.pk, before.arithmetic)
    assert light_of(other).on_wall
    judge_daily(steered.plan.uid, at=EVENING)
    assert light_of(other).arithmetic["on"] == "2026-11-20"


def test_a_report_costs_the_same_in_a_larger_plan(city: City) -> None:
    """As many queries in a plan of twelve tasks as in one of two."""
    asked = []
    for number in (1, 2, 3):  # the first only warms what is read once a process
        steered = steer(city, items(12 if number == 3 else 2), FEBRUARY)
        mine = Target.objects.get(
            indicator__name="第1个数",
            source_uid__in=steered.plan.tasks.values("indicators__item__thread"),
            superseded_at=None,
        )
        with CaptureQueriesContext(connection) as queries:
            report(city, mine)
        asked.append(len(queries))
    assert asked[1] == asked[2]
