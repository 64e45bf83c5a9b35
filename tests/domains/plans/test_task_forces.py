"""People of other departments see exactly the tasks of their force, exactly as long as it lasts."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.hung_plan import hang_plan
from tests.wall_world import Hung
from xueyou.domains.plans.access.steering import READ_TASK, REPORT_TASK
from xueyou.domains.plans.models import Task, TaskForceMember
from xueyou.domains.plans.selectors.forces import force, forces, my_forces, my_tasks
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.task_forces import (
    add_member,
    close_force,
    end_member,
    form_force,
    give_task,
    take_task,
)
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.notifications.telling import notifications_of
from xueyou.platform.orgs.models import Organisation

TODAY = date(2026, 11, 20)


@dataclass
class Forces:
    """A plan with a force that has task 3, and an account of the finance bureau."""

    city: City
    hung: Hung
    force: UUID
    user: User

    @property
    def task(self) -> Task:
        """Return the task that the force was given."""
        return self.hung.tasks[3]

    @property
    def member(self) -> SignedIn:
        """Return the account of the finance bureau as it would act now."""
        return actor_for(self.user)

    def add(self, **given: object) -> UUID:
        """Add the account to the force; from today unless told otherwise."""
        asked = {
            "actor": self.city.officer,
            "force_uid": self.force,
            "login_name": self.user.login_name,
            "unit_name": "市财政局",
            "valid_from": TODAY,
            "key": str(uuid4()),
        }
        return add_member(**{**asked, **given})  # type: ignore[arg-type]

    def seen(self) -> list[int]:
        """Return the numbers of the tasks that the account sees."""
        return [row.number for row in my_tasks(self.member).rows]


@pytest.fixture
def world(city: City) -> Forces:
    """Form the force, give it task 3, and let the security administrator grant the role."""
    hung = hang_plan(city)
    user = User.objects.make(login_name="finance", name="财政局的人")
    grant_role(
        actor=SYSTEM,
        user=user,
        role="task_force_member",
        organisation=Organisation.objects.get(kind="bureau"),
        valid_from=date(2026, 1, 1),
        key="role",
    )
    uid = form_force(actor=city.officer, plan_uid=hung.plan.uid, name="学位建设专班", key="form")
    give_task(actor=city.officer, force_uid=uid, task_uid=hung.tasks[3].uid, key="give")
    return Forces(city, hung, uid, user)


def test_the_role_alone_opens_nothing(world: Forces) -> None:
    """Before the membership no task is there, neither to read nor to report on."""
    assert world.seen() == []
    with pytest.raises(NotFound):
        target(world.member, REPORT_TASK, world.task.uid)


def test_a_member_sees_exactly_the_tasks_of_the_force(world: Forces) -> None:
    """The one task given, with the right to report; every other does not exist."""
    world.add()
    assert world.seen() == [3]
    assert target(world.member, REPORT_TASK, world.task.uid) == world.task
    with pytest.raises(NotFound):
        target(world.member, READ_TASK, world.hung.tasks[4].uid)
    assert my_forces(world.member) == [("学位建设专班", world.hung.plan.title, None)]


def test_a_member_is_told(world: Forces) -> None:
    """The notification leads to the tasks."""
    world.add()
    (told,) = notifications_of(world.user)
    assert "学位建设专班" in told.sentence
    assert told.link == "/bureau/forces/mine/"


def test_nothing_is_left_in_the_very_moment_a_membership_ends(world: Forces) -> None:
    """No midnight is waited for: the next look finds nothing."""
    member = world.add()
    end_member(actor=world.city.officer, member_uid=member, key="end")
    assert world.seen() == []
    with pytest.raises(NotFound):
        target(world.member, REPORT_TASK, world.task.uid)


def test_nothing_is_left_in_the_very_moment_a_task_is_taken(world: Forces) -> None:
    """The task goes, the membership stays."""
    world.add()
    take_task(actor=world.city.officer, force_uid=world.force, task_uid=world.task.uid, key="take")
    assert world.seen() == []
    assert len(my_forces(world.member)) == 1


def test_nothing_is_left_in_the_very_moment_a_force_is_closed(world: Forces) -> None:
    """Closing ends it for everybody; nobody joins it afterwards."""
    world.add()
    close_force(actor=world.city.officer, force_uid=world.force, key="close")
    assert world.seen() == []
    assert forces(world.city.officer) == []
    with pytest.raises(PlanRefused, match="已经撤销"):
        world.add(valid_from=TODAY + timedelta(days=30))


def test_nothing_before_the_first_day_and_nothing_from_the_last(
    world: Forces, business_clock: object
) -> None:
    """From tomorrow until the day after: today nothing, tomorrow the task, then nothing."""
    world.add(valid_from=TODAY + timedelta(days=1), valid_to=TODAY + timedelta(days=2))
    found = []
    for _ in range(3):
        found.append(world.seen())
        business_clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    assert found == [[], [3], []]


def test_a_member_of_another_force_sees_nothing_of_this_one(world: Forces) -> None:
    """Membership counts for its own force alone."""
    other = form_force(
        actor=world.city.officer, plan_uid=world.hung.plan.uid, name="另一个专班", key="other"
    )
    world.add(force_uid=other)
    assert world.seen() == []


def test_an_account_without_the_role_is_not_taken(world: Forces) -> None:
    """Unknown, closed, or with another role: the same sentence, so nothing can be tried out."""
    User.objects.make(login_name="stranger", name="没有角色的人")
    said = set()
    for login_name in ("nobody", "stranger", world.city.department.user.login_name):  # type: ignore[attr-defined]
        with pytest.raises(PlanRefused) as refused:
            world.add(login_name=login_name)
        said.add(str(refused.value))
    assert len(said) == 1
    assert "安全管理员" in said.pop()
    assert TaskForceMember.objects.count() == 0


def test_what_does_not_fit_is_said_field_by_field(world: Forces) -> None:
    """Unit and days at once, each by its field."""
    with pytest.raises(PlanRefused) as refused:
        world.add(unit_name="", valid_from=date(2026, 11, 1), valid_to=date(2026, 10, 1))
    assert set(refused.value.wrong) == {"unit_name", "valid_from", "valid_to"}
    world.add()
    with pytest.raises(PlanRefused, match="已经是这个专班的成员"):
        world.add(valid_from=date(2026, 12, 1))


def test_others_find_no_force(world: Forces) -> None:
    """Departments, counties and the member himself do not keep forces."""
    for actor in (world.city.department, world.city.county_a, world.member, world.city.auditor):
        assert forces(actor) == []
        with pytest.raises(NotFound):
            force(actor, world.force)
        with pytest.raises(NotFound):
            world.add(actor=actor)


def test_acts_hold_no_names(world: Forces) -> None:
    """Unit, login name and the force's name stay out of the log."""
    world.add()
    kept = str([act.data for act in Act.objects.filter(verb__startswith="plans.force.")])
    assert not any(word in kept for word in ("财政", "finance", "专班"))


def test_the_list_of_forces_is_flat(world: Forces, django_assert_num_queries: object) -> None:
    """Three queries and the paging's count, however many forces there are."""
    actor = world.city.officer
    for number in range(5):
        uid = form_force(
            actor=actor, plan_uid=world.hung.plan.uid, name=f"专班{number}", key=f"f{number}"
        )
        world.add(force_uid=uid)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(forces(actor)) == 6
