"""A county's enrolment officer: live counts, a contested child, places by cause, appeals, refills.

Each test goes on in the demonstration's own enrolments: one open, one published.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.surfaces.calls.conftest import box
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.demo.replay.enrolment_done import enrolment_done
from xueyou.demo.replay.enrolment_open import enrolment_open
from xueyou.demo.replay.telling import tell
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Call,
    CapacityLine,
    Offer,
    Option,
    Round,
    Run,
)
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Gone, served
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.jobs.api import work_off


def unsaid(*_: object) -> None:
    """Say nothing of how far the telling has come."""


def sent(browser: Client, path: str, given: dict[str, Any] | None = None) -> Any:
    """Post a form with a fresh key."""
    return browser.post(path, {"idempotency_key": str(uuid4()), **(given or {})})


def page(browser: Client, path: str) -> str:
    """Return the words of a page that must be there."""
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return words(page_of(answer))


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    """Return the browser of the county's enrolment officer."""
    return sign_in("zhengheng")


def test_an_open_call_is_watched_and_kept(officer: Client) -> None:
    """Counts without wishes, who decides whose a child is, causes of places, times only later."""
    assert tell(enrolment_open(1), seconds=600, say=unsaid)
    call, round_ = Call.objects.get(), Round.objects.get()
    here, now = f"/calls/{call.uid}/", page(officer, f"/calls/{call.uid}/")
    assert "正在报名" in now
    assert "两个账号报了同一个孩子" in page(officer, f"{here}applications/")
    contested = Application.objects.filter(state="contested").first()
    assert contested is not None
    sheet = page(officer, f"/calls/applications/{contested.uid}/")
    assert "由学籍经办人看过原件再定" in sheet
    assert "思远" not in sheet
    assert sent(officer, f"/calls/applications/{contested.uid}/settle/").status_code == 404

    checked = Application.objects.filter(state="submitted").exclude(pk=contested.pk).first()
    assert checked is not None
    sheet_of = f"/calls/applications/{checked.uid}/"
    typed = sent(officer, f"{sheet_of}send-back/", {"what": "register_book"})
    assert typed.status_code == 422
    assert page_of(typed).cssselect("details[open] input[value=register_book][checked]")
    seen = page_of(typed).cssselect("input[name=seen]")[0].get("value")
    missing = {"what": "register_book", "why-register_book": "照片看不清", "seen": seen}
    assert sent(officer, f"{sheet_of}send-back/", missing).status_code == 302
    assert "照片看不清" in page(officer, sheet_of)

    places = f"/calls/rounds/{round_.uid}/places/"
    option = Option.objects.order_by("code").first()
    assert option is not None
    line = {"option": str(option.uid), "kind": "reserve", "delta": "-2", "reason": "预留给转入"}
    assert sent(officer, places, line).status_code == 302
    assert "预留给转入" in page(officer, places)
    too_many = sent(officer, places, line | {"delta": "-2000"})
    assert too_many.status_code == 422
    assert "减不了这么多" in words(page_of(too_many))
    kept = CapacityLine.objects.get(kind="reserve")
    assert sent(officer, f"{places}void/", {"line": str(kept.pk)}).status_code == 302
    assert "预留给转入" not in page(officer, places)

    shorter = {
        "revision": str(round_.revision),
        "opens_at": box(round_.opens_at),
        "closes_at": box(round_.closes_at - timedelta(days=1)),
    }
    answer = sent(officer, f"/calls/rounds/{round_.uid}/times/", shorter)
    assert answer.status_code == 422
    assert "只能放宽，不能缩短" in words(one(page_of(answer), ".errors"))
    stale = sent(officer, f"/calls/rounds/{round_.uid}/times/", shorter | {"revision": "0"})
    assert stale.status_code == 409


def test_a_new_call_takes_its_schools_from_a_table(officer: Client) -> None:
    """Two columns are pasted: whole or not at all, each fault with its row."""
    new = page_of(officer.get("/calls/new/?kind=enrolment.school"))
    given = {
        "kind": "enrolment.school",
        "organisation": one(new, "input[name=organisation]").get("value"),
        "year": "2028",
        "title": "2028年入学",
        "s-stage": "primary",
    }
    times = sent(officer, "/calls/new/", given)["Location"]
    span = {"opens_at": "2028-05-01T08:00", "closes_at": "2028-05-10T17:00"}
    local = {"p-apply-local-opens": "2028-05-01T08:00", "p-apply-local-closes": "2028-05-05T17:00"}
    wrong = sent(officer, times, span | local | {"p-apply-local-closes": ""})
    assert wrong.status_code == 422
    assert "本地户籍" in words(one(page_of(wrong), ".errors"))
    assert sent(officer, times, span | local).status_code == 302
    places = f"/calls/rounds/{Round.objects.get().uid}/places/"
    refused = sent(officer, f"{places}rows/", {"rows": "CD-01\t90\nCD-99\t几个\n"})
    assert refused.status_code == 422
    assert "第2行 学校代码" in words(page_of(refused))
    assert not Option.objects.exists()
    assert sent(officer, f"{places}rows/", {"rows": "CD-01\t90\nCD-02\t45\n"}).status_code == 302
    assert "合计135个名额" in page(officer, places)


