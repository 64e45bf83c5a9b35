"""The whole way without script: choose, look, walk on, search, export."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import OFFICER, selected
from tests.journeys.looking import PHONE
from tests.journeys.pages import address


def test_one_walks_through_the_items(visit: Visit) -> None:
    """Tests that each link of the panel and of the paper is a page of its own."""
    page = visit(address("document") + "?kind=indicator", login=OFFICER, script=False)
    first = selected(page)
    page.locator("#after").click()
    assert selected(page) != first
    page.locator("article.doc a.hl.number").first.click()
    expect(page.locator("article.doc .hl.now").first).to_be_visible()


def test_one_searches_the_list(visit: Visit) -> None:
    """Tests the form of the list."""
    page = visit(address("document") + "?view=list&kind=all", login=OFFICER, script=False)
    page.locator("#q").fill("学位")
    page.get_by_role("button", name="找").click()
    rows = page.locator(".listing .cell")
    expect(rows.first).to_be_visible()


def test_one_saves_the_workbook(visit: Visit) -> None:
    """Tests the download link."""
    page = visit(address("document"), login=OFFICER, script=False)
    with page.expect_download() as saved:
        page.locator("#export").click()
    assert saved.value.suggested_filename.endswith(".xlsx")


def test_type_grows_and_stays_large(visit: Visit) -> None:
    """Tests the switch on one page and its memory on the next."""
    page = visit("/", script=False)
    page.get_by_role("link", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    page.get_by_role("link", name="无障碍").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")


def test_on_a_phone_list_item_and_text_are_pages(visit: Visit) -> None:
    """Tests the three pages of a document on a narrow screen, and the ways between them."""
    page = visit(address("document"), login=OFFICER, size=PHONE, script=False)
    expect(page.locator("article.doc")).to_be_hidden()
    page.locator(".listing .cell").first.click()
    expect(page.locator(".detail h2")).to_be_visible()
    expect(page.locator("article.doc")).to_be_hidden()
    page.get_by_role("link", name="看整页原文").click()
    expect(page.locator("article.doc")).to_be_visible()
    expect(page.locator(".hl.now").first).to_be_in_viewport()
    page.get_by_role("link", name="回清单").click()
    expect(page.locator(".listing")).to_be_visible()
