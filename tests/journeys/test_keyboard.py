"""The document page by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import OFFICER, expect_selected, selected
from tests.journeys.pages import address


def _open(visit: Visit, query: str = "?kind=indicator&order=text") -> Page:
    return visit(address("document") + query, login=OFFICER)


def test_j_and_k_go_forth_and_back(visit: Visit) -> None:
    """Tests that the panel and the marks move, the address with them, and the document stays."""
    page = _open(visit)
    page.evaluate("window.same = true")
    first = selected(page)
    page.keyboard.press("j")
    expect(page.locator("#panel")).not_to_have_attribute("data-item", first)
    second = selected(page)
    assert f"item={second}" in page.url
    expect(page.locator(f".hl.now[data-keys~='{second}']").first).to_be_in_viewport()
    page.keyboard.press("k")
    expect_selected(page, first)
    assert page.evaluate("window.same") is True
    page.go_back()
    expect_selected(page, second)


def test_space_shows_the_whole_document(visit: Visit) -> None:
    """Tests that the panel goes and comes back."""
    page = _open(visit)
    page.keyboard.press(" ")
    expect(page.locator("#panel")).to_be_hidden()
    page.keyboard.press(" ")
    expect(page.locator("#panel")).to_be_visible()


def test_a_digit_points_at_the_words(visit: Visit) -> None:
    """Tests that the words a line comes from take the focus."""
    page = _open(visit)
    page.keyboard.press("2")
    expect(page.locator("article.doc .hl:focus")).to_have_count(1)


def test_the_question_mark_lists_the_keys(visit: Visit) -> None:
    """Tests the dialog, and that single keys can be turned off and stay off."""
    page = _open(visit)
    page.keyboard.press("?")
    dialog = page.locator("dialog#keys")
    expect(dialog).to_be_visible()
    dialog.get_by_label("不用单键").check()
    dialog.get_by_role("button", name="知道了").click()
    expect(dialog).to_be_hidden()
    first = selected(page)
    page.locator("article.doc").focus()
    page.keyboard.press("j")
    page.reload()
    assert selected(page) == first


def test_e_saves_the_workbook(visit: Visit) -> None:
    """Tests the download by key."""
    page = _open(visit)
    with page.expect_download() as saved:
        page.keyboard.press("e")
    assert saved.value.suggested_filename.endswith(".xlsx")


def test_typing_in_the_search_box_is_typing(visit: Visit) -> None:
    """Tests that keys mean letters inside a field, and the list is found by words."""
    page = _open(visit, "?view=list&kind=all")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk学位")
    assert page.locator("#q").input_value() == "jk学位"


def test_the_whole_way_by_tab(visit: Visit) -> None:
    """Tests that the first stop leads past the rail, and the chosen file's form can be reached."""
    page = visit("/bureau/plans/", login=OFFICER)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main#main")).to_be_focused()
