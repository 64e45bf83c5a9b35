"""A post at the desk: who leaves, who comes, what goes along, one button, a receipt."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from tests.surfaces.bureau.hung import hang_in_city
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from tests.wall_world import Hung
from xueyou.domains.plans.models import Duty
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation

POSTS = "/bureau/posts/"


def account(login_name: str) -> User:
    """Return somebody of the city."""
    return User.objects.get(login_name=login_name)


@pytest.fixture
def hung(officer: Client) -> Hung:
    """Hang the plan."""
    return hang_in_city()


@pytest.fixture
def post(hung: Hung) -> str:
    """Return the address of a post held by 陆岚 that leads task 1 and project 7."""
    office = Organisation.objects.get(name__endswith="规划建设科")
    actor = actor_for(account("hanwei"))
    uid = open_post(actor=actor, organisation_uid=office.uid, title="科长", key="open")
    hand_over_post(
        actor=actor,
        post_uid=uid,
        user_uid=account("lulan").uid,
        on=date(2026, 11, 20),
        key="first",
    )
    project = next(one for one in hung.projects.values() if one.number == 7)
    for owner in ({"task": hung.tasks[1]}, {"project": project}):
        Duty.objects.filter(**owner, role="lead").delete()
        Duty.objects.create(
            **owner,
            role="lead",
            post=Post.objects.get(uid=uid),
            unit_name="规划建设科",
            valid_from=date(2026, 1, 1),
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    return f"{POSTS}{uid}/"


def form(**given: str) -> dict[str, str]:
    """Return a form with a key of its own."""
    return {"idempotency_key": str(uuid4()), **given}


def test_everything_stands_on_one_screen(officer: Client, post: str) -> None:
    """The holder, the task, the project, whom to choose, one button that hands over."""
    page = page_of(officer.get(post))
    said = words(one(page, "#main"))
    assert "陆岚" in words(one(page, ".deskhead"))
    assert "新增公办学位" in said
    assert "公共实训基地一期" in said
    assert "宋立" in words(one(page, "#user"))
    assert len(page.cssselect("form[action$='hand-over/'] button")) == 1


def test_handing_over_gives_a_receipt(officer: Client, post: str) -> None:
    """The next holder stands from the day on; the receipt counts what went along."""
    response = officer.post(
        f"{post}hand-over/", form(user=str(account("songli").uid), on="2026-12-01"), follow=True
    )
    page = page_of(response)
    said = words(one(page, ".posts-receipt"))
    assert "从2026年12月1日起" in said
    assert "任务1项、项目1个" in said
    held = PostHolding.objects.standing().get(valid_to=None)
    assert words(one(page, "#receipt")) == str(held.uid)
    assert (held.user, held.valid_from) == (account("songli"), date(2026, 12, 1))


@pytest.mark.parametrize(
    "given",
    [{"on": "2026-12-01"}, {"user": "", "on": "2026-12-01"}, {"user": "lulan", "on": "明天"}],
)
def test_a_form_that_does_not_do_changes_nothing(
    officer: Client, post: str, given: dict[str, str]
) -> None:
    """No person, no day: 422, a sentence, what was typed stays."""
    asked = dict(given)
    if asked.get("user") == "lulan":
        asked["user"] = str(account("songli").uid)
    response = officer.post(f"{post}hand-over/", form(**asked))
    assert response.status_code == 422
    assert "没有办理" in words(one(page_of(response), "#errors"))
    assert PostHolding.objects.count() == 1


def test_a_post_is_opened_and_then_held(officer: Client, hung: Hung) -> None:
    """The list shows that nobody holds it yet; a second of the same name is refused."""
    office = Organisation.objects.get(name__endswith="财务科")
    asked = {"organisation": str(office.uid), "title": "财务科科长"}
    opened = officer.post(f"{POSTS}open/", form(**asked), follow=True)
    assert "现在没有人担任" in words(page_of(opened))
    assert "没有人担任" in words(one(page_of(officer.get(POSTS)), "table"))
    again = officer.post(f"{POSTS}open/", form(**asked))
    assert again.status_code == 422
    assert "已经有" in words(one(page_of(again), "#errors"))


def test_a_post_that_owes_something_stays_open(officer: Client, post: str) -> None:
    """Closing is refused with the counts."""
    response = officer.post(f"{post}close/", form())
    assert response.status_code == 422
    assert "1项任务、1个项目" in words(one(page_of(response), "#errors"))


@pytest.mark.parametrize("login_name", ["linyue", "chenlan", "auditor", "security"])
def test_others_find_nothing(sign_in: SignIn, post: str, login_name: str) -> None:
    """Neither list nor post nor hand-over exists for them."""
    client = sign_in(login_name)
    assert client.get(POSTS).status_code == 404
    assert client.get(post).status_code == 404
    assert client.post(f"{post}hand-over/", form(on="2026-12-01")).status_code == 404
