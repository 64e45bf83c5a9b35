"""What the platform counts by itself: projects, places and money, beside what units report."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import FEBRUARY, Steered, indicator, project, steer, task
from xueyou.domains.plans.models import Project, ProjectMoney
from xueyou.domains.plans.services.bind_measure import bind_measure
from xueyou.domains.plans.services.judge_daily import judge_daily
from xueyou.kernel.indicators.measures import compute, measures
from xueyou.kernel.indicators.models import Basis, Value
from xueyou.kernel.indicators.periods import period
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

ITEMS = (
    task("T1", "加快学校建设", "规划科"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "1500", "个", "T1", subject="甲县"),
    project("P1", "甲县一中", organisation="甲县", task="T1", places=900),
    project("P2", "乙区小学", organisation="甲县乙区", task="T1", places=500),
)
NOVEMBER = datetime(2026, 11, 20, 9, tzinfo=CITY)
DECEMBER = datetime(2026, 12, 10, 9, tzinfo=CITY)


@pytest.fixture
def steered(city: City) -> Steered:
    """Return a plan with two projects, one finished in November."""
    under_way = steer(city, ITEMS, FEBRUARY)
    Project.objects.filter(title="甲县一中").update(state="done", done_on=date(2026, 11, 3))
    return under_way


def _counted(name: str, steered: Steered, at: datetime = NOVEMBER) -> dict[str, Any]:
    places = Organisation.objects.filter(kind__in=("bureau", "county"))
    found = compute([name], [place.pk for place in places], period("2026"), at)[name]
    names = {place.pk: place.name for place in places}
    return {names[count.organisation]: count for count in found}


def test_finished_projects_count_where_they_stand_and_above(steered: Steered) -> None:
    """The county has one, the other none, the bureau what lies below it."""
    finished = _counted("plans.projects_finished", steered)
    assert {name: count.value for name, count in finished.items()} == {
        "甲市教育局": 1, "甲县": 1, "甲县乙区": 0,
    }  # fmt: skip
    places = _counted("plans.places_finished", steered)
    assert (places["甲市教育局"].value, places["甲县乙区"].value) == (900, 0)


def test_what_was_finished_later_did_not_exist_then(steered: Steered) -> None:
    """A past day is counted as of that day."""
    october = datetime(2026, 10, 31, 9, tzinfo=CITY)
    assert _counted("plans.projects_finished", steered, october)["甲县"].value == 0


def test_money_is_a_share_by_part_and_whole(steered: Steered) -> None:
    """Two projects of unlike size: spent over planned, no average; nothing planned is no share."""
    for title, planned, spent in (("甲县一中", 900, 90), ("乙区小学", 100, 100)):
        for kind, yuan in (("planned", planned), ("spent", spent)):
            ProjectMoney.objects.create(
                project=Project.objects.get(title=title), kind=kind, source="city", year=2026,
                amount=yuan * 100, as_of=date(2026, 11, 1), recorded_at=FEBRUARY,
                act_uid=steered.plan.uid,
            )  # fmt: skip
    shares = _counted("plans.money_spent_share", steered)
    bureau = shares["甲市教育局"]
    assert (bureau.numerator, bureau.denominator) == (190, 1000)
    ProjectMoney.objects.filter(kind="planned").delete()
    assert _counted("plans.money_spent_share", steered) == {}


def test_a_measure_counts_every_day_but_records_only_news(city: City, steered: Steered) -> None:
    """Each subject of the indicator has its own figure; an unchanged one is not written again."""
    whole, share = steered.target("新增公办学位"), steered.target("新增公办学位", "甲县")
    bind_measure(
        actor=city.officer, target_uid=whole.uid, measure="plans.places_finished", key="k",
        at=NOVEMBER,
    )  # fmt: skip
    computed = Value.objects.filter(basis=Basis.COMPUTED)
    assert {row.subject_id: row.value for row in computed} == {
        whole.subject_id: 900, share.subject_id: 900,
    }  # fmt: skip
    judge_daily(steered.plan.uid, at=DECEMBER)
    assert computed.count() == 2
    Project.objects.filter(title="乙区小学").update(state="done", done_on=date(2026, 12, 9))
    judge_daily(steered.plan.uid, at=DECEMBER)
    latest = computed.current().filter(subject=whole.subject_id).latest("as_of")
    assert (latest.value, latest.as_of) == (1400, DECEMBER.date())


def test_every_measure_has_words_and_a_unit() -> None:
    """Officers choose them by these."""
    assert {name for name in measures() if name.startswith("plans.")} == {
        "plans.projects_finished", "plans.projects_started", "plans.places_finished",
        "plans.money_spent_share",
    }  # fmt: skip
    assert all(one.zh and one.unit for one in measures().values())
