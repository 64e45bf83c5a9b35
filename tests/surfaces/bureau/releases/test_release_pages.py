"""From the choice to the public page, and off it again: at the desk and as anybody."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.surfaces.bureau.hung import hang_in_city
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from tests.wall_world import Hung
from xueyou.domains.plans.models import Light, Release
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User

RELEASES = "/bureau/releases/"


def form(**given: object) -> dict[str, object]:
    """Return a form with a key of its own."""
    return {"idempotency_key": str(uuid4()), **given}


@pytest.fixture
def hung(officer: Client) -> Hung:
    """Hang the plan."""
    return hang_in_city()


def preview(officer: Client, hung: Hung) -> dict[str, object]:
    """Open the preview of tasks 1 and 13; return what its form would post."""
    asked = {"task": ["1", "13"], "title": "学位和食堂"}
    page = page_of(officer.get(f"{RELEASES}of/{hung.plan.uid}/preview/", asked))
    (sent,) = page.cssselect("form[action$='/order/']")
    fields = {name: sent.fields[name] for name in ("seen", "title", "visible_from", "visible_to")}
    return {**fields, "task": [box.get("value") for box in sent.cssselect("[name=task]")]}


def ordered(officer: Client, hung: Hung) -> Release:
    """Freeze and draft at the desk."""
    officer.post(f"{RELEASES}of/{hung.plan.uid}/order/", form(**preview(officer, hung)))
    return Release.objects.get()


def signed(release: Release) -> None:
    """Have the order checked and signed by two others."""
    asked = {"paper_uid": release.paper.uid, "revision": release.paper.revision}
    for verb, login_name in ((check, "songli"), (sign, "zhoumingyuan")):
        actor = actor_for(User.objects.get(login_name=login_name))
        verb(actor=actor, key=str(uuid4()), **asked)


@pytest.fixture
def public(officer: Client, hung: Hung) -> Release:
    """Publish two tasks."""
    release = ordered(officer, hung)
    signed(release)
    officer.post(f"{RELEASES}{release.uid}/publish/", form())
    release.refresh_from_db()
    assert release.published_at is not None
    return release


def test_anybody_reads_promise_and_progress(client: Client, public: Release) -> None:
    """Without an account, without script: the tasks, their lights as words, the digest."""
    page = page_of(client.get(f"/plans/{public.uid}/"))
    said = words(one(page, "#main"))
    assert "学位和食堂" in said
    assert "应到 3,728 个，实到 2,640 个，只到 71%" in said
    assert "滞后" in said
    assert public.payload_sha256 in said
    assert [words(link) for link in page_of(client.get("/plans/")).cssselect("#main a b")] == [
        "学位和食堂"
    ]


def test_the_preview_is_the_page(officer: Client, client: Client, hung: Hung) -> None:
    """What the officer sees before and the public sees after are the same markup."""
    asked = {"task": ["1", "13"], "title": "学位和食堂"}
    before = page_of(officer.get(f"{RELEASES}of/{hung.plan.uid}/preview/", asked))
    release = ordered(officer, hung)
    signed(release)
    officer.post(f"{RELEASES}{release.uid}/publish/", form())
    after = page_of(client.get(f"/plans/{release.uid}/"))
    assert words(one(before, ".released")) == words(one(after, ".released"))


def test_no_person_and_nothing_of_the_owner_is_on_it(client: Client, public: Release) -> None:
    """No account's name, no script of our own but the shell's, no copy kept by anybody."""
    response = client.get(f"/plans/{public.uid}/")
    body = response.content.decode()
    assert not [name for name in User.objects.values_list("name", flat=True) if name in body]
    assert response["Cache-Control"] == "no-store"


def test_before_publishing_there_is_nothing(officer: Client, client: Client, hung: Hung) -> None:
    """Ordered, and even signed, it is not found; publishing unsigned is refused in words."""
    release = ordered(officer, hung)
    assert client.get(f"/plans/{release.uid}/").status_code == 404
    refused = officer.post(f"{RELEASES}{release.uid}/publish/", form())
    assert refused.status_code == 422
    assert "还没有签发" in words(one(page_of(refused), "#errors"))
    signed(release)
    assert client.get(f"/plans/{release.uid}/").status_code == 404
    assert client.get(f"/plans/{uuid4()}/").status_code == 404


def test_taken_down_it_answers_410(officer: Client, client: Client, public: Release) -> None:
    """The next request finds reason and digest, and not one word of the content."""
    officer.post(f"{RELEASES}{public.uid}/take-down/", form(why="数字有误，更正后再公布"))
    response = client.get(f"/plans/{public.uid}/")
    body = response.content.decode()
    assert response.status_code == 410
    assert "数字有误" in body
    assert public.payload_sha256 in body
    assert "3,728" not in body
    assert "现在没有公开的内容" in words(page_of(client.get("/plans/")))
    assert "内容已经删去" in words(page_of(officer.get(f"{RELEASES}{public.uid}/")))


def test_what_moved_after_the_preview_is_shown_again(officer: Client, hung: Hung) -> None:
    """409 with the present content; ordering it then goes through."""
    sent = preview(officer, hung)
    Light.objects.filter(about_uid=hung.tasks[1].uid).update(sentence="刚刚变了")
    response = officer.post(f"{RELEASES}of/{hung.plan.uid}/order/", form(**sent))
    assert response.status_code == 409
    assert "刚刚变了" in words(page_of(response))
    assert not Release.objects.exists()
    assert ordered(officer, hung)


def test_nothing_chosen_leads_back(officer: Client, hung: Hung) -> None:
    """A sentence asks for at least one task."""
    response = officer.get(f"{RELEASES}of/{hung.plan.uid}/preview/", follow=True)
    assert "至少选一项" in words(page_of(response))


@pytest.mark.parametrize("login_name", ["linyue", "chenlan", "auditor"])
def test_others_find_nothing(sign_in: SignIn, hung: Hung, public: Release, login_name: str) -> None:
    """Neither list, nor choice, nor the release at the desk."""
    client = sign_in(login_name)
    for address in ("", f"of/{hung.plan.uid}/", f"{public.uid}/"):
        assert client.get(f"{RELEASES}{address}").status_code == 404
