"""Who found no place: named to the office, told what is next, before a county may end its call."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.world import World, key
from tests.kernel.papers.walk import walk
from tests.surfaces.calls.test_rolling_pages import browser_of, sent
from tests.surfaces.letters.test_completion import completed, completed_world
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.left import untold_in
from xueyou.kernel.calls.models import (
    CORRECTED,
    Application,
    CallState,
    Offer,
    OfferState,
    Round,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.calls import close_call
from xueyou.kernel.calls.services.onward import draft_onward, tell_onward
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import business_now, business_today

__all__ = ["completed", "completed_world", "own_roles"]
WORDS = "由我局统筹安排到还有学位的公办学校，招生办逐户打电话，不用再报名。"
Completed = tuple[SignedIn, Application, Application]


def told(world: World, days: int = 10) -> Paper:
    """Draft what is next, have it signed, and say it."""
    enroller = world.office.enroller
    until = business_today() + timedelta(days=days)
    uid = draft_onward(actor=enroller, call_uid=world.call.uid, words=WORDS, until=until, key=key())
    paper = walk(world.office, Paper.objects.get(uid=uid), "sign")
    assert tell_onward(actor=enroller, call_uid=world.call.uid, paper_uid=uid, key=key()) == 1
    return paper


def seen_by(application: Application, path: str = "") -> str:
    """Return what its family reads on its page."""
    assert application.submitted_by is not None
    browser = browser_of(actor_for(application.submitted_by))
    return words(page_of(browser.get(f"/family/applications/{application.uid}/{path}")))


def test_a_call_does_not_end_while_somebody_is_told_nothing(
    completed_world: World, completed: Completed
) -> None:
    """And ends once a signed word says what is next; a draft is none."""
    officer, call = completed_world.officer, completed_world.call
    with pytest.raises(CallRefused, match="还有1个孩子没有学位"):
        close_call(actor=officer, call_uid=call.uid, key=key())
    call.refresh_from_db()
    assert call.state == CallState.OPEN
    told(completed_world)
    close_call(actor=officer, call_uid=call.uid, key=key())
    call.refresh_from_db()
    assert call.state == CallState.CLOSED


def test_what_is_not_signed_is_not_said(completed_world: World, completed: Completed) -> None:
    """Neither to the family nor as done."""
    _, _, last = completed
    enroller, call = completed_world.office.enroller, completed_world.call
    paper = draft_onward(
        actor=enroller,
        call_uid=call.uid,
        words=WORDS,
        until=business_today() + timedelta(days=3),
        key=key(),
    )
    with pytest.raises(NotSigned):
        tell_onward(actor=enroller, call_uid=call.uid, paper_uid=paper, key=key())
    assert WORDS not in seen_by(last)
    assert untold_in([call], business_now()).count() == 1


def test_the_family_reads_what_is_next_and_until_when(
    completed_world: World, completed: Completed
) -> None:
    """First that it is being settled, then what was signed; who has a place reads none of it."""
    _, mine, last = completed
    assert "还在定下一步" in seen_by(last)
    told(completed_world)
    day = business_today() + timedelta(days=10)
    for path in ("", "result/"):
        page = seen_by(last, path)
        assert WORDS in page
        assert f"最晚{day.year}年{day.month}月{day.day}日办好" in page
        assert "下一步怎么办" not in seen_by(mine, path)
    assert Notification.objects.filter(kind="calls.call.onward").count() == 1


def test_a_day_that_has_passed_is_no_answer(completed_world: World, completed: Completed) -> None:
    """The office must say anew."""
    told(completed_world, days=0)
    tomorrow = business_now() + timedelta(days=1)
    assert untold_in([completed_world.call], business_now()).count() == 0
    assert untold_in([completed_world.call], tomorrow).count() == 1


def test_a_further_round_is_what_is_next_while_it_is_open(
    completed_world: World, completed: Completed
) -> None:
    """Who does not ask in it is left again once it is over."""
    _, _, last = completed
    first = last.round
    assert first is not None
    Round.objects.create(
        call=first.call,
        ordinal=2,
        kind="supplementary",
        state="announced",
        rulebook=first.rulebook,
        rulebook_sha256=first.rulebook_sha256,
        opens_at=business_now() - timedelta(hours=1),
        closes_at=business_now() + timedelta(days=2),
    )
    assert untold_in([first.call], business_now()).count() == 0
    assert untold_in([first.call], business_now() + timedelta(days=3)).count() == 1
    assert "可以在第2轮再报一次" in seen_by(last)


def test_the_desk_names_them_and_is_not_green(completed_world: World, completed: Completed) -> None:
    """From the list of calls to the word that is said; names are masked as everywhere."""
    browser: Client = browser_of(completed_world.office.enroller)
    assert "1人没有下一步" in words(page_of(browser.get(reverse("calls:list"))))
    call = reverse("calls:call", args=[completed_world.call.uid])
    assert "还有1个孩子没有学位，家长不知道下一步" in words(page_of(browser.get(call)))
    path = reverse("calls:left", args=[completed_world.call.uid])
    page = words(page_of(browser.get(path)))
    assert "许" in page
    assert "许知微" not in page
    until = (business_today() + timedelta(days=5)).isoformat()
    assert sent(browser, path, {"words": WORDS, "until": "哪天"}).status_code == 422
    assert sent(browser, path, {"step": "tell"}).status_code == 422
    sent(browser, path, {"words": WORDS, "until": until})
    paper = Paper.objects.get(kind="calls.onward")
    walk(completed_world.office, paper, "sign")
    sent(browser, path, {"step": "tell"})
    assert "都已经有下一步" in words(page_of(browser.get(path)))
    assert "没有下一步" not in words(page_of(browser.get(reverse("calls:list"))))


def test_whose_place_a_corrected_result_took_back_is_left_too(
    completed_world: World, completed: Completed
) -> None:
    """He is named, the call does not end, and his family reads what is next."""
    _, mine, _ = completed
    call = completed_world.call
    before = untold_in([call], business_now()).count()
    offer = mine.offers.exclude(state=OfferState.STAGED).get()
    Offer.objects.filter(pk=offer.pk).update(
        state=OfferState.ENDED, holds_place=False, ended_why=CORRECTED
    )
    assert untold_in([call], business_now()).count() == before + 1
    assert "还在定下一步" in seen_by(mine)
