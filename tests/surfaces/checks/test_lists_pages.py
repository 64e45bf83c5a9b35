"""A county's officer draws a list up, hands the answer in, confirms it, undoes it, destroys it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domains.checks.asked import UNTIL, Asking, asking, filled
from tests.domains.enrolment.conftest import own_roles
from tests.surfaces.calls.conftest import Desk, key
from tests.surfaces.following import refused
from xueyou.domains.checks.models import CheckList
from xueyou.kernel.calls.models import Attestation
from xueyou.platform.accounts.sessions import PASSED
from xueyou.platform.jobs.api import work_off

__all__ = ["own_roles"]


@pytest.fixture
def asked(db: None, own_roles: None, settings: Any, tmp_path: Path) -> Asking:
    """Found the county."""
    return asking()


@pytest.fixture
def desk(asked: Asking) -> Desk:
    """Sit the officer down."""
    browser = Client()
    browser.force_login(asked.officer.user)  # type: ignore[arg-type]
    session = browser.session
    session[PASSED] = asked.officer.user.pk  # type: ignore[union-attr]
    session.save()
    return Desk(asked.officer, browser)


def text_of(page: Any) -> str:
    """Return what a page says, without blanks."""
    return "".join(page.text_content().split())


def test_from_the_call_to_the_receipt(asked: Asking, desk: Desk, tmp_path: Path) -> None:
    """Every step by its own button; a page that says no still leads somewhere."""
    call, round_ = asked.world.call, asked.world.round
    page = desk.see(f"/calls/{call.uid}/")
    assert f"/checks/{call.uid}/" in [a.get("href") for a in page.cssselect("a")]
    assert "列一张名单" in text_of(desk.see(f"/checks/{call.uid}/"))
    new = f"/checks/rounds/{round_.uid}/new/"
    form = text_of(desk.see(f"{new}?source=police"))
    assert "户口登记的地址" in form
    assert "户口迁入的日期" not in form  # the rules do not use it
    given = {
        "source": "police",
        "question": ["register"],
        "office": "甲市公安局",
        "legal_basis": "义务教育法第十二条",
        "expires_on": UNTIL.isoformat(),
        "everybody": "no",
    }
    no = refused(desk.browser, new, **{**given, "legal_basis": " "})
    assert "请写明依据" in text_of(no)
    place = desk.do(new, given)
    found = CheckList.objects.get()
    assert "取走名单" in text_of(desk.see(place))
    file = desk.browser.get(f"{place}file/")
    assert file["Content-Type"].endswith("sheet")
    filled(
        asked.officer,
        found,
        tmp_path / "a.xlsx",
        {"林知夏": ("相符", ""), "陈望": ("不一致", "不在本县区"), "周小舟": ("没查到", "")},
    )

    def handed(data: bytes) -> Any:
        return desk.browser.post(
            f"{place}reply/",
            {
                "file": SimpleUploadedFile("回复.xlsx", data),
                "observed_on": found.drawn_at.date().isoformat(),
                "idempotency_key": key(),
            },
        )

    assert handed(b"not a workbook").status_code == 422
    answer = handed((tmp_path / "a.xlsx").read_bytes())
    assert answer.status_code == 302
    ready = desk.see(place)
    assert "等您确认" in text_of(ready)
    (take_in,) = [f for f in ready.cssselect("form") if "take-in" in f.get("action", "")]
    desk.do(take_in.get("action"))
    assert "正在登记" in text_of(desk.see(place))
    work_off()
    done = desk.see(place)
    assert "已经登记" in text_of(done)
    assert "不一致1人" in text_of(done)
    sheet = text_of(desk.see(f"/calls/applications/{asked.by_name['陈望'].uid}/"))
    assert "公安户籍" in sheet
    (undo,) = [f for f in done.cssselect("form") if "undo" in f.get("action", "")]
    desk.do(undo.get("action"))
    assert not Attestation.objects.exists()
    assert "现在没有" not in text_of(desk.see(place))
    desk.do(f"{place}destroyed/", {"said_by": "户政科", "on": found.drawn_at.date().isoformat()})
    desk.do(f"{place}destroy/")
    over = text_of(desk.see(place))
    assert "销毁回执" in over
    assert "对方手里的名单" in over
    assert desk.browser.get(f"{place}file/").status_code == 302
    assert "没有列过" not in text_of(desk.see(f"/checks/{call.uid}/"))


def test_wrong_cells_are_shown_and_given_back(asked: Asking, desk: Desk, tmp_path: Path) -> None:
    """The page names the cells, the workbook comes back with sentences; nothing is written."""
    found = asked.listed()
    reply = asked.answered(found, tmp_path / "a.xlsx", {"林知夏": ("对", "")})
    page = desk.see(f"/checks/lists/{found.uid}/")
    assert "有1行要改" in text_of(page)
    assert desk.browser.get(f"/checks/replies/{reply.uid}/wrong/").status_code == 200
    no = refused(desk.browser, f"/checks/replies/{reply.uid}/take-in/")
    assert "还有要改的格子" in text_of(no)


def test_a_list_costs_the_same_for_many(
    asked: Asking, desk: Desk, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    """The page of a list asks a fixed number of questions, however many lines it has."""
    found = asked.listed()
    asked.answered(found, tmp_path / "a.xlsx", {"林知夏": ("相符", "")})
    with django_assert_max_num_queries(26):
        desk.see(f"/checks/lists/{found.uid}/")
