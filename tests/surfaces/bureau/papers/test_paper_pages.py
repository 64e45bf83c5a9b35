"""A paper's page: as it prints, what waits for whom, each step by its button."""

import io
import json
from datetime import datetime
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.frozen import frozen
from tests.kernel.papers.walk import JPEG
from tests.packets import packet, task
from tests.surfaces.bureau.papers.conftest import PAPERS, Press, form
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import Plan
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper
from xueyou.platform.time import CITY

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def test_the_page_shows_the_paper_with_its_sources(officer: Client, paper: Paper) -> None:
    """Tests the replica, the footnotes that lead both ways, and the frozen figures."""
    page = page_of(officer.get(f"{PAPERS}{paper.uid}/"))
    leaf = one(page, "article.leaf")
    assert words(one(leaf, ".leaf-head")) == "临澄市教育局文件"
    assert "应到3728" in words(leaf)
    notes = page.cssselect(".notes li")
    links = leaf.cssselect("a.src")
    assert [f"#{note.get('id')}" for note in notes] == [link.get("href") for link in links]
    assert "的指标“新增公办学位”：灯的依据" in words(one(page, ".notes"))


def test_what_waits_is_shown_to_whom_it_waits_for(
    sign_in: SignIn, paper: Paper, press: Press
) -> None:
    """Tests the first tab of each person as the paper goes on."""

    def first(who: str) -> str:
        return words(one(page_of(sign_in(who).get(PAPERS)), ".tabs a[aria-current]"))

    assert first("songli") == "待我核稿 1"
    assert first("hanwei") == "全部 1"
    press("check", "songli")
    assert first("zhoumingyuan") == "待我签发 1"


def test_buttons_stand_for_those_who_may(sign_in: SignIn, paper: Paper) -> None:
    """Tests that the author has no check button and reads why, and the others have theirs."""
    mine = page_of(sign_in("hanwei").get(f"{PAPERS}{paper.uid}/"))
    assert not mine.cssselect("button[formaction$='/check/']")
    assert "要由别人来办" in words(mine)
    other = page_of(sign_in("songli").get(f"{PAPERS}{paper.uid}/"))
    assert other.cssselect("button[formaction$='/check/']")
    assert not other.cssselect("button[formaction$='/sign/']")


def test_the_whole_way_by_the_forms(
    sign_in: SignIn, signed: Paper, press: Press, officer: Client
) -> None:
    """Tests number, printing, scan and archive, and what the page says at the end."""
    assert press("number", number="临教督〔2026〕3号").status_code == 302
    assert press("serve", words="印30份").status_code == 302
    early = press("archive")
    assert early.status_code == 422
    assert "扫描件" in words(one(page_of(early), ".errors"))
    scan = SimpleUploadedFile("盖章.jpg", JPEG)
    assert officer.post(f"{PAPERS}{signed.uid}/scan/", form(file=scan)).status_code == 302
    assert press("archive").status_code == 302
    page = page_of(officer.get(f"{PAPERS}{signed.uid}/"))
    assert "临教督〔2026〕3号" in words(one(page, ".leaf-number"))
    assert "2026年11月20日印发" in words(one(page, ".leaf-foot"))
    assert len(page.cssselect(".track .past")) == 5
    answer = officer.get(f"{PAPERS}{signed.uid}/scan/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == JPEG  # type: ignore[attr-defined]


def test_a_paper_signed_in_the_new_year_offers_that_year(
    press: Press, paper: Paper, sign_in: SignIn, business_clock: Any
) -> None:
    """Tests that the number's form is of the signature, not of the December of the draft."""
    assert press("check", "songli").status_code == 302
    business_clock.move_to(datetime(2027, 1, 4, 9, tzinfo=CITY))
    assert press("sign", "zhoumingyuan").status_code == 302
    page = page_of(sign_in("hanwei").get(f"{PAPERS}{paper.uid}/"))
    assert "〔2027〕号" in words(one(page, ".field:has(#number)"))
    assert "〔2026〕" not in words(one(page, ".field:has(#number)"))


def test_a_refused_step_keeps_what_was_typed(press: Press, signed: Paper) -> None:
    """Tests a number of another year."""
    answer = press("number", number="临教督〔2025〕3号")
    assert answer.status_code == 422
    page = page_of(answer)
    assert one(page, "#number").get("value") == "临教督〔2025〕3号"
    assert "没有登记" in words(one(page, ".errors"))
    signed.refresh_from_db()
    assert signed.number == ""


def test_a_step_on_an_older_text_is_a_conflict(
    sign_in: SignIn, paper: Paper, officer: Client
) -> None:
    """Tests that a check of words since changed is 409, and shows the new ones."""
    old = form(revision=1, words="同意")
    assert edit(officer, paper, title="改过的题目").status_code == 302
    answer = sign_in("songli").post(f"{PAPERS}{paper.uid}/check/", old)
    assert answer.status_code == 409
    assert "改过的题目" in words(page_of(answer))
    paper.refresh_from_db()
    assert paper.state == "drafted"


def edit(client: Client, paper: Paper, revision: int = 1, **more: str) -> Any:
    """Send the edit form with some fields changed."""
    page = page_of(client.get(f"{PAPERS}{paper.uid}/edit/"))
    fields = {
        name: one(page, f"[name={name}]").get("value") or one(page, f"[name={name}]").text or ""
        for name in ("title", "addressee", "copies", "signer_line", "issued_by", "body")
    }
    sent = form(**{**fields, "revision": revision, **more})
    return client.post(f"{PAPERS}{paper.uid}/edit/", sent)


def test_two_officers_lose_nothing(sign_in: SignIn, paper: Paper, officer: Client) -> None:
    """Tests that the later one gets both texts, and that saving again takes his."""
    assert edit(officer, paper, title="韩薇的题目").status_code == 302
    answer = edit(sign_in("songli"), paper, title="宋立的题目")
    assert answer.status_code == 409
    page = page_of(answer)
    assert one(page, "#title").get("value") == "宋立的题目"
    assert "韩薇的题目" in words(one(page, ".now-text"))
    assert one(page, "[name=revision]").get("value") == "2"
    assert edit(sign_in("songli"), paper, 2, title="两人的题目").status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.revision) == ("两人的题目", 3)


