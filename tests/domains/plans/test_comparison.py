"""The open comparison: denominators, no data, ties, small bases, refusals, each by its nature."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.wall_world import Hung, arithmetic_of, lead, light, target_of, uid
from xueyou.domains.plans.models import Light, Milestone, TaskIndicator
from xueyou.domains.plans.selectors.comparison import comparison
from xueyou.domains.plans.selectors.comparison_views import Compared, Comparison
from xueyou.kernel.indicators.models import Indicator
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation

COUNTIES = ("甲东区", "乙西区", "丙县", "丁县")


def compared(city: City, hung: Hung, group: str = "county", asked: str = "") -> Comparison:
    """Return the comparison as a county officer sees it."""
    return comparison(city.county_a, hung.plan.uid, group, asked)


def row(found: Comparison, name: str) -> Compared:
    """Return one place of it."""
    return next(row for row in found.rows if row.name == name)


def counted(hung: Hung, name: str = "县区名额", **given: object) -> Indicator:
    """Write an indicator of a task."""
    values = {"unit": "个", "scale": 0, "nature": "cumulative", "aggregation": "sum"} | given
    indicator = Indicator.objects.create(
        uid=uid(name), code=f"plan/{uid(name).hex}", name=name, **values
    )
    task = hung.tasks[1]
    TaskIndicator.objects.create(task=task, indicator=indicator, item=task.item, ordinal=99)
    return indicator


def told(
    hung: Hung, indicator: Indicator, place: str, goal: str, actual: str = "", **more: str
) -> None:
    """Give a place a target and, where it is known, the figure that hangs on the wall."""
    county = Organisation.objects.get(name=place)
    target = target_of(indicator, county, goal, hung.tasks[1].thread)
    arithmetic = arithmetic_of("stock", goal, actual, goal) | more if actual else {}
    word = "good" if actual else "none"
    light(hung.plan, "indicator", target.uid, county, light=word, arithmetic=arithmetic)


def test_shares_stand_over_their_own_denominators(city: City, hung: Hung) -> None:
    """Tests the lights of counties: good and done over what has data, the rest named."""
    found = compared(city, hung)
    assert found.dimension is not None
    assert found.dimension.code == "lights"
    assert row(found, "甲东区").basis == "20 / 24项"
    assert row(found, "乙西区").basis == "17 / 23项，另有1项没数据"
    assert row(found, "乙西区").value == Fraction(17, 23)
    assert [one.name for one in found.rows] == ["甲东区", "丙县", "乙西区", "丁县"]


def test_a_county_officer_sees_the_same_page(city: City, hung: Hung) -> None:
    """Tests that the comparison is open to all who may see the plan, and to nobody else."""
    assert compared(city, hung) == comparison(city.chief, hung.plan.uid)
    with pytest.raises(NotFound):
        comparison(city.auditor, hung.plan.uid)


def test_equals_share_a_position(city: City, hung: Hung) -> None:
    """Tests two first places, then the third."""
    indicator = counted(hung)
    for place, actual in zip(COUNTIES, ("50", "50", "40", "30"), strict=True):
        told(hung, indicator, place, "50", actual)
    rows = compared(city, hung, asked=str(indicator.uid)).rows
    assert [(one.name, one.position, one.tied) for one in rows] == [
        ("乙西区", 1, True),
        ("甲东区", 1, True),
        ("丙县", 3, False),
        ("丁县", 4, False),
    ]


def test_no_data_is_no_data(city: City, hung: Hung) -> None:
    """Tests that a place without a figure has no position and is never nought."""
    indicator = counted(hung)
    told(hung, indicator, "甲东区", "50", "10")
    told(hung, indicator, "丙县", "50", "0")
    told(hung, indicator, "丁县", "50")
    found = compared(city, hung, asked=str(indicator.uid))
    last = found.rows[-1]
    assert (last.name, last.value, last.shown, last.position) == ("丁县", None, "没数据", None)
    assert row(found, "丙县").shown == "0%"
    assert found.spread is not None
    assert (found.spread.counted, found.spread.last) == (2, "丙县")


def test_more_than_the_whole_is_more(city: City, hung: Hung) -> None:
    """Tests 120 %, and the distance between first and last."""
    indicator = counted(hung)
    told(hung, indicator, "甲东区", "50", "60")
    told(hung, indicator, "丙县", "40", "30")
    found = compared(city, hung, asked=str(indicator.uid))
    assert [one.shown for one in found.rows] == ["120%", "75%"]
    assert found.rows[0].basis == "60 / 50个"
    assert found.spread is not None
    assert found.spread.range_shown == "45个百分点"


def test_a_small_base_is_warned_of(city: City, hung: Hung) -> None:
    """Tests the line of the parameter, with its source."""
    indicator = counted(hung)
    told(hung, indicator, "甲东区", "9", "9")
    told(hung, indicator, "丙县", "10", "9")
    found = compared(city, hung, asked=str(indicator.uid))
    assert [one.small for one in found.rows] == [True, False]
    assert found.small_base == 10
    assert "待核" in found.small_base_source


def test_rates_are_compared_by_themselves(city: City, hung: Hung) -> None:
    """Tests that a rate is not divided by its target, and says its denominator or that it lacks."""
    indicator = counted(hung, unit="%", scale=1, nature="rate", aggregation="ratio")
    told(hung, indicator, "甲东区", "90.0", "92.5", numerator="370", denominator="400")
    told(hung, indicator, "丙县", "80.0", "91")
    found = compared(city, hung, asked=str(indicator.uid))
    assert [(one.name, one.shown, one.basis) for one in found.rows] == [
        ("甲东区", "92.5%", "370 / 400"),
        ("丙县", "91%", "分母没有报"),
    ]


def test_less_is_better_where_it_is(city: City, hung: Hung) -> None:
    """Tests an indicator that should fall: the lower value stands first, in its own unit."""
    indicator = counted(hung, unit="件", nature="stock", direction="down")
    told(hung, indicator, "甲东区", "5", "7")
    told(hung, indicator, "丙县", "5", "3")
    found = compared(city, hung, asked=str(indicator.uid))
    assert [(one.name, one.shown) for one in found.rows] == [("丙县", "3件"), ("甲东区", "7件")]
    assert found.spread is not None
    assert found.spread.range_shown == "4件"


def test_results_of_examinations_are_refused(city: City, hung: Hung) -> None:
    """Tests that such an indicator stands nowhere in the comparison, which says why."""
    before = row(compared(city, hung), "甲东区")
    indicator = counted(hung, "普通高中升学率", unit="%", nature="rate", aggregation="ratio")
    told(hung, indicator, "甲东区", "60", "61")
    told(hung, indicator, "丙县", "60", "59")
    found = compared(city, hung, asked=str(indicator.uid))
    assert found.rows == ()
    assert found.asked_refused is not None
    assert "升学情况不能拿来排名" in found.asked_refused.sentence
    assert "普通高中升学率" not in {one.name for one in found.dimensions}
    again = compared(city, hung)
    assert row(again, "甲东区") == before
    assert [one.name for one in again.refused] == ["普通高中升学率"]


def test_departments_by_what_they_lead(city: City, hung: Hung) -> None:
    """Tests lights of tasks by the leading department, and its steps in time."""
    office = Organisation.objects.get(kind="department")
    for number in (1, 2, 3, 27):
        lead(hung.tasks[number], office, "科长")
    Milestone.objects.create(
        task=hung.tasks[1],
        thread=uid("late"),
        ordinal=0,
        title="晚了",
        due_on=date(2026, 6, 1),
        done_on=date(2026, 6, 2),
    )
    lights = compared(city, hung, "department")
    assert [(one.name, one.basis) for one in lights.rows] == [
        ("规划科", "2 / 3项，另有1项没数据"),
    ]
    steps = compared(city, hung, "department", "steps")
    assert [(one.shown, one.basis) for one in steps.rows] == [("0%", "0 / 1个节点")]


def test_levels_put_counties_together_by_sums(city: City, hung: Hung) -> None:
    """Tests the city's own figure beside the counties' sums, and what is missing in them."""
    indicator = counted(hung)
    told(hung, indicator, "甲市教育局", "1000", "900")
    told(hung, indicator, "甲东区", "400", "300")
    told(hung, indicator, "丙县", "100", "100")
    told(hung, indicator, "丁县", "500")
    found = compared(city, hung, "level", str(indicator.uid))
    assert [(one.name, one.shown, one.basis) for one in found.rows] == [
        ("市本级", "90%", "900 / 1,000个"),
        ("县区合计", "80%", "400 / 500个，另有1个没数据"),
    ]


def test_rates_are_never_averaged(city: City, hung: Hung) -> None:
    """Tests that counties' rates are put together over their denominators or not at all."""
    indicator = counted(hung, unit="%", nature="rate", aggregation="ratio")
    told(hung, indicator, "甲市教育局", "90", "90")
    told(hung, indicator, "甲东区", "90", "100", numerator="10", denominator="10")
    told(hung, indicator, "丙县", "90", "50", numerator="45", denominator="90")
    found = compared(city, hung, "level", str(indicator.uid))
    assert row(found, "县区合计").shown == "55%"
    Light.objects.filter(arithmetic__denominator="90").update(arithmetic={"actual": "50"})
    found = compared(city, hung, "level", str(indicator.uid))
    assert row(found, "县区合计").basis == "分子分母没有报全，比率不能相加"


def test_a_light_that_waits_is_not_compared(city: City, hung: Hung) -> None:
    """Tests that nothing but what hangs on the wall is compared."""
    before = compared(city, hung)
    county = Organisation.objects.get(name="甲东区")
    hanging = Light.objects.filter(organisation=county, light="good").first()
    assert hanging is not None
    Light.objects.filter(pk=hanging.pk).update(current=False)
    light(hung.plan, "indicator", hanging.about_uid, county, light="bad", on_wall=False)
    assert compared(city, hung) == before


def test_what_is_not_known_falls_back(city: City, hung: Hung) -> None:
    """Tests words that name no group and no dimension."""
    assert compared(city, hung, "x", "y") == compared(city, hung)


@pytest.mark.parametrize("group", ["county", "department", "level"])
def test_queries_do_not_grow_with_what_is_compared(city: City, hung: Hung, group: str) -> None:
    """Tests flat queries, fifteen at most."""
    few = _queries(city, hung, group)
    for number in range(20):
        indicator = counted(hung, f"更多{number}")
        for place in COUNTIES:
            told(hung, indicator, place, "50", "40")
    assert _queries(city, hung, group) == few <= 15


def _queries(city: City, hung: Hung, group: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        compared(city, hung, group)
    return len(asked)
