"""A year-round call at its desk: what waits with its clock, one button, an order, the sums."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.enrolment.moving_world import Moves, found_moves
from tests.kernel.calls.world import child_of, parent
from tests.kernel.papers.walk import walk
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.models import Call, Round, Run
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.papers.models import Paper
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.sessions import PASSED
from xueyou.platform.jobs.api import work_off

PLACES = [("LY", "3", 2), ("WL", "3", 1)]


@pytest.fixture
def moves(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Moves:
    """Found a city whose transfers are open all year."""
    settings.DATA = tmp_path
    return found_moves("enrolment.transfer", PLACES)


def browser_of(actor: SignedIn) -> Client:
    """Return a browser in which that person is signed in."""
    browser = Client()
    browser.force_login(actor.user)  # type: ignore[arg-type]
    session = browser.session
    session[PASSED] = actor.user.pk  # type: ignore[union-attr]
    session.save()
    return browser


def sent(browser: Client, path: str, given: dict[str, Any] | None = None) -> Any:
    """Post a form with a fresh key."""
    return browser.post(path, {"idempotency_key": str(uuid4()), **(given or {})})


def seen(browser: Client, path: str) -> str:
    """Return the words of a page that must be there."""
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return words(page_of(answer))


def test_from_the_first_that_comes_to_the_letter(moves: Moves) -> None:
    """Decided by the clerk, checked and signed by others, published; the family answers."""
    clerk, family = browser_of(moves.office.enroller), parent("林")
    child = child_of(family, name="林知夏")
    moves.pupil(child, "QX")
    here, page = f"/calls/{moves.call.uid}/", f"/calls/rounds/{moves.round.uid}/rolling/"
    assert "核对、定结果" in seen(clerk, here)
    assert "封存" not in seen(clerk, here).split("现在的数")[0].replace("也不用封存", "")
    assert "现在没有等着办的" in seen(clerk, page)
    asked = moves.came(family, child)
    waiting = seen(clerk, page)
    assert "还有" in waiting
    assert shown(asked.receipt_no) in waiting, "read out in fours, as on the family's receipt"
    assert "知夏" not in waiting
    refused = sent(clerk, f"/calls/rounds/{moves.round.uid}/decide/")
    assert (refused.status_code, "没有核对完" in words(page_of(refused))) == (422, True)
    moves.checked(asked)
    assert "核对完1份，等着定" in seen(clerk, page)
    assert sent(clerk, f"/calls/rounds/{moves.round.uid}/decide/").status_code == 302
    work_off()
    run = Run.objects.get()
    assert "等起草决定" in seen(clerk, page)
    assert sent(clerk, f"/calls/runs/{run.uid}/order/").status_code == 302
    assert "等核稿、签发" in seen(clerk, page)
    home, result = browser_of(family), f"/family/applications/{asked.uid}/result/"
    assert home.get(result).status_code == 404
    assert "正在定结果" in seen(home, f"/family/applications/{asked.uid}/")
    walk(moves.office, Paper.objects.get(), "sign")
    answer = sent(clerk, f"/calls/runs/{run.uid}/publish/", {"when": "now"})
    assert answer["Location"] == page
    work_off()
    assert "已公布" in seen(clerk, page)
    told = seen(home, result)
    assert "柳荫街小学3年级" in told
    offer = page_of(home.get(result)).cssselect("input[name=offer]")[0].get("value")
    taken = sent(
        home, f"/family/applications/{asked.uid}/result/reply/", {"offer": offer, "accept": "yes"}
    )
    assert taken.status_code == 302
    told = seen(home, result)
    assert "录取通知书" in told
    assert "候补" not in told
    sums = seen(Client(), "/pools/")
    assert "总数3申请1已给1还剩2" in re.sub(r"\s", "", sums)
    assert "知夏" not in sums
    rules = seen(Client(), f"/places/{moves.round.uid}/")
    assert "随到随办" in rules
    assert "先交后交，结果一样" not in rules


def test_a_batch_with_an_error_is_called_off_before_it_is_published(moves: Moves) -> None:
    """Without a reason it stays; with one its applications wait again."""
    clerk, family = browser_of(moves.office.enroller), parent("林")
    moves.checked(moves.came(family, child_of(family)))
    page = f"/calls/rounds/{moves.round.uid}/rolling/"
    sent(clerk, f"/calls/rounds/{moves.round.uid}/decide/")
    work_off()
    off = f"/calls/runs/{Run.objects.get().uid}/call-off/"
    assert sent(clerk, off).status_code == 422
    assert sent(clerk, off, {"reason": "片区登记错了"}).status_code == 302
    now = seen(clerk, page)
    assert "作废：片区登记错了" in now
    assert "核对完1份，等着定" in now


def test_a_call_for_all_the_year_is_set_up_by_pages(moves: Moves) -> None:
    """The kind, the days it promises, the way it answers; a batch round has no such page."""
    clerk = browser_of(moves.office.enroller)
    moves.office.bureau.__class__.objects.filter(pk=moves.office.bureau.pk).update(
        region_code="310101"
    )
    given = {
        "kind": "enrolment.talent",
        "organisation": str(moves.office.bureau.uid),
        "year": "2026",
        "title": "2026学年人才子女入学",
        "s-total": "20",
        "s-answer_hours": "48",
        "s-reply_days": "3",
    }
    times = sent(clerk, "/calls/new/", given)["Location"]
    span = {
        "opens_at": "2026-11-20T08:00",
        "closes_at": (moves.round.closes_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
    }
    assert sent(clerk, times, span).status_code == 302
    call = Call.objects.get(kind="enrolment.talent")
    round_ = Round.objects.get(call=call)
    assert round_.mode == "rolling"
    asked = {"see": "1", "form": "talent", "notice": "人才办法", "number": "甲人才1号"}
    asked |= {"issued": "2026-05-01", "wishes": "3", "appeal_until": "2027-08-31"}
    rules = clerk.get(f"/calls/rounds/{round_.uid}/rules/", asked)
    assert "主管部门认定的人才子女" in words(page_of(rules))
    Round.objects.filter(pk=round_.pk).update(mode="batch")
    assert clerk.get(f"/calls/rounds/{round_.uid}/rolling/").status_code == 404


def test_a_family_without_a_place_asks_anew(moves: Moves) -> None:
    """It reads why, in the names of schools; it takes this one back and begins again."""
    first, second = parent("许"), parent("林")
    asked = [
        moves.came(first, child_of(first, name="许知微"), ("WL-3",)),
        moves.came(second, child_of(second), ("WL-3",), register_day="2024-01-05"),
    ]
    moves.checked(*asked)
    moves.published()
    home, here = browser_of(second), f"/family/applications/{asked[1].uid}/"
    told = seen(home, f"{here}result/")
    assert "文澜小学3年级" in told
    assert "WL-3" not in told
    assert "先交后交，结果一样" not in seen(home, f"/family/calls/{moves.call.uid}/")
    assert "想再申请别的学校" in seen(home, here)
    assert "想再申请别的学校" not in seen(
        browser_of(first), f"/family/applications/{asked[0].uid}/"
    )
    assert sent(home, f"{here}withdraw/").status_code == 302
    again = moves.came(second, asked[1].person, ("LY-3",))  # type: ignore[arg-type]
    assert again.uid != asked[1].uid
    moves.checked(again)
    moves.published()
    assert "柳荫街小学3年级" in seen(home, f"/family/applications/{again.uid}/result/")
