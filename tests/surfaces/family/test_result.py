"""A published result as its family reads it: place, reason, reply, appeal."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import Results, frozen_round
from tests.surfaces.soup import one, page_of, words
from xueyou.kernel.calls.models import Application, Offer
from xueyou.platform.accounts.models import User

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1", "S2"])]


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Return a frozen round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return frozen_round(PLACES, WISHES)


def phone_of(results: Results, number: int) -> Client:
    """Return the phone of that child's family."""
    user = results.families[f"R{number:08d}"].user
    assert isinstance(user, User)
    User.objects.filter(pk=user.pk).update(staff=False)
    phone = Client()
    phone.force_login(User.objects.get(pk=user.pk))
    return phone


def path_of(results: Results, number: int, page: str = "") -> str:
    """Return the address of a page of that child's application."""
    found: Application = results.applications[f"R{number:08d}"]
    return f"/family/applications/{found.uid}/{page}"


def test_before_publication_there_is_no_result(results: Results):
    """Neither page nor word, and home says that nothing is to be done."""
    phone = phone_of(results, 0)
    assert phone.get(path_of(results, 0, "result/")).status_code == 404
    assert "正在录取" in words(page_of(phone.get("/family/")))


def test_the_result_says_where_and_why(results: Results):
    """Second wish placed, the first told with its reason; the last child waits."""
    published(results)
    page = words(page_of(phone_of(results, 1).get(path_of(results, 1, "result/"))))
    assert [part for part in ("S2学校", "第2志愿", "80", "90") if part not in page] == []
    last = words(page_of(phone_of(results, 2).get(path_of(results, 2, "result/"))))
    assert "候补第2位" in last


def test_a_place_is_accepted_once(results: Results):
    """The page then says so, and offers no second answer but to give it back."""
    published(results)
    phone, path = phone_of(results, 0), path_of(results, 0, "result/")
    page = page_of(phone.get(path))
    form = {
        name: one(page, f"form.actions input[name={name}]").get("value")
        for name in ("idempotency_key", "offer")
    }
    for _ in range(2):
        answer = phone.post(path + "reply/", {**form, "accept": "yes"})
        assert answer["Location"] == path
    assert Offer.objects.get(uid=form["offer"]).state == "accepted"
    assert "已经接受" in words(page_of(phone.get(path)))


def test_another_familys_offer_cannot_be_answered(results: Results):
    """Not through one's own page either."""
    published(results)
    foreign = Offer.objects.get(application=results.applications["R00000001"])
    answer = phone_of(results, 0).post(
        path_of(results, 0, "result/reply/"),
        {"idempotency_key": key(), "offer": str(foreign.uid), "accept": "yes"},
    )
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_an_appeal_is_taken_and_shown(results: Results):
    """Empty words are refused kindly; a second one waits for the first."""
    published(results)
    phone, path = phone_of(results, 2), path_of(results, 2, "appeal/")
    assert phone.post(path, {"idempotency_key": key(), "words": " "}).status_code == 422
    assert phone.post(path, {"idempotency_key": key(), "words": "分数算错了"}).status_code == 302
    page = page_of(phone.get(path))
    assert [part for part in ("分数算错了", "正在复核") if part not in words(page)] == []
    assert page.cssselect("textarea") == []
