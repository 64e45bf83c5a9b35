"""A task's last day: the holder of the leading post hears before, the chief as well after it."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.hung_plan import hang_plan
from tests.wall_world import Hung
from xueyou.domains.plans.models import Duty, Plan, Task
from xueyou.domains.plans.selectors.post_duties import duties_of, owed_counts
from xueyou.domains.plans.services.ladders import LADDER, check_ladder, ladder
from xueyou.domains.plans.services.task_deadlines import start_deadline
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.firing import fire_due
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.registry.models import Post
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.posts import close_post, hand_over_post, open_post
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.deliveries import deliver
from xueyou.platform.acts.models import Delivery
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.notifications.telling import notifications_of
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

WORK = register_verb("tests.plan.work", zh="办计划里的事")


@pytest.fixture
def hung(city: City) -> Hung:
    """Hang the plan, enter the year's holidays, start the deadline of task 3 (31 December)."""
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key="calendar"
    )
    hung = hang_plan(city)
    steps = ladder(hung.plan.organisation, date(2026, 11, 20))
    with act(SYSTEM, WORK.name) as a:
        start_deadline(a, hung.tasks[3], hung.plan, steps.warn_before)
        a.about("plan", hung.plan.uid)
    return hung


def led_by(hung: Hung, city: City, title: str = "科长") -> tuple[Task, Post]:
    """Let a post of the planning department lead task 3, held by its officer."""
    task, office = hung.tasks[3], Organisation.objects.get(kind="department")
    Duty.objects.filter(task=task).delete()
    uid = open_post(actor=city.officer, organisation_uid=office.uid, title=title, key=title)
    hand_over(city, uid, city.department.user)
    post = Post.objects.get(uid=uid)
    Duty.objects.create(
        task=task,
        role="lead",
        post=post,
        unit_name=office.name,
        valid_from=date(2026, 1, 1),
        recorded_at=datetime(2026, 1, 1, tzinfo=CITY),
    )
    return task, post


def hand_over(city: City, post_uid: object, user: object, on: date = date(2026, 11, 20)) -> None:
    """Hand a post over as the plan officer."""
    hand_over_post(
        actor=city.officer,
        post_uid=post_uid,  # type: ignore[arg-type]
        user_uid=user.uid,  # type: ignore[attr-defined]
        on=on,
        key=str(uuid4()),
    )


def heard(user: object) -> list[str]:
    """Return what somebody was told of the task."""
    assert isinstance(user, User)
    return [told.sentence for told in notifications_of(user) if "任务“" in told.sentence]


def fire(text: str) -> int:
    """Fire at a moment in the city."""
    return fire_due(datetime.fromisoformat(text).replace(tzinfo=CITY)).told


def test_before_the_holder_and_after_also_the_chief(city: City, hung: Hung) -> None:
    """Ten working days before the end the holder alone; when it is over, the chief too."""
    task, _ = led_by(hung, city)
    assert fire("2026-12-17T08:00") == 1
    assert heard(city.department.user) == [f"任务“{task.title}”12月31日到期，还有10个工作日。"]
    assert heard(city.chief.user) == []
    fire("2027-01-01T00:00")
    assert len(heard(city.department.user)) == 2
    assert heard(city.chief.user) == [f"任务“{task.title}”12月31日到期，还没有办结。"]


def test_after_a_hand_over_the_new_holder_hears(city: City, hung: Hung) -> None:
    """The duty belongs to the post: whoever holds it that day is told."""
    _, post = led_by(hung, city)
    hand_over(city, post.uid, city.officer.user, date(2026, 12, 1))
    fire("2026-12-17T08:00")
    assert heard(city.department.user) == []
    assert len(heard(city.officer.user)) == 1


def test_where_nobody_leads_somebody_hears_all_the_same(city: City, hung: Hung) -> None:
    """A unit outside has no account: the plan officer is told."""
    Duty.objects.filter(task=hung.tasks[3]).delete()
    fire("2026-12-17T08:00")
    assert len(heard(city.officer.user)) == 1


