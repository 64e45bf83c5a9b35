"""How promises are watched: nine on the wall, a line to follow, counties' shares, a nature."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from tests.domains.plans.steered import FEBRUARY, Steered, indicator, steer, task
from xueyou.domains.plans.models import Duty, Light, TaskIndicator
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reporting import report_value
from xueyou.domains.plans.services.steer_targets import (
    add_county_targets,
    change_nature,
    feature_indicator,
    set_curve,
)
from xueyou.kernel.indicators.models import Target
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer the plan of the reporting tests; 2,640 of 4,200 places are there."""
    under_way = world(city)
    report_value(
        actor=city.officer,
        target_uid=under_way.target("新增公办学位").uid,
        value="2640",
        as_of=date(2026, 11, 18),
        words="验收单",
        key=key(),
    )
    return under_way


def light_of(target: Target) -> str:
    """Return the owner's light of a target."""
    return Light.objects.get(about_uid=target.uid, current=True).light


def test_a_curve_changes_what_is_expected(city: City, steered: Steered) -> None:
    """By time 2,640 is behind; where 60 % were due in August, the rest in December, it is not."""
    target = steered.target("新增公办学位")
    assert light_of(target) == "bad"
    set_curve(
        actor=city.officer,
        target_uid=target.uid,
        kind="milestones",
        points=[(date(2026, 8, 31), 6000), (date(2026, 12, 31), 10000)],
        key=key(),
    )
    assert light_of(steered.target("新增公办学位")) == "good"
    assert steered.target("新增公办学位").uid == target.uid


@pytest.mark.parametrize(
    ("kind", "points", "field"),
    [
        ("spiral", [], "kind"),
        ("milestones", [], "points"),
        ("milestones", [(date(2027, 2, 1), 5000)], "points"),
        ("milestones", [(date(2026, 5, 1), 7000), (date(2026, 6, 1), 5000)], "points"),
        ("school_year", [(date(2026, 5, 1), 12000)], "points"),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    city: City, steered: Steered, kind: str, points: list[tuple[date, int]], field: str
) -> None:
    """Unknown, empty, outside the period, falling, beyond the whole."""
    with pytest.raises(PlanRefused) as caught:
        set_curve(
            actor=city.officer,
            target_uid=steered.target("新增公办学位").uid,
            kind=kind,
            points=points,
            key=key(),
        )
    assert set(caught.value.wrong) == {field}


def test_shares_are_given_to_counties_with_their_duty(city: City) -> None:
    """A county that was not asked before supports from now on and reports its own share."""
    items = (task("T1", "守护心理健康", "规划科"), indicator("F1", "心灵驿站", "45", "个", "T1"))
    steered = steer(city, items, FEBRUARY)
    county = Organisation.objects.get(name="甲县")
    whole = steered.target("心灵驿站")
    add_county_targets(
        actor=city.officer,
        indicator_uid=whole.indicator.uid,
        values={str(county.uid): "20", str(Organisation.objects.get(name="甲县乙区").uid): " "},
        key=key(),
    )
    share = steered.target("心灵驿站", "甲县")
    assert (share.value, share.due_on, share.comparator) == (20, whole.due_on, whole.comparator)
    duties = Duty.objects.filter(task=steered.task("守护心理健康"), valid_to=None, voided_at=None)
    assert list(duties.order_by("role").values_list("role", "unit_name")) == [
        ("lead", "规划科"),
        ("support", "甲县"),
    ]
    report_value(
        actor=city.county_a,
        target_uid=share.uid,
        value="7",
        as_of=date(2026, 11, 18),
        words="揭牌照片",
        key=key(),
    )


def test_printed_shares_and_strangers_are_refused(city: City, steered: Steered) -> None:
    """What the document says of a county is not given again; others are not the bureau's."""
    whole = steered.target("新增公办学位")
    county = str(Organisation.objects.get(name="甲县").uid)
    for values, field in (
        ({county: "20"}, county),
        ({"01a200f1-e7a3-77fb-84bd-5e670c7c19f7": "5"}, "values"),
        ({county: " "}, "values"),
    ):
        with pytest.raises(PlanRefused) as caught:
            add_county_targets(
                actor=city.officer, indicator_uid=whole.indicator.uid, values=values, key=key()
            )
        assert set(caught.value.wrong) == {field}


def test_a_changed_nature_judges_anew(city: City, steered: Steered) -> None:
    """As a stock 2,640 of 4,200 without a trend is far from the target."""
    target = steered.target("新增公办学位")
    change_nature(
        actor=city.officer,
        indicator_uid=target.indicator.uid,
        nature="stock",
        direction="up",
        key=key(),
    )
    light = Light.objects.get(about_uid=target.uid, current=True)
    assert light.arithmetic["rule"] == "far"
    with pytest.raises(PlanRefused) as caught:
        change_nature(
            actor=city.officer,
            indicator_uid=target.indicator.uid,
            nature="odd",
            direction="sideways",
            key=key(),
        )
    assert set(caught.value.wrong) == {"nature", "direction"}


def test_nine_indicators_hang_on_the_wall(city: City) -> None:
    """The tenth is refused until one is taken off."""
    items = [task("T1", "守护心理健康", "规划科")]
    items += [indicator(f"F{n}", f"指标{n}", "45", "个", "T1") for n in range(10)]
    steered = steer(city, items, FEBRUARY)
    uids = [steered.target(f"指标{n}").indicator.uid for n in range(10)]

    def feature(uid: object, on: bool) -> None:
        feature_indicator(actor=city.officer, indicator_uid=uid, featured=on, key=key())  # type: ignore[arg-type]

    for uid in uids[:9]:
        feature(uid, True)
    with pytest.raises(PlanRefused, match="已经有9项"):
        feature(uids[9], True)
    feature(uids[0], False)
    feature(uids[9], True)
    assert TaskIndicator.objects.filter(task__plan=steered.plan, featured=True).count() == 9


def test_only_those_who_steer_may(city: City, steered: Steered) -> None:
    """A leading department reports, it does not choose by which line it is judged."""
    target = steered.target("新增公办学位")
    with pytest.raises(NotFound):
        set_curve(actor=city.department, target_uid=target.uid, kind="time", key=key())
    with pytest.raises(NotFound):
        feature_indicator(
            actor=city.county_a, indicator_uid=target.indicator.uid, featured=True, key=key()
        )
