"""What people do at the plans desk, as steps of a journey."""

from pathlib import Path

from playwright.sync_api import Page, expect

OFFICER = "hanwei"
NEW = "/bureau/plans/new/"


def hand_in(page: Page, file: Path | dict[str, object]) -> None:
    """Choose a file on the upload page and send it."""
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="交上去，开始读").click()


def wait_until_read(page: Page) -> None:
    """Wait until the page has moved on to the document by itself."""
    page.wait_for_selector("article.doc")


def wait_until_keys_work(page: Page) -> None:
    """Wait until the desk stands and listens: a key pressed before its script runs is lost."""
    expect(page.locator("[data-desk]")).to_be_visible()
    page.wait_for_load_state()


def selected(page: Page) -> str:
    """Return the key of the item in the panel."""
    return page.locator("#panel").get_attribute("data-item") or ""


def expect_selected(page: Page, key: str) -> None:
    """Wait until the item stands in the panel."""
    expect(page.locator("#panel")).to_have_attribute("data-item", key)