def test_a_task_that_is_done_concerns_nobody(city: City, hung: Hung) -> None:
    """Done outside the deadline's own verb: nothing is told."""
    Task.objects.filter(pk=hung.tasks[3].pk).update(state="done", done_on=date(2026, 12, 1))
    fire("2026-12-17T08:00")
    assert heard(city.officer.user) == heard(city.department.user) == []


def test_a_settled_plan_concerns_nobody(city: City, hung: Hung) -> None:
    """Nothing can be written on it any more, so nobody is asked to."""
    Plan.objects.update(state="closed")
    fire("2027-01-01T00:00")
    assert heard(city.officer.user) == heard(city.department.user) == heard(city.chief.user) == []


def test_the_ladder_is_a_parameter(city: City, hung: Hung) -> None:
    """The bureau sets who hears; from that day it holds."""
    led_by(hung, city)
    set_parameter(
        actor=city.officer,
        name=LADDER,
        organisation_uid=hung.plan.organisation.uid,
        value={
            "warn_before": [5],
            "warning": ["holder", "role:bureau_chief"],
            "overdue": ["holder"],
            "otherwise": ["role:plan_officer"],
        },
        source="本局督办办法（待核）",
        valid_from=date(2026, 12, 1),
        key="ladder",
    )
    fire("2026-12-17T08:00")
    assert len(heard(city.chief.user)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"warn_before": [3, 10], "warning": [], "overdue": [], "otherwise": ["holder"]},
        {"warn_before": [0], "warning": [], "overdue": [], "otherwise": ["holder"]},
        {"warn_before": [True], "warning": [], "overdue": [], "otherwise": ["holder"]},
        {"warn_before": [3], "warning": ["role:"], "overdue": [], "otherwise": ["holder"]},
        {"warn_before": [3], "warning": "holder", "overdue": [], "otherwise": ["holder"]},
        {"warn_before": [3], "warning": ["holder"], "overdue": [], "otherwise": []},
    ],
)
def test_a_ladder_has_its_shape(wrong: dict[str, object]) -> None:
    """Anything else is refused with a sentence."""
    assert check_ladder(wrong).endswith("。")


def test_the_new_holder_is_told_what_comes_along(city: City, hung: Hung) -> None:
    """Once, with the counts and the way to the list; who leaves is told as well."""
    _, post = led_by(hung, city)
    hand_over(city, post.uid, city.officer.user, date(2026, 12, 1))
    for delivery in Delivery.objects.filter(handler="plans.post_taken_over"):
        deliver(delivery.pk)
        deliver(delivery.pk)
    (told,) = [n for n in notifications_of(city.officer.user) if "起由您担任" in n.sentence]  # type: ignore[arg-type]
    assert told.sentence == "“科长”从12月1日起由您担任，随岗位移交的任务1项、项目0个。"
    assert told.link == f"/bureau/posts/{post.uid}/"
    before = [n.sentence for n in notifications_of(city.department.user)]  # type: ignore[arg-type]
    assert any("移交给别的同志" in sentence for sentence in before)


def test_everything_that_goes_along_is_listed(city: City, hung: Hung) -> None:
    """The task with its last day; a post that owes something cannot be closed."""
    task, post = led_by(hung, city)
    duties = duties_of(city.officer, post.pk, None)
    (owed,) = duties.tasks
    assert (owed.uid, owed.leads, owed.last_day) == (task.uid, True, date(2026, 12, 31))
    assert owed_counts([post.pk]) == {post.pk: (1, 0)}
    with pytest.raises(RegistryRefused, match="1项任务"):
        close_post(actor=city.officer, post_uid=post.uid, key="close")


def test_duties_are_flat(city: City, hung: Hung, django_assert_max_num_queries: object) -> None:
    """A post with twelve tasks takes as many queries as one with one."""
    _, post = led_by(hung, city)
    for number in range(5, 17):
        Duty.objects.filter(task=hung.tasks[number]).delete()
        Duty.objects.create(
            task=hung.tasks[number],
            role="lead",
            post=post,
            unit_name="规划科",
            valid_from=date(2026, 1, 1),
            recorded_at=datetime(2026, 1, 1, tzinfo=CITY),
        )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(duties_of(city.officer, post.pk, None).tasks) > 10
