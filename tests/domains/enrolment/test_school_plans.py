"""How many schools take in a year: said by a table, shown beside what each call offers."""

from datetime import date
from typing import Any

import pytest

from tests.domains.enrolment.entrusted_world import City, found_city
from tests.domains.enrolment.test_shared_places import Shared
from tests.domains.enrolment.world import key
from tests.kernel.calls.world import appoint
from xueyou.domains.enrolment.refusals import EnrolmentRefused, TableNotTaken
from xueyou.domains.enrolment.selectors.school_plans import SchoolPlan, school_plans, years_planned
from xueyou.domains.enrolment.services.school_plans import COLUMNS, set_school_plans
from xueyou.domains.enrolment.shared_places import PLAN
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.models import Parameter
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act

PAPER = "甲教〔2026〕9号"


@pytest.fixture
def shared(db: None, own_roles: None) -> Shared:
    """Found the city; SY is entrusted to both counties, each with a draft round."""
    return Shared(found_city())


def said(by: Any, *rows: tuple[str, str, str], year: int = 2026, **more: Any) -> int:
    """Say it of schools: code, stage, number."""
    table = table_of("plans", [dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)
    given = {"source": PAPER, "key": key()} | more
    return set_school_plans(actor=by, year=year, table=table, **given)


def seen(by: Any, year: int = 2026) -> dict[str, SchoolPlan]:
    """Return what somebody sees, by name of the school and stage."""
    return {f"{one.school.name} {one.stage_zh}": one for one in school_plans(by, year).rows}


def standing() -> list[tuple[str, str, Any, date, date | None]]:
    """Return what stands, in order."""
    rows = Parameter.objects.standing().filter(name=PLAN).order_by("jurisdiction", "valid_from")
    names = ("jurisdiction__code", "applies_to", "value", "valid_from", "valid_to")
    return list(rows.values_list(*names))


def test_a_table_binds_the_counties(shared: Shared) -> None:
    """One act, which holds no name; the next place beyond it is refused with the paper."""
    city: City = shared.city
    assert said(city.city, ("SY", "小学", "40"), verified=True) == 1
    shared.add("E", 30)
    with pytest.raises(CallRefused, match=PAPER):
        shared.add("W", 15)
    act = Act.objects.get(verb="enrolment.school_plans.set")
    assert act.data == {"year": 2026, "rows": 1, "verified": True}


def test_each_office_sees_its_own_calls_and_the_sum_of_the_others(shared: Shared) -> None:
    """The city every call by its office and title, a county its own; what is left, or too much."""
    shared.add("E", 30)
    shared.add("W", 15)
    before = seen(shared.city.city)["市实验小学 小学"]
    assert (before.plan, before.total, before.over) == (None, 45, 0)
    said(shared.city.city, ("SY", "", "40"))
    whole, east = (seen(who)["市实验小学 小学"] for who in (shared.city.city, shared.city.east))
    assert whole.own == [
        ("东县教育局：2026年小学入学", 30),
        ("西县教育局：2026年小学入学", 15),
    ]
    assert whole.elsewhere == 0
    assert ([n for _, n in east.own], east.elsewhere) == ([30], 15)
    for one in (whole, east):
        assert one.plan is not None
        assert (one.plan.most, one.total, one.left, one.over) == (40, 45, -5, 5)
        assert (one.plan.source, one.plan.verified) == (PAPER, False)
    assert "东县一小 每个学段" not in seen(shared.city.east)


def test_a_year_is_corrected_and_the_next_begins_anew(shared: Shared) -> None:
    """What is said again of a year replaces it; what was said stays on record."""
    city = shared.city.city
    said(city, ("SY", "小学", "40"))
    said(city, ("SY", "小学", "45"))
    said(city, ("SY", "小学", "50"), year=2027)
    first, second = date(2026, 1, 1), date(2027, 1, 1)
    assert standing() == [("SY", "primary", 45, first, second), ("SY", "primary", 50, second, None)]
    assert Parameter.objects.filter(name=PLAN, value=40).exists()
    with pytest.raises(TableNotTaken) as refused:
        said(city, ("SY", "小学", "1"))
    assert "以后的计划已经登记过" in refused.value.faults[0].zh
    said(city, ("SY", "小学", "不限"), year=2027)
    assert standing() == [("SY", "primary", 45, first, second)]
    assert seen(city, 2027)["市实验小学 每个学段"].plan is None


def test_a_plan_set_within_the_year_is_replaced(shared: Shared) -> None:
    """As the command sets it, from any day."""
    shared.plan(40)  # from the first of January
    Parameter.objects.filter(name=PLAN).update(valid_from=date(2026, 3, 1))
    said(shared.city.city, ("SY", "小学", "50"))
    assert standing() == [("SY", "primary", 50, date(2026, 3, 1), None)]


def test_every_fault_is_told_and_nothing_kept(shared: Shared) -> None:
    """By row and column; a county does not say it of a school that the city runs."""
    city, east = shared.city.city, shared.city.east
    with pytest.raises(TableNotTaken) as refused:
        said(
            city,
            ("SY", "大学", "40"),
            ("XX", "小学", "4x"),
            ("E1", "小学", "20001"),
            ("W1", "", "40"),
            ("W1", "", "41"),
        )
    faults = [(one.row, one.column) for one in refused.value.faults]
    assert faults == [
        (2, "学段"),
        (3, "一年一共招"),
        (3, "学校代码"),
        (4, "一年一共招"),
        (6, "学校代码"),
    ]
    with pytest.raises(TableNotTaken, match="1 处"):
        said(city, ("SY", "小学", "40"), ("W1", "小学", "不限"))
    with pytest.raises(TableNotTaken) as unknown:
        said(east, ("SY", "小学", "40"))
    assert "由市教育局登记" in unknown.value.faults[0].zh
    for more in ({"source": " "}, {"source": "字" * 301}, {"year": 1}):
        with pytest.raises(EnrolmentRefused):
            said(city, ("SY", "小学", "40"), **more)
    assert standing() == []
    assert said(east, ("E1", "小学", "40")) == 1


def test_who_has_no_school_says_nothing(shared: Shared) -> None:
    """Nor does he see any."""
    nobody = appoint("plan_officer", shared.city.places["city"])
    with pytest.raises(NotFound):
        said(nobody, ("SY", "小学", "40"))
    assert school_plans(nobody, 2026).rows == ()


def test_the_years_of_calls_this_one_and_the_next(shared: Shared) -> None:
    """The newest that has calls is shown first."""
    assert years_planned(shared.city.city) == ([2027, 2026], 2026)
