"""The drawing of projects: months, years, and what lies outside the plan's span."""

from dataclasses import replace
from datetime import date

from django.test import Client

from tests.surfaces.bureau.wall.conftest import Wall
from xueyou.domains.plans.selectors.wall import wall as select
from xueyou.domains.plans.selectors.wall_views import Wall as Hanging
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.surfaces.bureau.wall.chart import LEFT, RIGHT, chart_of


def hanging(wall: Wall) -> Hanging:
    """Return what hangs on the wall."""
    return select(actor_for(User.objects.get(login_name="officer")), wall.hung.plan.uid)


def test_a_year_has_its_months(officer: Client, wall: Wall) -> None:
    """Tests thirteen lines, and every other month in words, none where today stands."""
    grid = chart_of(hanging(wall)).grid
    assert len(grid) == 13
    assert [line.label for line in grid if line.label] == ["1月", "3月", "5月", "7月", "9月"]


def test_five_years_have_their_years(officer: Client, wall: Wall) -> None:
    """Tests a plan over several years."""
    found = hanging(wall)
    plan = replace(found.plan, starts_on=date(2024, 1, 1), ends_on=date(2029, 1, 1))
    grid = chart_of(replace(found, plan=plan)).grid
    assert [line.label for line in grid] == ["2024", "", "", "", "2028", ""]


def test_what_lies_outside_stands_at_the_edge(officer: Client, wall: Wall) -> None:
    """Tests a project that began before the plan and ends after it, and a day after the plan."""
    found = hanging(wall)
    line = replace(found.projects[0], starts_on=date(2020, 1, 1), due_on=date(2030, 1, 1))
    chart = chart_of(replace(found, projects=(line,), today=date(2031, 1, 1)))
    row = chart.rows[0]
    assert float(row.track_x) == LEFT
    assert float(row.track_x) + float(row.track_width) == RIGHT
    assert not chart.shows_today


def test_a_missed_step_stops_the_bar(officer: Client, wall: Wall) -> None:
    """Tests that the bar ends at the first missed step and the rest up to today is hatched."""
    chart = chart_of(hanging(wall))
    row = next(row for row in chart.rows if row.line.title == "公共实训基地一期")
    stuck = float(row.late_x)
    assert float(row.track_x) + float(row.done_width) == stuck
    assert abs(stuck + float(row.late_width) - float(chart.today_x)) < 0.2
