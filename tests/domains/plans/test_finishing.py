"""Tasks and projects are closed with evidence, and nobody takes his own red light down."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, photo, world
from tests.domains.plans.steered import Steered
from xueyou.domains.plans.models import Light, Milestone, ProgressNote
from xueyou.domains.plans.services.finishing import (
    finish_project,
    finish_task,
    reopen_project,
    reopen_task,
)
from xueyou.domains.plans.services.milestones import finish_milestone
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND
from xueyou.kernel.deadlines import services as deadlines
from xueyou.platform.access.reading import NotFound
from xueyou.platform.files.models import Attachment

SEPTEMBER = date(2026, 9, 9)


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer the plan of the reporting tests."""
    return world(city)


def close(city: City, uid: object, **changed: object) -> None:
    """Close a task as done on 9 September."""
    given: dict[str, object] = {
        "actor": city.officer,
        "task_uid": uid,
        "done_on": SEPTEMBER,
        "words": "全部编完，过程公开。",
        "key": key(),
    }
    finish_task(**(given | changed))  # type: ignore[arg-type]


def test_a_closed_task_is_done_and_its_deadline_met(city: City, steered: Steered) -> None:
    """The light is done, the deadline met in time, the words and photograph stand as a note."""
    task = steered.task("均衡编班")
    close(city, task.uid, photos=[photo()])
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", SEPTEMBER)
    assert Light.objects.get(about_uid=task.uid, current=True).light == "done"
    deadline = deadlines.by_owner(OWNER_KIND, [task.uid], DEADLINE)[task.uid]
    assert deadline.state == "met"
    note = ProgressNote.objects.get(task=task)
    assert Attachment.objects.filter(owner_uid=note.uid).count() == 1


def test_closing_wants_words_and_a_day_that_has_come(city: City, steered: Steered) -> None:
    """Without words, tomorrow, or in the year 26, it stays open."""
    task = steered.task("均衡编班")
    for changed, field in (
        ({"words": ""}, "words"),
        ({"done_on": date(2026, 11, 21)}, "done_on"),
        ({"done_on": date(26, 9, 9)}, "done_on"),
    ):
        with pytest.raises(PlanRefused) as caught:
            close(city, task.uid, **changed)
        assert set(caught.value.wrong) == {field}
    task.refresh_from_db()
    assert task.state == "open"


def test_the_leader_cannot_close_what_is_not_done(city: City, steered: Steered) -> None:
    """Its figures and step are open: the department is refused, the plan officer may."""
    task = steered.task("加快学校建设")
    with pytest.raises(PlanRefused, match="还有3处没有完成"):
        close(city, task.uid, actor=city.department)
    close(city, task.uid)
    task.refresh_from_db()
    assert task.state == "done"


def test_a_supporting_county_closes_nothing(city: City, steered: Steered) -> None:
    """Its own figures are its only part in the task."""
    with pytest.raises(NotFound):
        close(city, steered.task("加快学校建设").uid, actor=city.county_a)


def test_an_opened_task_runs_again(city: City, steered: Steered) -> None:
    """Opened by the plan officer with a reason; a new deadline runs until the promised day."""
    task = steered.task("均衡编班")
    close(city, task.uid)
    with pytest.raises(NotFound):
        reopen_task(actor=city.department, task_uid=task.uid, reason="要补", key=key())
    reopen_task(actor=city.officer, task_uid=task.uid, reason="两所学校要重编", key=key())
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("open", None)
    deadline = deadlines.by_owner(OWNER_KIND, [task.uid], DEADLINE)[task.uid]
    assert (deadline.generation, deadline.is_open) == (2, True)
    with pytest.raises(PlanRefused, match="没有办结"):
        reopen_task(actor=city.officer, task_uid=task.uid, reason="再开", key=key())


def test_a_county_closes_its_project_once_its_steps_are_done(city: City, steered: Steered) -> None:
    """Refused while the roof is open, done after it, and opened again by the plan officer."""
    school = steered.project("甲县一中新建")
    given = {
        "actor": city.county_a,
        "project_uid": school.uid,
        "done_on": date(2026, 11, 10),
        "words": "竣工验收通过。",
    }
    with pytest.raises(PlanRefused, match="主体封顶"):
        finish_project(key=key(), **given)
    roof = Milestone.objects.get(title="主体封顶")
    finish_milestone(
        actor=city.county_a, milestone_uid=roof.uid, done_on=date(2026, 9, 30), key=key()
    )
    finish_project(key=key(), **given)
    assert Light.objects.get(about_uid=school.uid, current=True).light == "done"
    reopen_project(actor=city.officer, project_uid=school.uid, reason="验收有遗留", key=key())
    assert Light.objects.get(about_uid=school.uid, current=True).light == "good"