def test_an_edit_keeps_sources_and_names_typed_figures(officer: Client, paper: Paper) -> None:
    """Tests that a figure somebody typed is named beside the paper until it is signed."""
    before = len(json.loads(paper.content)["body"])
    body = one(page_of(officer.get(f"{PAPERS}{paper.uid}/edit/")), "#body").text or ""
    assert edit(officer, paper, body=f"{body}\n另有88所学校参加。").status_code == 302
    page = page_of(officer.get(f"{PAPERS}{paper.uid}/"))
    assert "有1个数字没有出处" in words(page)
    assert "88" in words(one(page, ".say.slow"))
    paper.refresh_from_db()
    assert len(json.loads(paper.content)["body"]) == before + 1


def test_files_are_saved_and_not_guessed_about(officer: Client, paper: Paper) -> None:
    """Tests Word and PDF: attachment, nosniff, and a draft's name."""
    for name, head in (("paper.docx", b"PK"), ("paper.pdf", b"%PDF-")):
        answer = officer.get(f"{PAPERS}{paper.uid}/{name}")
        assert answer.status_code == 200
        assert answer.content.startswith(head)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "%E7%A8%BF" in answer["Content-Disposition"]


def test_a_circular_that_is_out_is_read_by_everybody_below(
    sign_in: SignIn, signed: Paper, press: Press
) -> None:
    """Tests that counties and departments find it once it was sent, and schools never do."""
    address = f"{PAPERS}{signed.uid}/"
    for who in ("chenlan", "linyue"):
        assert sign_in(who).get(address).status_code == 404
    press("number", number="临教督〔2026〕3号")
    press("serve")
    for who in ("chenlan", "linyue"):
        assert sign_in(who).get(address).status_code == 200
    assert "待编号" not in words(page_of(sign_in("linyue").get(PAPERS)))  # who only reads
    for who in ("guwen", "auditor", "security"):
        assert sign_in(who).get(address).status_code == 404
        assert sign_in(who).get(f"{address}paper.pdf").status_code == 404


def test_hostile_titles_are_only_words(officer: Client, checkpoint: Checkpoint) -> None:
    """Tests markup and templates of a task's title on the page and in both files."""
    plan = Plan.objects.get(uid=checkpoint.subject_uid)
    evil = frozen(plan, packet(tasks=[task(1, HOSTILE, "bad")], period="2026-09"))
    officer.post(f"{PAPERS}circular/{evil.uid}/", form())
    paper = Paper.objects.get(subject_uid=evil.uid)
    page = page_of(officer.get(f"{PAPERS}{paper.uid}/"))
    assert HOSTILE in words(one(page, ".leaf"))
    assert not page.cssselect(".leaf script")
    pdf = officer.get(f"{PAPERS}{paper.uid}/paper.pdf").content
    text = "".join(found.extract_text() for found in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "7*7" in text
    assert "alert(1)" in text


@pytest.mark.parametrize("step", ["check", "sign", "number", "serve", "archive", "withdraw"])
def test_a_mangled_form_is_answered_in_words(sign_in: SignIn, paper: Paper, step: str) -> None:
    """Tests that no key, or none that is one, changes nothing and is no fault of ours."""
    who = {"check": "songli", "sign": "zhoumingyuan"}.get(step, "hanwei")
    answer = sign_in(who).post(f"{PAPERS}{paper.uid}/{step}/", {"revision": "x", "words": "一"})
    assert answer.status_code == 422
    assert "不完整" in words(one(page_of(answer), ".errors"))


def test_a_list_asks_the_same_however_long_it_is(
    officer: Client, checkpoint: Checkpoint, paper: Paper
) -> None:
    """Tests that queries do not grow with the papers."""

    def asked() -> int:
        officer.get(PAPERS)
        with CaptureQueriesContext(connection) as found:
            assert officer.get(PAPERS).status_code == 200
        return len(found)

    few = asked()
    for _ in range(5):
        officer.post(f"{PAPERS}circular/{checkpoint.uid}/", form())
    assert asked() == few
