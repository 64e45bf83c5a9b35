"""The board: whose light is seen when, how it is narrowed, and that it asks as little as ever."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from tests.domains.plans.steered import (
    FEBRUARY,
    Steered,
    indicator,
    milestone,
    project,
    steer,
    task,
)
from xueyou.domains.plans.selectors.board import passed, plan_board, plans
from xueyou.domains.plans.selectors.board_views import TaskCell
from xueyou.domains.plans.selectors.project import project as project_of
from xueyou.domains.plans.selectors.task import task as task_of
from xueyou.domains.plans.services.judge_daily import judge_daily
from xueyou.domains.plans.services.notes import write_note
from xueyou.domains.plans.services.reporting import report_value
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer the plan; by last week everything was well, today a figure turns one light worse."""
    under_way = world(city)
    for place, value in (("", "4000"), ("甲县", "1400"), ("甲县乙区", "100")):
        report_value(
            actor=city.officer,
            target_uid=under_way.target("新增公办学位", place).uid,
            value=value,
            as_of=date(2026, 11, 10),
            words="月报",
            key=key(),
            at=datetime(2026, 11, 10, 9, 0, tzinfo=CITY),
        )
    return under_way


def cell(
    actor: SignedIn, steered: Steered, title: str = "加快学校建设", **asked: object
) -> TaskCell:
    """Return a task as it stands on somebody's board."""
    board = plan_board(actor, steered.plan.uid, **asked)  # type: ignore[arg-type]
    return next(one for one in board.tasks if one.title == title)


def test_a_worse_light_is_the_owner_s_before_it_is_the_wall_s(city: City, steered: Steered) -> None:
    """Owner and duty see it today with its day on the wall; a county reads the wall's light."""
    judge_daily(steered.plan.uid)
    owner = cell(city.officer, steered, "均衡编班").light
    assert (owner.light, owner.wall_from) == ("bad", date(2026, 11, 25))
    other = cell(city.department, steered, "均衡编班").light
    assert (other.light, other.wall_from) == ("none", None)


def test_counts_of_the_list_are_those_that_the_reader_sees(city: City, steered: Steered) -> None:
    """The officer's list counts what waits for the wall, the department's does not."""
    judge_daily(steered.plan.uid)
    assert plans(city.officer).rows[0].counts.bad == 2
    board = plan_board(city.department, steered.plan.uid)
    assert plans(city.department).rows[0].counts == board.counts
    assert board.counts.bad < 2


def test_the_board_narrows_by_department_light_theme_and_county(
    city: City, steered: Steered
) -> None:
    """Each narrows; a county shows its own lights; what does not exist shows nothing."""
    office = str(Organisation.objects.get(name="规划科").uid)
    county = str(Organisation.objects.get(name="甲县乙区").uid)

    def titles(**asked: object) -> list[str]:
        found = plan_board(city.officer, steered.plan.uid, **asked)  # type: ignore[arg-type]
        return [one.title for one in found.tasks]

    assert titles(organisation=office) == ["加快学校建设"]
    assert titles(theme="学位", light="none") == ["均衡编班"]
    assert titles(theme="没有这个主题") == []
    assert cell(city.officer, steered, organisation=county).light.light == "bad"
    assert plan_board(city.officer, steered.plan.uid, organisation=county).county == "甲县乙区"


def test_mine_are_those_of_my_unit(city: City, steered: Steered) -> None:
    """The department owes the task it leads, the county the one it supports, the bureau none."""
    assert cell(city.department, steered).mine
    assert cell(city.county_a, steered).mine
    assert not cell(city.county_a, steered, "均衡编班").mine
    assert plan_board(city.department, steered.plan.uid, mine=True).filters.mine == 1


def test_a_county_reads_its_own_figures_and_notes_only(city: City, steered: Steered) -> None:
    """Of the shares its own, of the notes all but other counties'; no other county's choice."""
    uid = steered.task("加快学校建设").uid
    for actor, words in (
        (city.officer, "市里的话"),
        (city.department, "科里的话"),
        (city.county_a, "甲县的话"),
        (city.county_b, "乙区的话"),
    ):
        write_note(actor=actor, owner_kind="task", owner_uid=uid, words=words, key=key())
    seen = task_of(city.county_a, uid)
    assert {target.subject for target in seen.targets} == {"甲市教育局", "甲县"}
    assert {note.words for note in seen.notes} == {"市里的话", "科里的话", "甲县的话"}
    assert [target.subject for target in seen.targets if target.may_report] == ["甲县"]
    board = plan_board(city.county_a, steered.plan.uid)
    assert [choice.name for choice in board.filters.counties] == ["甲县"]
    owner = task_of(city.officer, uid)
    assert len(owner.notes) == 4
    assert "甲县乙区" in {target.subject for target in owner.targets}


def test_a_county_reads_projects_at_its_site_only(city: City, steered: Steered) -> None:
    """County A's school is no project for county B."""
    uid = steered.project("甲县一中新建").uid
    assert project_of(city.county_a, uid).may.report
    with pytest.raises(NotFound):
        project_of(city.county_b, uid)
    assert plan_board(city.county_b, steered.plan.uid).projects == ()


def test_the_auditor_sees_no_plan(city: City, steered: Steered) -> None:
    """Neither in the list nor by its address."""
    assert plans(city.auditor).total == 0
    with pytest.raises(NotFound):
        plan_board(city.auditor, steered.plan.uid)


@pytest.mark.parametrize("who", ["officer", "department", "county_a"])
def test_queries_do_not_grow_with_the_plan(city: City, who: str) -> None:
    """Board and task page ask as often for twelve tasks with shares as for two."""
    actor: SignedIn = getattr(city, who)

    def asked(tasks: int) -> tuple[int, int]:
        items = []
        for n in range(tasks):
            items += [
                task(f"T{n}", f"任务{n}", "规划科", "甲县", "市财政局"),
                indicator(f"F{n}", f"学位{n}", "100", "个", f"T{n}"),
                indicator(f"C{n}", f"甲县学位{n}", "50", "个", f"T{n}", subject="甲县"),
                milestone(f"D{n}", f"开工{n}", "2026-06-30", task=f"T{n}"),
                project(f"P{n}", f"甲县项目{n}", organisation="甲县", task=f"T{n}"),
            ]
        found = steer(city, items, FEBRUARY)
        with CaptureQueriesContext(
            connection,
        ) as board:
            plan_board(actor, found.plan.uid)
        with CaptureQueriesContext(connection) as page:
            task_of(actor, found.task("任务1").uid)
        return len(board), len(page)

    assert asked(2) == asked(12)


@pytest.mark.parametrize(
    ("today", "tenths"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 3),
        (date(2026, 11, 20), 888),
        (date(2026, 12, 31), 1000),
        (date(2027, 5, 1), 1000),
    ],
)
def test_how_much_of_a_year_is_over(today: date, tenths: int) -> None:
    """The day itself counts; before and after stay at the ends."""
    assert passed(date(2026, 1, 1), date(2027, 1, 1), today) == tenths
