"""Two guardians, two phones, one application; a result, its letter, and what everybody reads."""

import io
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.journeys.browsers import context_of
from tests.journeys.families import LATER, Phone
from tests.journeys.guardians import NAME, PLACED, Households, households_site
from tests.journeys.looking import PHONE

Take = Callable[..., Phone]


@pytest.fixture(scope="module")
def homes(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Households]:
    """Serve the families of this file."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with (
        django_db_blocker.unblock(),
        households_site(tmp_path_factory.mktemp("homes")) as running,
    ):
        yield running


@pytest.fixture
def take(homes: Households, browser: Browser) -> Iterator[Take]:
    """Return what opens an address on a phone of somebody; a fault of a script fails the test."""
    opened: list[BrowserContext] = []
    faults: list[str] = []
    assert homes.site is not None
    site = homes.site

    def go(path: str, login: str = "", *, script: bool = True) -> Phone:
        context = context_of(browser, PHONE, script=script)
        opened.append(context)
        if login:
            context.add_cookies([site.session_of(login)])  # type: ignore[list-item]
        page: Page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        phone = Phone(page, site.data, script=script)
        page.goto(site.url + path)
        phone.look()
        return phone

    yield go
    for context in opened:
        context.close()
    assert faults == []


def test_two_guardians_and_three_phones_make_one_application(homes: Households, take: Take):
    """Begun on one phone, gone on with on a second without script, handed in by both at once.

    With the bond the sight of it ends, at the next page.
    """
    first = take(f"/family/calls/{homes.call}/", homes.mother)
    first.press(NAME)
    first.page.fill("#road", "桂园小区")
    first.page.fill("#door", "7幢2单元501")
    with first.page.expect_response(lambda answer: b"2019" in sent(answer)):
        first.page.fill("#lived_year", "2019")
        first.page.press("#lived_year", "Tab")
    second = take("/family/", homes.mother, script=False)
    second.press("接着填")
    assert second.page.input_value("#road") == "桂园小区"
    assert second.page.input_value("#lived_year") == "2019"
    second.answer(("文澜小学",))
    inviting = take(f"/family/children/{homes.child}/", homes.mother)
    inviting.press("邀请另一位监护人")
    code = inviting.page.inner_text("output.code")
    father = take("/family/", homes.father, script=False)
    father.press("我有邀请码")
    father.page.fill("#code", "XXXX-XXXX-XXXX")
    father.press("加进来")
    assert father.page.title().startswith("没有加上")
    father.page.fill("#code", code)
    father.press("加进来")
    father.press("接着填")
    assert NAME in father.page.inner_text("body")
    assert "/check/" in father.page.url
    father.press("提交申请")
    second.press("提交申请")
    given = {one.page.inner_text("#receipt") for one in (father, second)}
    assert given == set(homes.receipts())
    assert len(given) == 1
    told = take("/family/messages/", homes.mother)
    assert f"受理号{given.pop()}" in told.page.inner_text("main")
    homes.end_fathers_bond()
    seen = father.page.reload()
    assert seen is not None
    assert seen.status == 404
    father.page.goto(homes.site.url + "/family/")  # type: ignore[union-attr]
    assert NAME[:6] not in father.page.inner_text("body")
    for phone in (first, second, inviting, father, told):
        assert phone.wrong == []
        assert [weight for weight in phone.weights[1:] if weight > LATER] == []


def test_a_result_is_answered_and_its_letter_is_true(homes: Households, take: Take):
    """The reason of the page stands in the letter and on the page of its code, name whole."""
    phone = take("/family/", homes.answered)
    phone.press("看结果和原因")
    reasons = phone.page.locator("ol.whys li p:first-child").all_inner_texts()
    assert "文澜小学" in phone.page.inner_text("h1")
    assert len(reasons) == 2
    phone.press("接受学位")
    assert "已经接受" in phone.page.inner_text("main")
    address = phone.page.locator("a", has_text="录取通知书").first.get_attribute("href")
    letter = phone.page.context.request.get(homes.site.url + str(address))  # type: ignore[union-attr]
    (sheet,) = pypdf.PdfReader(io.BytesIO(letter.body())).pages
    said = plain(sheet.extract_text())
    code = homes.letter_code()
    whys = [why.split(maxsplit=1)[1] for why in reasons]
    missing = [part for part in (PLACED, "文澜小学", code, *whys) if plain(part) not in said]
    assert missing == []
    phone.page.goto(homes.site.url + "/family/messages/")  # type: ignore[union-attr]
    phone.look()
    assert "结果出来了" in phone.page.inner_text("main")
    gate = take("/letters/", script=False)
    gate.page.fill("#code", code)
    gate.press("核验")
    checked = plain(gate.page.inner_text("main"))
    assert "现在有效" in checked
    assert plain(whys[-1]).replace(plain(PLACED), "孩子") in checked
    assert plain(PLACED) not in checked
    for one in (phone, gate):
        assert one.wrong == []


def test_an_appeal_says_what_is_missing_and_is_taken(homes: Households, take: Take):
    """Nothing written is told kindly; what is written stands there, waiting for its answer."""
    phone = take(f"/family/applications/{homes.placed}/appeal/", homes.answered)
    phone.press("提交复核申请")
    assert phone.page.title().startswith("没有提交")
    phone.page.fill("#words", "名次不对")
    phone.press("提交复核申请")
    assert "正在复核" in phone.page.inner_text("main")
    assert phone.wrong == []


def test_everybody_reads_the_list_and_finds_a_row(homes: Households, take: Take):
    """The public list by receipt number, light enough for a phone, nobody signed in."""
    phone = take("/publications/")
    phone.page.locator("main a.cell").first.click()
    phone.look()
    assert PLACED not in phone.page.content()
    phone.page.fill("#q", homes.receipt.lower())
    phone.press("找一行")
    rows = phone.page.locator("tbody tr").all_inner_texts()
    assert [plain(row) for row in rows] == [plain(f"{homes.receipt}文澜小学")]
    phone.page.fill("#q", "没有这一行")
    phone.press("找一行")
    assert "没有找到" in phone.page.inner_text("main")
    assert phone.wrong == []


def sent(answer: Response) -> bytes:
    """Return what was posted to get this answer."""
    return answer.request.post_data_buffer or b""


def plain(text: str) -> str:
    """Return a text without blanks."""
    return re.sub(r"\s", "", text)
