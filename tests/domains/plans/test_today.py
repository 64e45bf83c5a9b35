"""Today's five things: the first of every kind, five at most, one's own for a department."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.wall_world import Hung, item, lead, light, uid
from xueyou.domains.plans.models import Light, Task
from xueyou.domains.plans.selectors.today import today
from xueyou.domains.plans.selectors.today_views import Thing
from xueyou.platform.orgs.models import Organisation

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def calm(hung: Hung) -> None:
    """Let every light be good at first."""
    Light.objects.filter(plan=hung.plan).update(light="good", arithmetic={})


def turn(hung: Hung, number: int, **given: object) -> UUID:
    """Give a task the light asked for, on the wall unless said otherwise."""
    about = hung.tasks[number].uid
    lights = Light.objects.filter(about_uid=about)
    if given.get("on_wall", True):
        lights.delete()
    else:
        lights.update(current=False)
    light(hung.plan, "task", about, hung.plan.organisation, **({"light": "bad"} | given))
    return about


def kinds(things: tuple[Thing, ...]) -> list[tuple[str, str]]:
    """Return kind and title of each thing."""
    return [(thing.kind, thing.title) for thing in things]


def test_nothing_to_do_is_nothing(city: City, hung: Hung) -> None:
    """Tests a day without anything."""
    found = today(city.chief)
    assert (found.things, found.more, found.still_red) == ((), 0, 0)


def test_a_chief_hears_of_late_new_and_coming(city: City, hung: Hung) -> None:
    """Tests the kinds and their order: missed days first, then newly red, then soon on the wall."""
    turn(hung, 5, judged_on=TODAY - timedelta(days=3))
    late = {"days_late": "20", "step": "封顶", "due_on": "2026-10-31"}
    turn(hung, 7, arithmetic=late, judged_on=date(2026, 11, 1))
    turn(hung, 9, on_wall=False, wall_from=date(2026, 11, 24), judged_on=date(2026, 11, 19))
    found = today(city.chief)
    assert kinds(found.things) == [
        ("overdue", "第7项 公平第7项"),
        ("red", "第5项 学位第5项"),
        ("soon", "第9项 公平第9项"),
    ]
    assert found.things[0].sentence == "“封顶”应在10月31日，已过20天"
    assert found.things[2].on == date(2026, 11, 24)


def test_old_red_is_counted_not_told(city: City, hung: Hung) -> None:
    """Tests that a light red for longer than a week, without a missed day, is only counted."""
    turn(hung, 5, judged_on=TODAY - timedelta(days=8))
    found = today(city.chief)
    assert (found.things, found.still_red) == ((), 1)


def test_five_at_most_and_the_first_of_every_kind(city: City, hung: Hung) -> None:
    """Tests that many missed days do not crowd out the one newly red."""
    for number in range(1, 9):
        turn(hung, number, arithmetic={"days_late": str(number)}, judged_on=date(2026, 11, 1))
    turn(hung, 20, judged_on=TODAY)
    found = today(city.chief)
    assert [thing.kind for thing in found.things] == ["overdue"] * 4 + ["red"]
    assert [thing.days for thing in found.things[:4]] == [8, 7, 6, 5]
    assert found.more == 4


def test_a_department_hears_of_its_own(city: City, hung: Hung) -> None:
    """Tests that a department is told what it owes, and nothing of what others owe."""
    turn(hung, 5, judged_on=TODAY)
    turn(hung, 9, on_wall=False, wall_from=date(2026, 11, 24))
    assert today(city.department).things == ()
    office = Organisation.objects.get(kind="department")
    lead(hung.tasks[9], office, "科长", city.department.user)  # type: ignore[arg-type]
    found = today(city.department).things
    assert kinds(found) == [("soon", "第9项 公平第9项")]
    assert found[0].who == "规划科 科长规划科的人"


def test_a_county_hears_nothing_of_the_bureaus_own(city: City, hung: Hung) -> None:
    """Tests that lights still waiting for their day reach nobody who does not owe them."""
    turn(hung, 9, on_wall=False, wall_from=date(2026, 11, 24))
    assert today(city.county_a).things == ()
    assert today(city.auditor).things == ()


def test_queries_do_not_grow_with_what_is_late(city: City, hung: Hung) -> None:
    """Tests that thirty late tasks cost as many queries as one."""
    turn(hung, 1, judged_on=TODAY)
    one = _queries(city)
    version = hung.plan.versions.get()
    for number in range(40, 70):
        task = Task.objects.create(
            plan=hung.plan,
            thread=uid(f"late {number}"),
            item=item(version, f"L{number}"),
            number=number,
            title="迟",
            theme="学位",
            due_on=TODAY,
        )
        light(hung.plan, "task", task.uid, hung.plan.organisation, light="bad", judged_on=TODAY)
    assert _queries(city) == one


def _queries(city: City) -> int:
    with CaptureQueriesContext(connection) as asked:
        today(city.chief)
    return len(asked)
