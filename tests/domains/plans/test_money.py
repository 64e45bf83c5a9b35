"""Money by source and year: typed in 万元, kept in fen, restated by superseding."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from xueyou.domains.plans.models import ProjectMoney
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.services.money import record_money
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.access.reading import NotFound

JUNE = date(2026, 6, 30)


def record(city: City, uid: object, **changed: object) -> None:
    """Record that 3,200 万元 of the city's money had arrived by June, with something changed."""
    given: dict[str, object] = {
        "actor": city.officer,
        "project_uid": uid,
        "kind": "arrived",
        "source": "city",
        "year": 2026,
        "amount": "3200",
        "as_of": JUNE,
        "key": key(),
    }
    record_money(**(given | changed))  # type: ignore[arg-type]


def test_amounts_are_exact_and_shares_may_pass_the_plan(city: City) -> None:
    """More arrived than planned is more than 100 %; the printed sum stands beside the planned."""
    school = world(city).project("甲县一中新建")
    record(city, school.uid, kind="planned", amount="3,000.5")
    record(city, school.uid)
    money = project(city.officer, school.uid).money
    (row,) = money.rows
    assert (row.planned, row.arrived, row.spent) == ("3,000.5", "3,200", None)
    assert row.arrived_share == 1066
    assert (money.printed, money.gap) == ("23,600", "20,599.5")


def test_a_second_record_restates_the_first(city: City) -> None:
    """The first stays as history; the same amount again is refused."""
    school = world(city).project("甲县一中新建")
    record(city, school.uid)
    record(city, school.uid, amount="3500", as_of=date(2026, 9, 30))
    rows = ProjectMoney.objects.filter(project=school).order_by("pk")
    assert [(row.amount, row.superseded_at is None) for row in rows] == [
        (3200_000_000, False),
        (3500_000_000, True),
    ]
    with pytest.raises(PlanRefused, match="没有改动"):
        record(city, school.uid, amount="3500.00")


def test_everything_wrong_is_said_at_once(city: City) -> None:
    """An unknown kind and source, a year of two digits, words for a sum, a day to come."""
    school = world(city).project("甲县一中新建")
    with pytest.raises(PlanRefused) as caught:
        record(
            city,
            school.uid,
            kind="gift",
            source="bank",
            year=26,
            amount="三千",
            as_of=date(2027, 1, 1),
        )
    assert set(caught.value.wrong) == {"kind", "source", "year", "amount", "as_of"}


def test_a_county_records_for_its_own_projects(city: City) -> None:
    """County A has the project at its site, county B has not."""
    school = world(city).project("甲县一中新建")
    record(city, school.uid, actor=city.county_a)
    with pytest.raises(NotFound):
        record(city, school.uid, actor=city.county_b)
