"""Steps are added, finished and put off; the promised day stays where it was."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from xueyou.domains.plans.models import Light, Milestone, ProgressNote
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.services.judge_daily import judge_daily
from xueyou.domains.plans.services.milestones import (
    add_milestone,
    finish_milestone,
    revise_milestone,
    revise_project,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.access.reading import NotFound


def roof() -> Milestone:
    """Return the project's step whose day, 30 September, has passed."""
    return Milestone.objects.get(title="主体封顶")


def light_of(uid: object) -> str:
    """Return the owner's light."""
    return Light.objects.get(about_uid=uid, current=True).light


def test_a_finished_step_turns_the_light_and_keeps_its_delay(city: City) -> None:
    """Done on 10 October, ten days late: the project is in time again, the delay stays."""
    steered = world(city)
    school = steered.project("甲县一中新建")
    judge_daily(steered.plan.uid)
    assert light_of(school.uid) == "bad"
    finish_milestone(
        actor=city.county_a, milestone_uid=roof().uid, done_on=date(2026, 10, 10), key=key()
    )
    assert light_of(school.uid) == "good"
    (step,) = project(city.officer, school.uid).steps
    assert (step.days_late, step.state) == (10, "done")


def test_a_step_put_off_is_slow_and_says_why(city: City) -> None:
    """The promised day stays; the new one and its reason stand beside it."""
    school = world(city).project("甲县一中新建")
    revise_milestone(
        actor=city.county_a,
        milestone_uid=roof().uid,
        revised_on=date(2026, 12, 20),
        reason="雨季停工四十天",
        key=key(),
    )
    assert light_of(school.uid) == "slow"
    (step,) = project(city.officer, school.uid).steps
    assert (step.due_on, step.revised_on) == (date(2026, 9, 30), date(2026, 12, 20))
    assert (step.postponed, step.days_late, step.state) == (81, 51, "slow")


@pytest.mark.parametrize(
    ("day", "reason", "fields"),
    [
        (date(2026, 9, 30), "理由", {"revised_on"}),
        (date(2026, 12, 20), " ", {"reason"}),
        (date(26, 12, 20), "理由", {"revised_on"}),
        (date(9999, 12, 31), "理由", {"revised_on"}),
    ],
)
def test_putting_off_wants_another_day_and_a_reason(
    city: City, day: date, reason: str, fields: set[str]
) -> None:
    """The same day, or no reason, changes nothing."""
    world(city)
    with pytest.raises(PlanRefused) as caught:
        revise_milestone(
            actor=city.officer,
            milestone_uid=roof().uid,
            revised_on=day,
            reason=reason,
            key=key(),
        )
    assert set(caught.value.wrong) == fields
    assert roof().revised_on is None


def test_a_step_is_not_finished_tomorrow_nor_twice(city: City) -> None:
    """Both are said in words."""
    world(city)
    with pytest.raises(PlanRefused, match="还没有到"):
        finish_milestone(
            actor=city.officer, milestone_uid=roof().uid, done_on=date(2026, 11, 21), key=key()
        )
    with pytest.raises(PlanRefused, match="年份"):
        finish_milestone(
            actor=city.officer, milestone_uid=roof().uid, done_on=date(26, 11, 1), key=key()
        )
    given = {"actor": city.officer, "milestone_uid": roof().uid, "done_on": date(2026, 11, 1)}
    finish_milestone(key=key(), **given)
    with pytest.raises(PlanRefused, match="已经记为"):
        finish_milestone(key=key(), **given)


def test_a_supporting_county_has_no_hand_in_the_task_s_steps(city: City) -> None:
    """A county finishes steps of its own projects, not those of the bureau's task."""
    world(city)
    start = Milestone.objects.get(title="全部开工")
    for actor in (city.county_a, city.county_b):
        with pytest.raises(NotFound):
            finish_milestone(
                actor=actor, milestone_uid=start.uid, done_on=date(2026, 6, 30), key=key()
            )
    with pytest.raises(NotFound):
        finish_milestone(
            actor=city.county_b, milestone_uid=roof().uid, done_on=date(2026, 10, 1), key=key()
        )
    finish_milestone(
        actor=city.department, milestone_uid=start.uid, done_on=date(2026, 6, 30), key=key()
    )
    assert Milestone.objects.get(pk=start.pk).done_on == date(2026, 6, 30)


def test_only_owners_add_steps(city: City) -> None:
    """A step typed by the plan officer stands; a department cannot add one."""
    school = world(city).project("甲县一中新建")
    given = {"owner_kind": "project", "owner_uid": school.uid, "due_on": date(2026, 12, 1)}
    add_milestone(actor=city.officer, title="竣工验收", key=key(), **given)
    assert Milestone.objects.filter(project=school, title="竣工验收").exists()
    with pytest.raises(NotFound):
        add_milestone(actor=city.department, title="再加一个", key=key(), **given)


def test_the_end_of_a_project_is_put_off_with_a_note(city: City) -> None:
    """The reason stands among the notes; the promised day stays."""
    school = world(city).project("甲县一中新建")
    revise_project(
        actor=city.county_a,
        project_uid=school.uid,
        revised_on=date(2027, 3, 31),
        reason="征地晚了",
        key=key(),
    )
    school.refresh_from_db()
    assert (school.due_on, school.revised_on) == (date(2026, 12, 31), date(2027, 3, 31))
    assert "征地晚了" in ProgressNote.objects.get(project=school).words
