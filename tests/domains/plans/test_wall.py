"""What hangs on the wall: lights and figures as they hang there, never a light still waiting."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.wall_world import Hung, item, lead, light, uid
from xueyou.domains.plans.models import Light, Milestone, Task
from xueyou.domains.plans.selectors.wall import wall, walls
from xueyou.domains.plans.selectors.wall_views import Wall
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation


def seen(city: City, hung: Hung) -> Wall:
    """Return the wall as the plan officer sees it."""
    return wall(city.officer, hung.plan.uid)


def test_the_counts_are_those_of_the_tasks(city: City, hung: Hung) -> None:
    """Tests the five numbers of the head, and the share of the year that has passed."""
    found = seen(city, hung)
    assert found.counts == {"good": 15, "slow": 6, "bad": 3, "done": 3, "none": 1}
    assert found.tasks == 28
    assert found.elapsed == 888  # 324 of 365 days


def test_tasks_stand_under_their_themes_by_number(city: City, hung: Hung) -> None:
    """Tests the row of marks."""
    themes = seen(city, hung).themes
    assert [theme.name for theme in themes] == ["学位", "公平", "食安", "队伍", "职教", "治理"]
    assert [task.number for theme in themes for task in theme.tasks] == list(range(1, 29))


def test_a_light_that_waits_for_its_day_shows_nowhere(city: City, hung: Hung) -> None:
    """Tests that a worse light which only its owner sees yet changes nothing on the wall."""
    before = seen(city, hung)
    task = hung.tasks[3]
    Light.objects.filter(about_uid=task.uid).update(current=False)
    bureau = hung.plan.organisation
    light(hung.plan, "task", task.uid, bureau, light="bad", sentence="秘密", on_wall=False)
    target = hung.targets["明厨亮灶"]
    Light.objects.filter(about_uid=target.uid).update(current=False)
    light(
        hung.plan,
        "indicator",
        target.uid,
        bureau,
        light="bad",
        arithmetic={"actual": "7"},
        on_wall=False,
    )
    assert seen(city, hung) == before


def test_a_missed_step_waits_with_its_light(city: City, hung: Hung) -> None:
    """Tests that a step missed since the light was judged is no red frame before its day."""
    project = hung.projects["特教资源教室（24间）"]
    Milestone.objects.filter(project=project).update(due_on=date(2026, 11, 18), done_on=None)
    assert _state(seen(city, hung), project.title) == "missed"
    Light.objects.filter(about_uid=project.uid).update(current=False)
    light(hung.plan, "project", project.uid, hung.plan.organisation, light="bad", on_wall=False)
    assert _state(seen(city, hung), project.title) == "ahead"


def _state(found: Wall, title: str) -> str:
    line = next(line for line in found.projects if line.title == title)
    return line.steps[0].state


def test_the_most_urgent_project_comes_first(city: City, hung: Hung) -> None:
    """Tests the order: red by how long missed, yellow, no data, green by the next step, done."""
    lines = seen(city, hung).projects
    assert len(lines) == 18
    assert [line.title for line in lines[:3]] == [
        "丁县第三初中新建",
        "公共实训基地一期",
        "望湖中学体育馆",
    ]
    order = ["bad", "slow", "none", "good", "done"]
    assert [line.light for line in lines] == sorted((line.light for line in lines), key=order.index)
    assert lines[0].stuck_on == date(2026, 7, 31)


def test_an_indicator_says_how_far_it_is_and_where_time_says(city: City, hung: Hung) -> None:
    """Tests value, target, bar and tick; a rate has no tick."""
    featured = {one.name: one for one in seen(city, hung).featured}
    places = featured["新增公办学位"]
    assert (places.actual, places.target, places.filled, places.expected) == (
        "2,640",
        "4,200",
        628,
        887,
    )
    rate = featured["随迁子女公办就读"]
    assert (rate.actual, rate.target, rate.filled, rate.expected) == ("98.6", "100", 986, None)
    assert featured["校长教师交流"].filled == 1000


def test_no_figure_is_no_figure(city: City, hung: Hung) -> None:
    """Tests that an indicator without a value is not drawn as zero."""
    target = hung.targets["明厨亮灶"]
    Light.objects.filter(about_uid=target.uid).update(light="none", arithmetic={})
    found = next(one for one in seen(city, hung).featured if one.name == "明厨亮灶")
    assert (found.light, found.actual, found.filled) == ("none", None, None)


def test_three_to_watch_with_who_answers(city: City, hung: Hung) -> None:
    """Tests the worst three: longest missed first, then furthest behind; unit, post, holder."""
    office = Organisation.objects.get(kind="department")
    lead(hung.tasks[22], office, "科长", city.department.user)  # type: ignore[arg-type]
    found = seen(city, hung).watched
    assert [one.task.number for one in found] == [22, 13, 1]
    assert (found[0].unit, found[0].post, found[0].holder) == ("规划科", "科长", "规划科的人")
    assert found[1].unit == "还没有定责任单位"
    assert [one.task.sentence for one in found] == [
        "“主体封顶”应在9月30日，已过51天",
        "10月31日到期，已过 20 天，还没有办结",
        "应到 3,728 个，实到 2,640 个，只到 71%",
    ]


def test_counties_stand_over_their_denominators(city: City, hung: Hung) -> None:
    """Tests the table of counties."""
    lines = seen(city, hung).counties
    assert [(line.name, tuple(line.counts.values()), line.total) for line in lines] == [
        ("甲东区", (16, 3, 1, 4, 0), 24),
        ("乙西区", (14, 5, 1, 3, 1), 24),
        ("丙县", (15, 4, 2, 3, 0), 24),
        ("丁县", (11, 6, 4, 2, 1), 24),
    ]


def test_the_seal_is_of_the_week_frozen_last(city: City, hung: Hung) -> None:
    """Tests the seal, and that a plan without a frozen week bears none."""
    seal = seen(city, hung).seal
    assert seal is not None
    assert (seal.week, seal.as_of) == (47, date(2026, 11, 20))


def test_whoever_may_see_the_plan_sees_the_same_wall(city: City, hung: Hung) -> None:
    """Tests that departments and counties look at their bureau's wall, and others at none."""
    for actor in (city.chief, city.department, city.county_a):
        assert wall(actor, hung.plan.uid) == seen(city, hung)
        assert [plan.uid for plan in walls(actor).rows] == [hung.plan.uid]
    assert walls(city.auditor).rows == ()
    with pytest.raises(NotFound):
        wall(city.auditor, hung.plan.uid)


def test_queries_do_not_grow_with_the_plan(city: City, hung: Hung) -> None:
    """Tests that twice as many tasks cost as many queries, at most twelve."""
    few = _queries(city, hung)
    version = hung.plan.versions.get()
    for number in range(29, 57):
        task = Task.objects.create(
            plan=hung.plan,
            thread=uid(f"more {number}"),
            item=item(version, f"M{number}"),
            number=number,
            title="更多",
            theme="学位",
            due_on=date(2026, 12, 31),
        )
        light(hung.plan, "task", task.uid, hung.plan.organisation, light="bad")
    assert _queries(city, hung) == few <= 12


def _queries(city: City, hung: Hung) -> int:
    with CaptureQueriesContext(connection) as asked:
        wall(city.officer, hung.plan.uid)
    return len(asked)
