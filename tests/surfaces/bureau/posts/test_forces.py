"""Task forces at the desk, and what a member of another department finds."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from tests.surfaces.bureau.hung import hang_in_city
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from tests.wall_world import Hung
from xueyou.domains.plans.models import TaskForce, TaskForceMember
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation

FORCES = "/bureau/forces/"
MINE = f"{FORCES}mine/"


def form(**given: str) -> dict[str, str]:
    """Return a form with a key of its own."""
    return {"idempotency_key": str(uuid4()), **given}


@pytest.fixture
def hung(officer: Client) -> Hung:
    """Hang the plan, and open an account for somebody of the finance bureau."""
    user = User.objects.make(login_name="finance", name="财政局的人")
    grant_role(
        actor=SYSTEM,
        user=user,
        role="task_force_member",
        organisation=Organisation.objects.get(kind="bureau"),
        valid_from=date(2026, 1, 1),
        key="role",
    )
    return hang_in_city()


@pytest.fixture
def force(officer: Client, hung: Hung) -> str:
    """Form a force at the desk, give it task 3, let the account join; return its address."""
    plan = hung.plan.uid
    officer.post(f"{FORCES}on/{plan}/", form(name="学位建设专班"))
    address = f"{FORCES}{TaskForce.objects.get().uid}/"
    officer.post(f"{address}tasks/", form(task=str(hung.tasks[3].uid)))
    officer.post(
        f"{address}members/",
        form(login_name="finance", unit_name="市财政局", valid_from="2026-11-20"),
    )
    return address


def test_the_force_stands_with_tasks_and_members(officer: Client, force: str) -> None:
    """Both columns; the task given is no longer offered."""
    said = words(one(page_of(officer.get(force)), "#main"))
    assert "学位第3项" in said
    assert "财政局的人 市财政局" in said
    offered = words(one(page_of(officer.get(force)), "#task"))
    assert "学位第3项" not in offered
    assert "学位建设专班" in words(one(page_of(officer.get(FORCES)), "#main"))


def test_a_member_finds_exactly_the_tasks(sign_in: SignIn, force: str, hung: Hung) -> None:
    """His room lists the one task; plans, posts and forces do not exist for him."""
    member = sign_in("finance")
    page = page_of(member.get(MINE))
    assert [words(row) for row in page.cssselect("#main a.cell b")] == ["3 学位第3项"]
    for elsewhere in ("/bureau/plans/", "/bureau/posts/", FORCES, force, "/bureau/wall/"):
        assert member.get(elsewhere).status_code == 404
    assert member.get(f"/bureau/board/tasks/{hung.tasks[3].uid}/").status_code == 200
    assert member.get(f"/bureau/board/tasks/{hung.tasks[4].uid}/").status_code == 404


def test_an_open_session_sees_nothing_once_it_is_over(
    officer: Client, sign_in: SignIn, force: str, hung: Hung
) -> None:
    """The member is signed in all the while; after the desk's click the next look is empty."""
    member = sign_in("finance")
    task = f"/bureau/board/tasks/{hung.tasks[3].uid}/"
    assert member.get(task).status_code == 200
    uid = TaskForceMember.objects.get().uid
    officer.post(f"{force}members/{uid}/end/", form())
    assert member.get(task).status_code == 404
    assert "现在没有要办的任务" in words(page_of(member.get(MINE)))


def test_taking_a_task_back_shows_at_once(officer: Client, sign_in: SignIn, force: str) -> None:
    """The force still stands, the task is gone."""
    task = page_of(officer.get(force)).cssselect("form[action$='/take/']")[0].get("action")
    officer.post(str(task), form())
    assert "现在没有要办的任务" in words(page_of(sign_in("finance").get(MINE)))


def test_a_login_name_that_does_not_do_is_said(officer: Client, force: str) -> None:
    """422, the sentence says who must do what first; what was typed stays."""
    response = officer.post(
        f"{force}members/",
        form(login_name="nobody", unit_name="市财政局", valid_from="2026-11-20"),
    )
    page = page_of(response)
    assert response.status_code == 422
    assert "安全管理员" in words(one(page, "#errors"))
    assert one(page, "#unit_name").get("value") == "市财政局"


def test_closing_a_force_ends_it(officer: Client, sign_in: SignIn, force: str) -> None:
    """The list is empty, the member's room too."""
    officer.post(f"{force}close/", form())
    assert "还没有专班" in words(page_of(officer.get(FORCES)))
    assert "现在没有要办的任务" in words(page_of(sign_in("finance").get(MINE)))


@pytest.mark.parametrize("login_name", ["linyue", "chenlan", "auditor"])
def test_others_find_nothing(sign_in: SignIn, force: str, login_name: str) -> None:
    """Neither forces nor the members' room."""
    client = sign_in(login_name)
    for address in (FORCES, force, MINE):
        assert client.get(address).status_code == 404