def test_after_publication_appeals_refills_and_lists(officer: Client) -> None:
    """An appeal is what is next; a place given back is refilled; a list taken down is gone."""
    events = enrolment_done(6)
    answered = next(n for n, one in enumerate(events) if one.key.endswith("appeal-answered"))
    assert tell(events[:answered], seconds=600, say=unsaid)
    call, round_ = Call.objects.get(), Round.objects.get()
    here, appeal = f"/calls/{call.uid}/", Appeal.objects.get()
    assert "有1份复核等答复" in page(officer, here)
    assert "离学校只有三百米" in page(officer, f"/calls/appeals/{appeal.uid}/")
    empty = sent(officer, f"/calls/appeals/{appeal.uid}/", {"upheld": "no", "answer": ""})
    assert empty.status_code == 422
    given = {"upheld": "no", "answer": "重新核过，没有错。"}
    assert " checked" not in officer.get(f"/calls/appeals/{appeal.uid}/").content.decode()
    unsaid_which = sent(officer, f"/calls/appeals/{appeal.uid}/", {"answer": given["answer"]})
    assert unsaid_which.status_code == 422, "keeping a result is decided, not left unsaid"
    assert "请选结论" in unsaid_which.content.decode()
    assert sent(officer, f"/calls/appeals/{appeal.uid}/", given).status_code == 302
    assert "维持原结果" in page(officer, f"{here}appeals/")

    refill = f"/calls/rounds/{round_.uid}/refill/"
    assert "现在没有空出来的名额" in page(officer, refill)
    offer = Offer.objects.filter(holds_place=True).first()
    assert offer is not None
    family = offer.application.submitted_by
    assert family is not None
    reply(actor=actor_for(family), offer_uid=offer.uid, accept=False, key=str(uuid4()))
    assert "空出1个" in page(officer, refill)
    assert sent(officer, refill, {"option": str(offer.option.uid)}).status_code == 302
    waited = Offer.objects.filter(cause="waiting", option=offer.option).count()
    assert Offer.objects.filter(option=offer.option, holds_place=True).count() == waited

    shown = Publication.objects.get(subject_kind="run", taken_down_at=None)
    assert "公布出去的名单" in page(officer, f"/calls/rounds/{round_.uid}/results/")
    down = f"/calls/publications/{shown.uid}/down/"
    assert sent(officer, down, {"why": ""}).status_code == 422
    assert sent(officer, down, {"why": "有一处要更正"}).status_code == 302
    assert isinstance(served(shown.uid), Gone)
    assert "有一处要更正" in page(officer, f"/calls/rounds/{round_.uid}/results/")

    with CaptureQueriesContext(
        connection,
    ) as few:
        page(officer, "/calls/")
    for year in ("2028", "2029"):
        assert sent(officer, f"{here}copy/", {"year": year, "title": year}).status_code == 302
    run = Run.objects.get(purpose="official")
    again = {"replaces": str(run.uid), "draw": str(run.draw.uid if run.draw else ""), "reason": ""}
    assert sent(officer, f"/calls/rounds/{round_.uid}/run/", again).status_code == 422
    again["reason"] = "封存以后更正"
    assert sent(officer, f"/calls/rounds/{round_.uid}/run/", again).status_code == 302
    work_off()
    assert Run.objects.get(replaces=run).state == "done"
    assert "代替前一次：封存以后更正" in page(officer, f"/calls/rounds/{round_.uid}/results/")

    with CaptureQueriesContext(connection) as three:
        page(officer, "/calls/")
    assert len(three) == len(few)
    made = Call.objects.get(year=2028)
    asked = (
        "see=1&form=three_classes&notice=招生通知&number=1号&issued=2028-04-01&born_from=2021-09-01"
        "&born_to=2022-08-31&appeal_until=2028-07-20"
    )
    rules = page(officer, f"/calls/rounds/{made.rounds.get().uid}/rules/?{asked}")
    assert "澄东区2028年小学入学" in rules
    assert "照2026年的计划，请核对" in page(
        officer, f"/calls/rounds/{made.rounds.get().uid}/places/"
    )
